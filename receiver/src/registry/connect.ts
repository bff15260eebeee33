import { compact } from '../json.ts';
import type { AccountRow, Workspace } from '../store/workspace.ts';
import { accountOf } from './change-accounts.ts';
import { change, type ChangeContext } from './change.ts';
import { Mistake } from './mistake.ts';

/**
 * What trying an account's role came to: it can be assumed with the external ID and cannot without, or not, or nobody can say just now,
 * since AWS did not answer.
 */
export type Proof =
  | { readonly state: 'connected' }
  | { readonly state: 'failed'; readonly code: string; readonly reason: string }
  | { readonly state: 'undecided'; readonly code: string; readonly reason: string };

/** Tries an account's role. It never throws for what AWS answers. */
export type ProveAccount = (account: Pick<AccountRow, 'id' | 'roleArn'>, externalId: string) => Promise<Proof>;

/** The longest reason that is kept. */
const LONGEST_REASON = 1_000;

/**
 * Proves an account's role and keeps what came of it. Where nobody can say, what was known of it stays.
 *
 * @throws Mistake `account-unknown`; or `account-changed` when it has become another one meanwhile.
 */
export async function connectAccount(context: ChangeContext, id: string, prove: ProveAccount): Promise<Proof> {
  const current = await context.store.workspace();
  const { roleArn } = accountOf(current, id);
  const tried = externalIdOf(current, id);
  const proof = await prove({ id, roleArn }, tried);
  if (proof.state === 'undecided') return proof;
  const reason = proof.state === 'failed' ? `${proof.code}: ${proof.reason}`.slice(0, LONGEST_REASON) : undefined;
  await change(context, (now) => {
    const row = accountOf(now, id);
    if (row.roleArn !== roleArn || externalIdOf(now, id) !== tried)
      throw new Mistake(`the account ${id} was changed while it was proven: connect it again`, 'account-changed');
    const value = {
      id,
      roleArn,
      state: proof.state,
      checkedAt: context.now(),
      ...compact({ externalId: row.externalId, reason }),
    };
    return { changes: [{ set: 'account', value }], result: undefined };
  });
  return proof;
}

function externalIdOf(current: Workspace, id: string): string {
  return accountOf(current, id).externalId ?? current.externalId;
}

import { Refusal } from '../error.ts';
import { change, type ChangeContext } from '../registry/change.ts';
import { newWebhook, type CreatedWebhook } from '../registry/change-webhooks.ts';
import { connectAccount, type ProveAccount, type Proof } from '../registry/connect.ts';
import { describeChanges } from '../registry/describe.ts';
import { GENERATED, newExternalId } from '../registry/external-id.ts';
import { Mistake } from '../registry/mistake.ts';
import type { Problem } from '../problems.ts';
import { differenceOf, type Difference, type DiffOptions } from './diff.ts';
import type { WorkspaceDocument } from './document.ts';

/** How a document is applied. */
export interface ApplyOptions {
  /** Removes what a list of the document does not name. @default false */
  readonly prune?: boolean;
  /** Changes nothing, and says what would be. @default false */
  readonly dryRun?: boolean;
  /** Proves the accounts of the document that are not connected yet. @default - they are left unproven */
  readonly prove?: ProveAccount | undefined;
}

/** What was done, or would be. */
export interface Applied {
  /** What was changed, a line for each. Empty when it was so already. */
  readonly lines: readonly string[];
  /** What is there, is not named, and was left. */
  readonly left: readonly string[];
  /** Those that were made, with their paths. */
  readonly webhooks: readonly CreatedWebhook[];
  readonly proofs: readonly { readonly id: string; readonly proof: Proof }[];
}

/** What a document cannot be applied for. */
export class ApplyMistake extends Mistake {
  public constructor(public readonly problems: readonly Problem[]) {
    super(problems.map(({ text }) => text).join('; '));
  }
}

const PROOFS_AT_ONCE = 8;

/**
 * Makes the workspace as the document says, in one step: all of it or nothing. Applied again, it changes nothing. Accounts are proven
 * afterwards; one that fails undoes nothing.
 *
 * @param document one of which {@link documentProblems} knows nothing bad
 * @throws ApplyMistake
 */
export async function applyDocument(
  context: ChangeContext,
  document: WorkspaceDocument,
  { prune = false, dryRun = false, prove }: ApplyOptions,
): Promise<Applied> {
  const options: DiffOptions = {
    prune,
    configured: context.configured,
    now: context.now(),
    // What a dry run would make is another one when it is made.
    make: { externalId: dryRun ? () => GENERATED : newExternalId, webhook: newWebhook },
  };
  if (dryRun) {
    const current = await context.store.workspace();
    const found = possible(differenceOf(current, document, options));
    return { lines: describeChanges(current, found.changes), left: found.left, webhooks: [], proofs: [] };
  }
  const { lines, result } = await change(context, (current) => {
    const found = possible(differenceOf(current, document, options));
    return { changes: found.changes, result: found };
  });
  const { left, webhooks } = result;
  return { lines, left, webhooks, proofs: prove === undefined ? [] : await proofs(context, document, prove) };
}

function possible(difference: Difference): Difference {
  if (difference.problems.length > 0) throw new ApplyMistake(difference.problems);
  return difference;
}

async function proofs(
  context: ChangeContext,
  { accounts = [] }: WorkspaceDocument,
  prove: ProveAccount,
): Promise<Applied['proofs']> {
  const connected = await context.store.workspace().then(
    (current) => new Set(current.accounts.filter(({ state }) => state === 'connected').map(({ id }) => id)),
    () => new Set<string>(),
  );
  const found: { id: string; proof: Proof }[] = [];
  const next = accounts.filter(({ id }) => !connected.has(id)).values();
  const worker = async () => {
    for (const { id } of next) found.push({ id, proof: await proofOf(context, id, prove) });
  };
  await Promise.all(Array.from({ length: PROOFS_AT_ONCE }, worker));
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The workspace is changed, and webhooks are made whose URLs nobody has seen yet: what goes wrong from here on is told, not thrown. */
async function proofOf(context: ChangeContext, id: string, prove: ProveAccount): Promise<Proof> {
  try {
    return await connectAccount(context, id, prove);
  } catch (error) {
    const isTold = error instanceof Mistake || error instanceof Refusal;
    return isTold
      ? { state: 'undecided', code: error.code, reason: error.message }
      : { state: 'undecided', code: 'unexpected-error', reason: 'a fault of the receiver' };
  }
}

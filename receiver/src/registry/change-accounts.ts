import { PERMISSION_GROUP_IDS } from 'clarion-aws-constructs/blueprint';
import type { AccountRow, Workspace, WorkspaceChange, WorkspaceRow } from '../store/workspace.ts';
import type { AccountDefinition } from '../workspace/document.ts';
import { change, type ChangeContext, type Changed } from './change.ts';
import { refuse } from './change-monitors.ts';
import { accountProblems, accountRow, isSameAccount } from './definitions.ts';
import { GENERATED, newExternalId } from './external-id.ts';
import { Mistake } from './mistake.ts';

/** What is changed of that which holds for all accounts. */
export interface WorkspaceUpdate {
  readonly permissionGroups?: readonly string[];
  /** Another external ID, or `generated` for one that is made. */
  readonly externalId?: string;
}

/**
 * Makes an account exactly so, whether it is there or not. The first one is the primary.
 *
 * @returns whether it is new.
 * @throws Mistake
 */
export async function setAccount(
  context: ChangeContext,
  id: string,
  definition: AccountDefinition | ((before: AccountRow | undefined) => AccountDefinition),
): Promise<Changed<{ readonly isNew: boolean }>> {
  return change(context, ({ accounts }) => {
    const before = accounts.find((account) => account.id === id);
    const wanted = typeof definition === 'function' ? definition(before) : definition;
    refuse(accountProblems(id, wanted));
    const row = accountRow(id, wanted, before, newExternalId);
    return {
      changes: isSameAccount(before, row) ? [] : [{ set: 'account', value: row }],
      result: { isNew: before === undefined },
    };
  });
}

/**
 * Gives an account an external ID of its own, or the workspace's again.
 *
 * @param externalId its own, `generated` for one that is made anew, or nothing for the workspace's
 * @throws Mistake
 */
export async function setExternalId(
  context: ChangeContext,
  id: string,
  externalId: string | undefined,
): Promise<Changed<undefined>> {
  return change(context, (current) => {
    const before = accountOf(current, id);
    const given = externalId === GENERATED ? newExternalId() : externalId;
    const row = accountRow(
      id,
      { roleArn: before.roleArn, ...(given === undefined ? {} : { externalId: given }) },
      before,
      newExternalId,
    );
    return { changes: isSameAccount(before, row) ? [] : [{ set: 'account', value: row }], result: undefined };
  });
}

/**
 * Makes an account the primary, and the one that was it no longer, in one step.
 *
 * @throws Mistake
 */
export async function setPrimary(context: ChangeContext, id: string): Promise<Changed<undefined>> {
  return change(context, (current) => {
    const { primary } = accountOf(current, id);
    return { changes: primary ? [] : [{ set: 'primary', id }], result: undefined };
  });
}

/**
 * Removes an account. The primary can be removed last only.
 *
 * @throws Mistake
 */
export async function removeAccount(context: ChangeContext, id: string): Promise<Changed<undefined>> {
  return change(context, (current) => {
    accountOf(current, id);
    const [user] = current.monitors.filter(({ settings }) => settings.buckets?.some(({ accountId }) => accountId === id));
    if (user !== undefined) {
      const cure = 'take the bucket from the monitor first, or have another account read it';
      throw new Mistake(`a bucket of the monitor ${user.name} is read by the role of account ${id}: ${cure}`, 'account-in-use');
    }
    return { changes: [{ remove: 'account', id }], result: undefined };
  });
}

/**
 * Changes what holds for all accounts. Another external ID is a rotation: each account that uses it is to be proven anew.
 *
 * @throws Mistake
 */
export async function updateWorkspace(
  context: ChangeContext,
  { permissionGroups, externalId: given }: WorkspaceUpdate,
): Promise<Changed<undefined>> {
  const externalId = given === GENERATED ? newExternalId() : given;
  return change(context, (current) => {
    const value = {
      ...(permissionGroups === undefined ? {} : { permissionGroups: inOrder(permissionGroups) }),
      ...(externalId === undefined ? {} : { externalId }),
    };
    return { changes: workspaceChanges(current, value), result: undefined };
  });
}

/** What leads to this. Empty when it is so already. */
export function workspaceChanges(current: Workspace, value: Partial<WorkspaceRow>): WorkspaceChange[] {
  const { externalId, permissionGroups } = value;
  const isRotated = externalId !== undefined && externalId !== current.externalId;
  const isRegrouped = permissionGroups !== undefined && permissionGroups.join() !== inOrder(current.permissionGroups).join();
  if (!isRotated && !isRegrouped) return [];
  const affected = isRotated ? current.accounts.filter((account) => account.externalId === undefined) : [];
  return [
    { set: 'workspace', value },
    ...affected.map(({ id, roleArn }): WorkspaceChange => ({ set: 'account', value: { id, roleArn, state: 'unproven' } })),
  ];
}

/** Permission groups in the order of the blueprint's table, each once. */
export function inOrder(groups: readonly string[]): string[] {
  return PERMISSION_GROUP_IDS.filter((id) => groups.includes(id));
}

/** @throws Mistake `account-unknown` */
export function accountOf({ accounts }: Workspace, id: string): AccountRow {
  const row = accounts.find((account) => account.id === id);
  if (row === undefined) throw new Mistake(`there is no account ${id}: list them with \`account list\``, 'account-unknown');
  return row;
}

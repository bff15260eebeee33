import type { MonitorSettings } from '../store/workspace.ts';

/** Stands for every account. */
export const ANY_ACCOUNT = '*';

/**
 * Whether an event of this account may become a signal for a monitor: of a registered account, or of one that the monitor names beside
 * those. A topic whose policy lets strangers publish brings what SNS has signed all the same. A monitor that names none takes any account
 * until the first is registered, so that a receiver works before anyone has set up roles.
 *
 * @param registered all accounts of the workspace, whatever their roles' proof came to: the events are not read by those roles
 */
export function acceptsAccount(
  { accountIds }: Pick<MonitorSettings, 'accountIds'>,
  accountId: string,
  registered: { has(id: string): boolean; readonly size: number },
): boolean {
  if (registered.has(accountId)) return true;
  if (accountIds === undefined) return registered.size === 0;
  return accountIds.includes(ANY_ACCOUNT) || accountIds.includes(accountId);
}

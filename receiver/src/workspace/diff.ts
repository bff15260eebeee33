import { accountRow, isSameAccount, isSameMonitor, monitorRow } from '../registry/definitions.ts';
import { configuredMonitor, unknownPinAccounts } from '../registry/change-monitors.ts';
import { inOrder, workspaceChanges } from '../registry/change-accounts.ts';
import type { CreatedWebhook } from '../registry/change-webhooks.ts';
import type { Configured } from '../registry/registry.ts';
import type { Problem } from '../problems.ts';
import type { WebhookRow, Workspace, WorkspaceChange } from '../store/workspace.ts';
import type { WorkspaceDocument } from './document.ts';

/** What a difference is found with, beside what is there and what is wanted. */
export interface DiffOptions {
  /** Whether what a list of the document does not name is removed. A list that the document does not have is left alone all the same. */
  readonly prune: boolean;
  readonly configured: Configured;
  readonly now: number;
  /** Makes what is not given. */
  readonly make: {
    readonly externalId: () => string;
    readonly webhook: (name: string, now: number) => { readonly row: WebhookRow; readonly created: CreatedWebhook };
  };
}

/** What leads from what is there to what is wanted. */
export interface Difference {
  readonly changes: readonly WorkspaceChange[];
  /** What is there, is not named, and is left. */
  readonly left: readonly string[];
  readonly webhooks: readonly CreatedWebhook[];
  /** Why it cannot be done: then nothing of it is. */
  readonly problems: readonly Problem[];
}

type Part = Partial<Omit<Difference, 'changes'>> & {
  readonly first?: readonly WorkspaceChange[];
  /** Removals come last, so that nothing is without what it needs in between. */
  readonly last?: readonly WorkspaceChange[];
};

/** Finds what is to be changed so that the workspace is as the document says. Changes nothing, and asks nobody. */
export function differenceOf(current: Workspace, wanted: WorkspaceDocument, options: DiffOptions): Difference {
  const parts = [
    groups(current, wanted),
    accounts(current, wanted, options),
    monitors(current, wanted, options),
    webhooks(current, wanted, options),
  ];
  const all = <K extends keyof Part>(name: K) => parts.flatMap((part) => (part[name] ?? []) as NonNullable<Part[K]>[number][]);
  return { changes: [...all('first'), ...all('last')], left: all('left'), webhooks: all('webhooks'), problems: all('problems') };
}

function groups(current: Workspace, { permissionGroups }: WorkspaceDocument): Part {
  return permissionGroups === undefined
    ? {}
    : { first: workspaceChanges(current, { permissionGroups: inOrder(permissionGroups) }) };
}

function accounts(current: Workspace, { accounts: wanted }: WorkspaceDocument, { prune, make }: DiffOptions): Part {
  if (wanted === undefined) return {};
  const before = new Map(current.accounts.map((account) => [account.id, account]));
  const rows = wanted.map(({ id, ...definition }) => accountRow(id, definition, before.get(id), make.externalId));
  const named = new Set(rows.map(({ id }) => id));
  const others = current.accounts.filter(({ id }) => !named.has(id));
  const isPrimary = current.accounts.find(({ primary }) => primary)?.id ?? rows[0]?.id;
  // An account that is to be alone is the primary without saying so.
  const alone = rows.length === 1 && (prune || others.length === 0) ? rows[0]?.id : undefined;
  const primary = wanted.find((account) => account.primary)?.id ?? alone;
  return {
    first: [
      ...rows
        .filter((row) => !isSameAccount(before.get(row.id), row))
        .map((value): WorkspaceChange => ({ set: 'account', value })),
      ...(primary === undefined || primary === isPrimary ? [] : [{ set: 'primary', id: primary } as const]),
    ],
    last: prune ? others.toSorted(primaryLast).map(({ id }): WorkspaceChange => ({ remove: 'account', id })) : [],
    left: prune ? [] : others.map(({ id }) => `account ${id}`),
  };
}

function monitors(current: Workspace, wanted: WorkspaceDocument, { prune, configured }: DiffOptions): Part {
  const before = new Map(current.monitors.map((monitor) => [monitor.name, monitor]));
  const rows = (wanted.monitors ?? []).map(({ name, ...definition }) => monitorRow(name, definition, before.get(name)));
  const named = new Set(rows.map(({ name }) => name));
  const others = wanted.monitors === undefined ? [] : current.monitors.filter(({ name }) => !named.has(name));
  const staying = current.monitors.filter(({ name }) => !named.has(name) && !(prune && wanted.monitors !== undefined));
  const accountsThen = [...(wanted.accounts ?? []), ...(prune && wanted.accounts !== undefined ? [] : current.accounts)];
  const inFile = rows.flatMap((row, index) => [
    ...(configured.monitors.some(({ name }) => name === row.name)
      ? [{ path: ['monitors', index, 'name'], text: configuredMonitor(row.name) }]
      : []),
    ...unknownPinAccounts(row, accountsThen).map(({ path, text }) => ({ path: ['monitors', index, ...path], text })),
  ]);
  const inStore = staying.flatMap(({ name, settings }) =>
    (settings.buckets ?? [])
      .filter(({ accountId }) => !accountsThen.some(({ id }) => id === accountId))
      .map(({ bucket, accountId }) => ({
        path: ['accounts'],
        text: `the bucket ${bucket} of the monitor ${name} is read by the role of account ${accountId}, which would be removed: keep the account, or have another one read it`,
      })),
  );
  return {
    first: rows
      .filter((row) => !isSameMonitor(before.get(row.name), row))
      .map((value): WorkspaceChange => ({ set: 'monitor', value })),
    last: prune ? others.map(({ name }): WorkspaceChange => ({ remove: 'monitor', name })) : [],
    left: prune ? [] : others.map(({ name }) => `monitor ${name}`),
    problems: [...inFile, ...inStore],
  };
}

function webhooks(
  current: Workspace,
  { webhooks: wanted }: WorkspaceDocument,
  { prune, configured, now, make }: DiffOptions,
): Part {
  if (wanted === undefined) return {};
  const before = new Map(current.webhooks.map((webhook) => [webhook.name, webhook]));
  const fixed = new Set(configured.webhooks.map(({ name }) => name));
  const made = wanted.filter((name) => !before.has(name) && !fixed.has(name)).map((name) => make.webhook(name, now));
  const others = current.webhooks.filter(({ name, revokedAt }) => revokedAt === undefined && !wanted.includes(name));
  return {
    first: made.map(({ row }): WorkspaceChange => ({ set: 'webhook', value: row })),
    last: prune ? others.map(({ name }): WorkspaceChange => ({ remove: 'webhook', name, at: now })) : [],
    left: prune ? [] : others.map(({ name }) => `webhook ${name}`),
    webhooks: made.map(({ created }) => created),
    problems: wanted.flatMap((name, index) =>
      before.get(name)?.revokedAt === undefined
        ? []
        : [
            {
              path: ['webhooks', index],
              text: `the webhook ${name} was revoked, and its name stays taken: use another name`,
            },
          ],
    ),
  };
}

function primaryLast(a: { readonly primary: boolean }, b: { readonly primary: boolean }): number {
  return Number(a.primary) - Number(b.primary);
}

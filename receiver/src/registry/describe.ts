import { isDeepStrictEqual } from 'node:util';
import { printable } from '../printable.ts';
import type { AccountRow, MonitorRow, Workspace, WorkspaceChange, WorkspaceRow } from '../store/workspace.ts';
import { GENERATED } from './external-id.ts';

const LONGEST = 2_000;

/** What changes do, a line for each thing, in the manner of `terraform plan`: `+` adds, `~` changes, `-` removes. Never a token. */
export function describeChanges(current: Workspace, changes: readonly WorkspaceChange[]): string[] {
  const before = {
    ...current,
    monitorOf: new Map(current.monitors.map((monitor) => [monitor.name, monitor])),
    accountOf: new Map(current.accounts.map((account) => [account.id, account])),
  };
  let primary = current.accounts.find((account) => account.primary)?.id;
  const lines = changes.flatMap((change) => {
    const told = describe(before, change, primary);
    if ('set' in change && change.set === 'primary') primary = change.id;
    // The first to come is it without being asked.
    if ('set' in change && change.set === 'account') primary ??= change.value.id;
    return told;
  });
  return lines.map((line) => printable(line, LONGEST));
}

interface Before extends Workspace {
  readonly monitorOf: ReadonlyMap<string, MonitorRow>;
  readonly accountOf: ReadonlyMap<string, AccountRow>;
}

function describe(before: Before, change: WorkspaceChange, primary: string | undefined): string[] {
  if ('remove' in change) {
    if (change.remove === 'account') return [`- account ${change.id}`];
    if (change.remove === 'webhook') return [`- webhook ${change.name}, which takes nothing from now on`];
    const arns = before.monitorOf.get(change.name)?.topicArns ?? [];
    return [`- monitor ${change.name}`, ...arns.map((arn) => `- topic ${arn} of monitor ${change.name}`)];
  }
  if (change.set === 'workspace') return workspace(before, change.value);
  if (change.set === 'monitor') return monitor(before.monitorOf.get(change.value.name), change.value);
  if (change.set === 'account') return account(before.accountOf.get(change.value.id), change.value, primary === undefined);
  if (change.set === 'webhook') return [`+ webhook ${change.value.name}`];
  return change.id === primary ? [] : [`~ primary account: ${primary ?? 'none'} -> ${change.id}`];
}

function workspace(current: WorkspaceRow, value: Partial<WorkspaceRow>): string[] {
  return (['externalId', 'permissionGroups'] as const)
    .filter((name) => value[name] !== undefined && !isDeepStrictEqual(value[name], current[name]))
    .map((name) => `~ workspace ${name}: ${field(name, current[name])} -> ${field(name, value[name])}`);
}

function monitor(before: MonitorRow | undefined, { name, topicArns, settings, ...after }: MonitorRow): string[] {
  const had = new Set(before?.topicArns);
  const has = new Set(topicArns);
  const fields = { ...after, ...settings };
  const were: object = before === undefined ? {} : { kind: before.kind, minimumSignatureVersion: before.minimumSignatureVersion };
  return [
    ...(before === undefined ? [`+ monitor ${name}`] : []),
    ...changedFields(`monitor ${name}`, { ...were, ...before?.settings }, fields, before === undefined),
    ...[...has].filter((arn) => !had.has(arn)).map((arn) => `+ topic ${arn} of monitor ${name}`),
    ...[...had].filter((arn) => !has.has(arn)).map((arn) => `- topic ${arn} of monitor ${name}`),
  ];
}

function account(before: AccountRow | undefined, after: Omit<AccountRow, 'primary'>, isFirst: boolean): string[] {
  const { id, roleArn, externalId, state } = after;
  const fields = { roleArn, externalId, state };
  if (before === undefined) {
    return [
      `+ account ${id}${isFirst ? ', the primary' : ''}`,
      ...changedFields(`account ${id}`, {}, { roleArn, externalId }, true),
    ];
  }
  const were = { roleArn: before.roleArn, externalId: before.externalId, state: before.state };
  return changedFields(`account ${id}`, were, fields, false);
}

/** A field that is not there is as it is by default. */
function changedFields(what: string, before: object, after: object, isNew: boolean): string[] {
  const [were, are] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...were.keys(), ...are.keys()])]
    .filter((name) => !isDeepStrictEqual(were.get(name), are.get(name)))
    .map((name) =>
      isNew
        ? `+ ${what} ${name}: ${field(name, are.get(name))}`
        : `~ ${what} ${name}: ${field(name, were.get(name))} -> ${field(name, are.get(name))}`,
    );
}

/** Enough of an external ID to know it by: it is no secret, and still nothing for a log. */
function field(name: string, value: unknown): string {
  if (name === 'externalId') {
    if (typeof value !== 'string') return "the workspace's";
    return value === GENERATED ? value : `${value.slice(0, Math.min(6, value.length / 2))}…`;
  }
  if (value === undefined) return '(default)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

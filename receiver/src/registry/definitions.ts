import { isDeepStrictEqual } from 'node:util';
import {
  ALARM_DETAIL_TYPES,
  CLOUDTRAIL_DETAIL_TYPES,
  FINDING_DETAIL_TYPES,
  NETWORK_ACTIVITY_DETAIL_TYPE,
} from 'clarion-aws-constructs/blueprint';
import { compact } from '../json.ts';
import type { Problem } from '../problems.ts';
import type { AccountRow, BucketPin, MonitorRow, MonitorSettings, NameFilter } from '../store/workspace.ts';
import type { AccountDefinition, MonitorDefinition } from '../workspace/document.ts';
import { GENERATED, isGenerated } from './external-id.ts';
import type { MonitorKind } from './registry.ts';

/** What a monitor of each kind can take. */
export const DETAIL_TYPES: Readonly<Record<MonitorKind, readonly string[]>> = {
  cloudtrail: [...CLOUDTRAIL_DETAIL_TYPES, NETWORK_ACTIVITY_DETAIL_TYPE],
  cloudwatch: ALARM_DETAIL_TYPES,
  guardduty: FINDING_DETAIL_TYPES,
};

/** What the schema cannot say of a monitor. */
export function monitorProblems({ kind, detailTypes = [], buckets }: MonitorDefinition): Problem[] {
  const foreign = detailTypes.flatMap((type, index) =>
    DETAIL_TYPES[kind].includes(type)
      ? []
      : [{ path: ['detailTypes', index], text: `a monitor of kind ${kind} never gets ${JSON.stringify(type)}: remove it` }],
  );
  const unread = { path: ['buckets'], text: `log files hold nothing for a monitor of kind ${kind}: remove its buckets` };
  return [...foreign, ...(buckets !== undefined && kind !== 'cloudtrail' ? [unread] : [])];
}

/** What the schema cannot say of an account. */
export function accountProblems(id: string, { roleArn }: AccountDefinition): Problem[] {
  const [, , , , owner = ''] = roleArn.split(':');
  if (owner === id) return [];
  return [{ path: ['roleArn'], text: `the role of account ${id} must be in that account, got ${roleArn}` }];
}

/**
 * A monitor as it is stored: what is said about it in another order is the same.
 *
 * @param before what it is already. A minimum that nothing is said about stays, since leaving it out should let nobody fall back to SHA-1.
 */
export function monitorRow(name: string, definition: MonitorDefinition, before: MonitorRow | undefined): MonitorRow {
  const { kind, topicArns, minimumSignatureVersion = before?.minimumSignatureVersion ?? 1, ...settings } = definition;
  return { name, kind, topicArns: sorted(topicArns), minimumSignatureVersion, settings: settingsRow(settings) };
}

/** Whether a monitor is so already. */
export function isSameMonitor(before: MonitorRow | undefined, after: MonitorRow): boolean {
  return before !== undefined && isDeepStrictEqual(canonical(before), after);
}

/**
 * An account as it is stored. Another role or another external ID is to be proven anew.
 *
 * @param make gives an external ID, when one is to be made. One that was made before is kept.
 */
export function accountRow(
  id: string,
  { roleArn, externalId: given }: AccountDefinition,
  before: AccountRow | undefined,
  make: () => string,
): Omit<AccountRow, 'primary'> {
  const kept = before?.externalId !== undefined && isGenerated(before.externalId) ? before.externalId : undefined;
  const externalId = given === GENERATED ? (kept ?? make()) : given;
  const after = { id, roleArn, ...compact({ externalId }) };
  if (before === undefined || before.roleArn !== roleArn || before.externalId !== externalId)
    return { ...after, state: 'unproven' };
  const { state, reason, checkedAt } = before;
  return { ...after, state, ...compact({ reason, checkedAt }) };
}

/** Whether an account is so already. */
export function isSameAccount(before: AccountRow | undefined, after: Omit<AccountRow, 'primary'>): boolean {
  return before !== undefined && isDeepStrictEqual({ ...before }, { ...after, primary: before.primary });
}

function canonical({ name, kind, topicArns, minimumSignatureVersion, settings }: MonitorRow): MonitorRow {
  return { name, kind, topicArns: sorted(topicArns), minimumSignatureVersion, settings: settingsRow(settings) };
}

function settingsRow({ detailTypes, eventSources, eventNames, accountIds, buckets }: MonitorSettings): MonitorSettings {
  const list = (names: readonly string[] | undefined) => names && sorted(names);
  const filter = (names: NameFilter | undefined) =>
    names && compact({ include: list(names.include), exclude: list(names.exclude) });
  return compact({
    detailTypes: list(detailTypes),
    eventSources: filter(eventSources),
    eventNames: filter(eventNames),
    accountIds: list(accountIds),
    buckets: buckets?.toSorted(byPlace),
  });
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function byPlace(a: BucketPin, b: BucketPin): number {
  const key = ({ bucket, prefix, accountId }: BucketPin) => `${bucket}/${prefix}/${accountId}`;
  return key(a) < key(b) ? -1 : 1;
}

import { placeOf, type Problem } from '../problems.ts';
import { topicEndpoint } from '../sns/index.ts';
import type { MonitorRow } from '../store/workspace.ts';
import type { MonitorDefinition } from '../workspace/document.ts';
import { change, type ChangeContext, type Changed } from './change.ts';
import { isSameMonitor, monitorProblems, monitorRow } from './definitions.ts';
import { Mistake } from './mistake.ts';
import { requireName } from './names.ts';
import type { MonitorKind } from './registry.ts';
import { SIGNAL_SOURCES } from '../signals/signal.ts';

/** A topic to trust, and the monitor that is to trust it. */
export interface NewTopic {
  readonly monitor: string;
  readonly arn: string;
  /** @default - what it is already, else what the monitor of that name in the configuration says, else 1 */
  readonly minimumSignatureVersion?: 1 | 2;
  /**
   * What a monitor is for that is made by this.
   *
   * @default - what the monitor of that name in the configuration is for, else the kind that the monitor is called by, else cloudtrail
   */
  readonly kind?: MonitorKind;
}

/**
 * Makes a monitor trust a topic, and has the confirmations that waited for it looked at.
 *
 * @throws Mistake when the name or the ARN is unfit, or the monitor is of another kind.
 */
export async function addTopic(context: ChangeContext, topic: NewTopic): Promise<Changed<MonitorRow>> {
  const { monitor: name, arn } = topic;
  requireName('the monitor', name);
  if (topicEndpoint(arn) === undefined) {
    throw new Mistake(
      `the topic must be the ARN of a standard SNS topic, such as arn:aws:sns:us-east-1:111122223333:name, got ${JSON.stringify(arn.slice(0, 300))}`,
    );
  }
  return change(context, ({ monitors }) => {
    const stored = monitors.find((row) => row.name === name);
    const configured = context.configured.monitors.find((row) => row.name === name);
    const kind =
      stored?.kind ?? topic.kind ?? configured?.kind ?? SIGNAL_SOURCES.find((source) => source === name) ?? 'cloudtrail';
    if (topic.kind !== undefined && topic.kind !== kind)
      throw new Mistake(`the monitor ${name} is of kind ${kind}: add the topic to another one`);
    const known = stored ?? configured;
    const { minimumSignatureVersion = known?.minimumSignatureVersion ?? 1 } = topic;
    const topicArns = [...(stored?.topicArns ?? []), arn];
    const row = monitorRow(name, { kind, topicArns, minimumSignatureVersion, ...stored?.settings }, stored);
    return { changes: isSameMonitor(stored, row) ? [] : [{ set: 'monitor', value: row }], result: row };
  });
}

/**
 * Makes a monitor exactly so, whether it is there or not.
 *
 * @returns whether it is new.
 * @throws Mistake
 */
export async function setMonitor(
  context: ChangeContext,
  name: string,
  definition: MonitorDefinition | ((before: MonitorRow | undefined) => MonitorDefinition),
): Promise<Changed<{ readonly row: MonitorRow; readonly isNew: boolean }>> {
  requireFree(context, name);
  return change(context, (current) => {
    const before = current.monitors.find((row) => row.name === name);
    const wanted = typeof definition === 'function' ? definition(before) : definition;
    const row = monitorRow(name, wanted, before);
    refuse(monitorProblems(wanted));
    const [missing] = unknownPinAccounts(row, current.accounts);
    if (missing !== undefined) throw new Mistake(missing.text, 'pin-account-unknown');
    return {
      changes: isSameMonitor(before, row) ? [] : [{ set: 'monitor', value: row }],
      result: { row, isNew: before === undefined },
    };
  });
}

/**
 * Removes a monitor: its topics are trusted no more, unless another monitor trusts them.
 *
 * @throws Mistake
 */
export async function removeMonitor(context: ChangeContext, name: string): Promise<Changed<undefined>> {
  return change(context, ({ monitors }) => {
    if (!monitors.some((row) => row.name === name)) requireFree(context, name);
    return { changes: [{ remove: 'monitor', name }], result: undefined };
  });
}

/** Pins whose account would be read by a role that nobody has registered. */
export function unknownPinAccounts({ settings }: MonitorRow, accounts: readonly { readonly id: string }[]): Problem[] {
  return (settings.buckets ?? []).flatMap(({ accountId, bucket }, index) =>
    accounts.some(({ id }) => id === accountId)
      ? []
      : [
          {
            path: ['buckets', index, 'accountId'],
            text: `the bucket ${bucket} is to be read by the role of account ${accountId}, which is not among the accounts: add it first`,
          },
        ],
  );
}

/** What a name of the configuration file is told. */
export const configuredMonitor = (name: string) =>
  `the monitor ${name} is in the configuration file: change it there, or use another name`;

function requireFree({ configured }: ChangeContext, name: string): void {
  if (configured.monitors.some((monitor) => monitor.name === name))
    throw new Mistake(configuredMonitor(name), 'in-configuration');
}

/** @throws Mistake with all of them. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new Mistake(problems.map(({ path, text }) => `${placeOf(path, 'it')}: ${text}`).join('; '));
}

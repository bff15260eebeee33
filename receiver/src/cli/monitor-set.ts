import { compact, type JsonObject } from '../json.ts';
import { setMonitor } from '../registry/change-monitors.ts';
import { Mistake } from '../registry/mistake.ts';
import { SIGNAL_SOURCES } from '../signals/signal.ts';
import type { MonitorRow } from '../store/workspace.ts';
import { checked } from '../workspace/check.ts';
import type { MonitorDefinition } from '../workspace/document.ts';
import { only, parse, told } from './args.ts';
import { changeContext, withStore, type Command } from './context.ts';
import { kindOf, signatureVersionOf } from './monitor-options.ts';

const one = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const OPTIONS = {
  kind: one,
  'minimum-signature-version': one,
  topic: many,
  'detail-type': many,
  'event-source': many,
  'exclude-event-source': many,
  'event-name': many,
  'exclude-event-name': many,
  'account-id': many,
  bucket: many,
  reset: many,
} as const;
/** What `--reset` makes as it is by default. */
const RESETS = ['detailTypes', 'eventSources', 'eventNames', 'accountIds', 'buckets'] as const;
const PIN_MEMBERS = ['bucket', 'prefix', 'accountId', 'ownerAccountId', 'region'];

/** `monitor set`: makes a monitor, or changes of it what is said. What is not said stays. */
export const monitorSet: Command = async (args, { env, print }) => {
  const { values, positionals } = parse(args, OPTIONS, true);
  const name = only(positionals, 'monitor set', 'name');
  const wrong = values.reset?.find((setting) => !RESETS.some((known) => known === setting));
  if (wrong !== undefined) throw new Mistake(`--reset must be one of ${RESETS.join(', ')}, got ${JSON.stringify(wrong)}`);
  const given: JsonObject = compact({
    kind: kindOf(values.kind),
    minimumSignatureVersion: signatureVersionOf(values['minimum-signature-version']),
    topicArns: values.topic,
    detailTypes: values['detail-type'],
    eventSources: filterOf(values['event-source'], values['exclude-event-source']),
    eventNames: filterOf(values['event-name'], values['exclude-event-name']),
    accountIds: values['account-id'],
    buckets: values.bucket?.map(pinOf),
  });
  const reset = Object.fromEntries((values.reset ?? []).map((setting) => [setting, undefined]));
  const after = (before: MonitorRow | undefined): MonitorDefinition => {
    const { kind = SIGNAL_SOURCES.find((source) => source === name), topicArns = [], settings = {} } = before ?? {};
    const wanted = compact({ name, kind, topicArns, ...settings, ...reset, ...given });
    const { name: _, ...definition } = checked<MonitorDefinition & { readonly name: string }>('Monitor', wanted, 'the monitor');
    return definition;
  };
  return withStore(env, async (store, config) => {
    print(told((await setMonitor(changeContext(store, config), name, after)).lines));
    return 0;
  });
};

function filterOf(include: string[] | undefined, exclude: string[] | undefined) {
  return include === undefined && exclude === undefined ? undefined : compact({ include, exclude });
}

/** `bucket=NAME,prefix=PREFIX,accountId=ID`, in the manner of the AWS CLI. */
function pinOf(text: string): Record<string, string> {
  const members = text.split(',').map((member) => /^(\w+)=(.*)$/.exec(member));
  const pairs = members.map((found): [string, string] => [found?.[1] ?? '', found?.[2] ?? '']);
  if (pairs.every(([name]) => PIN_MEMBERS.includes(name)) && new Set(pairs.map(([name]) => name)).size === pairs.length)
    return Object.fromEntries(pairs);
  throw new Mistake(
    `--bucket must be bucket=NAME,prefix=PREFIX,accountId=ID with ownerAccountId and region where they are wanted, got ${JSON.stringify(text.slice(0, 200))}`,
  );
}

import { printable } from '../printable.ts';
import { addTopic, Mistake } from '../registry/add.ts';
import { Registry } from '../registry/registry.ts';
import { parse } from './args.ts';
import { withStore, type Command } from './context.ts';
import { table } from './table.ts';

const add: Command = async (args, { env, print }) => {
  const options = { monitor: { type: 'string' }, 'minimum-signature-version': { type: 'string' } } as const;
  const { values, positionals } = parse(args, options, true);
  const [arn, ...more] = positionals;
  const { monitor, 'minimum-signature-version': version } = values;
  if (monitor === undefined)
    throw new Mistake('`monitor add-topic` needs --monitor NAME, the monitor that is to trust the topic');
  if (arn === undefined || more.length > 0)
    throw new Mistake(`\`monitor add-topic\` takes one topic ARN, got ${positionals.length}`);
  if (version !== undefined && version !== '1' && version !== '2') {
    throw new Mistake(`--minimum-signature-version must be 1 or 2, got ${JSON.stringify(version)}`);
  }
  return withStore(env, async (store, config) => {
    const minimum = version === undefined ? {} : { minimumSignatureVersion: version === '2' ? (2 as const) : (1 as const) };
    await addTopic(store, config.monitors, { monitor, arn, ...minimum }, Date.now());
    print(`${monitor} trusts ${arn}. A running receiver sees it within a second.\n`);
    return 0;
  });
};

const list: Command = async (args, { env, print }) => {
  parse(args, {});
  return withStore(env, async (store, config) => {
    const registry = new Registry(store, config);
    await registry.reload();
    const confirmations = await store.confirmations(1_000);
    const known = new Set(registry.topics().map(({ arn }) => arn));
    const strays = [
      ...new Set(confirmations.filter(({ state }) => state === 'waiting-for-topic').map(({ topicArn }) => topicArn)),
    ];
    // Newest first, so the first of a topic is its last word.
    const state = (arn: string) => confirmations.find(({ topicArn }) => topicArn === arn)?.state ?? 'no confirmation yet';
    const rows = [
      ...registry
        .topics()
        .map(({ monitor, arn, minimumSignatureVersion }) => [monitor, String(minimumSignatureVersion), state(arn), arn]),
      ...strays.filter((arn) => !known.has(arn)).map((arn) => ['(none)', '', 'waiting-for-topic', arn]),
    ];
    const widest = rows.map(([monitor = '', version = '', subscription = '']) => [monitor, version, subscription]);
    const arns = rows.map((row) => printable(row[3] ?? ''));
    const lines = table(['MONITOR', 'SIGNATURE', 'SUBSCRIPTION'], widest).trimEnd().split('\n');
    // An ARN is what one copies from here, so it is never cut.
    const width = Math.max(...lines.map(({ length }) => length));
    print(`${lines.map((line, index) => `${line.padEnd(width)}  ${index === 0 ? 'TOPIC' : arns[index - 1]}`).join('\n')}\n`);
    return 0;
  });
};

/** `monitor add-topic` and `monitor list`. */
export const monitor: Command = async ([verb, ...args], context) => {
  if (verb === 'add-topic') return add(args, context);
  if (verb === 'list') return list(args, context);
  throw new Mistake(`\`monitor\` takes add-topic or list, got ${JSON.stringify(verb ?? '')}: see clarion-receiver --help`);
};

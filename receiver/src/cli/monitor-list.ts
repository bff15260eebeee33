import { Registry } from '../registry/registry.ts';
import { monitorViews } from '../workspace/views.ts';
import { asJson, parse } from './args.ts';
import { withStore, type Command } from './context.ts';
import { table } from './table.ts';

/** `monitor list`: every topic with its monitor and how far its subscription has come, and the topics that nobody has registered. */
export const monitorList: Command = async (args, { env, print }) => {
  const { json } = parse(args, { json: { type: 'boolean' } }).values;
  return withStore(env, async (store, config) => {
    if (json === true) {
      print(asJson({ monitors: monitorViews(await store.workspace(), config) }));
      return 0;
    }
    const registry = new Registry(store, config);
    await registry.reload();
    const confirmations = await store.confirmations(1_000);
    const monitors = registry.monitors();
    const known = new Set(monitors.flatMap(({ topicArns }) => topicArns));
    const strays = [
      ...new Set(confirmations.filter(({ state }) => state === 'waiting-for-topic').map(({ topicArn }) => topicArn)),
    ];
    // Newest first, so the first of a topic is its last word.
    const state = (arn: string) => confirmations.find(({ topicArn }) => topicArn === arn)?.state ?? 'no confirmation yet';
    const rows = [
      ...monitors.flatMap(({ name, kind, topicArns, minimumSignatureVersion: version }) =>
        topicArns.length === 0
          ? [[name, kind, String(version), 'no topic yet', '']]
          : topicArns.map((arn) => [name, kind, String(version), state(arn), arn]),
      ),
      ...strays.filter((arn) => !known.has(arn)).map((arn) => ['(none)', '', '', 'waiting-for-topic', arn]),
    ];
    // An ARN is what one copies from here, so it is never cut.
    print(table(['MONITOR', 'KIND', 'SIGNATURE', 'SUBSCRIPTION', 'TOPIC'], rows, Infinity));
    return 0;
  });
};

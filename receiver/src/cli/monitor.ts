import { compact } from '../json.ts';
import { addTopic, removeMonitor } from '../registry/change-monitors.ts';
import { Mistake } from '../registry/mistake.ts';
import { monitorViews } from '../workspace/views.ts';
import { asJson, only, parse, told } from './args.ts';
import { changeContext, withExistingStore, withStore, type Command } from './context.ts';
import { monitorList } from './monitor-list.ts';
import { kindOf, signatureVersionOf } from './monitor-options.ts';
import { monitorSet } from './monitor-set.ts';
import { verbs } from './verbs.ts';

const addTopicCommand: Command = async (args, { env, print }) => {
  const options = {
    monitor: { type: 'string' },
    kind: { type: 'string' },
    'minimum-signature-version': { type: 'string' },
  } as const;
  const { values, positionals } = parse(args, options, true);
  const { monitor, kind, 'minimum-signature-version': version } = values;
  if (monitor === undefined)
    throw new Mistake('`monitor add-topic` needs --monitor NAME, the monitor that is to trust the topic');
  const arn = only(positionals, 'monitor add-topic', 'topic ARN');
  const topic = { monitor, arn, ...compact({ kind: kindOf(kind), minimumSignatureVersion: signatureVersionOf(version) }) };
  return withStore(env, async (store, config) => {
    await addTopic(changeContext(store, config), topic);
    print(`${monitor} trusts ${arn}. A running receiver sees it within a second.\n`);
    return 0;
  });
};

const show: Command = async (args, { env, print }) => {
  const { values, positionals } = parse(args, { json: { type: 'boolean' } }, true);
  const name = only(positionals, 'monitor show', 'name');
  return withExistingStore(env, async (store, config) => {
    const found = monitorViews(await store.workspace(), config).find((monitor) => monitor.name === name);
    if (found === undefined)
      throw new Mistake(`there is no monitor called ${JSON.stringify(name.slice(0, 100))}: list them with \`monitor list\``);
    print(values.json === true ? asJson(found) : `${JSON.stringify(found, undefined, 2)}\n`);
    return 0;
  });
};

const remove: Command = async (args, { env, print }) => {
  const name = only(parse(args, {}, true).positionals, 'monitor remove', 'name');
  return withExistingStore(env, async (store, config) => {
    print(told((await removeMonitor(changeContext(store, config), name)).lines));
    return 0;
  });
};

/** `monitor list`, `show`, `set`, `remove` and `add-topic`. */
export const monitor = verbs('monitor', {
  list: monitorList,
  show,
  set: monitorSet,
  remove,
  'add-topic': addTopicCommand,
});

import { publicUrl } from '../config/config.ts';
import { createWebhook, Mistake } from '../registry/add.ts';
import { parse } from './args.ts';
import { withStore, type Command } from './context.ts';
import { table } from './table.ts';

const create: Command = async (args, { env, print }) => {
  const { values } = parse(args, { name: { type: 'string', default: 'default' } });
  await withStore(env, async (store, config) => {
    const { path } = await createWebhook(store, config.webhooks, values.name, Date.now());
    print(`${publicUrl(config)}${path}\n`);
  });
  process.stderr.write('Keep this URL secret. It is shown this once: only a digest of it is stored.\n');
  return 0;
};

const list: Command = async (args, { env, print }) => {
  parse(args, {});
  return withStore(env, async (store, config) => {
    const configured = config.webhooks.map(({ name }) => [name, 'in the configuration']);
    const stored = (await store.webhooks()).map(({ name, createdAt }) => [name, new Date(createdAt).toISOString()]);
    print(table(['NAME', 'CREATED'], [...configured, ...stored]));
    return 0;
  });
};

/** `webhook create` and `webhook list`. */
export const webhook: Command = async ([verb, ...args], context) => {
  if (verb === 'create') return create(args, context);
  if (verb === 'list') return list(args, context);
  throw new Mistake(`\`webhook\` takes create or list, got ${JSON.stringify(verb ?? '')}: see clarion-receiver --help`);
};

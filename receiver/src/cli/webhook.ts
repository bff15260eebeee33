import { publicUrl, type Config } from '../config/config.ts';
import { createWebhook, Mistake } from '../registry/add.ts';
import { parse } from './args.ts';
import { withStore, type Command } from './context.ts';
import { table } from './table.ts';

/** Addresses to listen on that nobody can be sent to. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::0', '[::]']);

const create: Command = async (args, { env, print }) => {
  const { values } = parse(args, { name: { type: 'string', default: 'default' } });
  await withStore(env, async (store, config) => {
    const warning = addressWarning(config);
    const { path } = await createWebhook(store, config.webhooks, values.name, Date.now());
    print(`${publicUrl(config)}${path}\n`);
    if (warning !== undefined) process.stderr.write(warning);
  });
  process.stderr.write('Keep this URL secret. It is shown this once: only a digest of it is stored.\n');
  return 0;
};

/** The URL is shown once, so it must be one that SNS can be given. */
function addressWarning({ publicUrl: given, host, port }: Config): string | undefined {
  if (given !== undefined) return undefined;
  if (port === 0 || ANY_ADDRESS.has(host)) {
    throw new Mistake(
      `a URL with host ${host} and port ${port} leads nowhere: set CLARION_PUBLIC_URL to what SNS reaches the receiver by, such as https://hooks.example.com`,
    );
  }
  if (host !== 'localhost' && host !== '::1' && !host.startsWith('127.')) return undefined;
  return `SNS cannot reach this URL, since ${host} is this computer: set CLARION_PUBLIC_URL, or put your public host in its place.\n`;
}

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

import { publicUrl, type Config } from '../config/config.ts';
import { createWebhook, revokeWebhook } from '../registry/change-webhooks.ts';
import { Mistake } from '../registry/mistake.ts';
import { webhookViews } from '../workspace/views.ts';
import { asJson, only, parse, told } from './args.ts';
import { changeContext, withExistingStore, withStore, type Command } from './context.ts';
import { table } from './table.ts';
import { verbs } from './verbs.ts';

/** Addresses to listen on that nobody can be sent to. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::0', '[::]']);
/** What is said wherever a URL is shown. */
export const KEEP_SECRET = 'Keep this URL secret. It is shown this once: only a digest of it is stored.\n';

const create: Command = async (args, { env, print }) => {
  const { values } = parse(args, { name: { type: 'string', default: 'default' }, json: { type: 'boolean' } });
  await withStore(env, async (store, config) => {
    const warning = addressWarning(config);
    const { name, path } = await createWebhook(changeContext(store, config), values.name);
    const url = `${publicUrl(config)}${path}`;
    print(values.json === true ? asJson({ name, url }) : `${url}\n`);
    if (warning !== undefined) process.stderr.write(warning);
  });
  process.stderr.write(KEEP_SECRET);
  return 0;
};

/**
 * The URL is shown once, so it must be one that SNS can be given.
 *
 * @throws Mistake when nobody can be sent there.
 */
export function addressWarning({ publicUrl: given, host, port }: Config): string | undefined {
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
  const { json } = parse(args, { json: { type: 'boolean' } }).values;
  return withStore(env, async (store, config) => {
    const webhooks = webhookViews(await store.workspace(), config);
    const rows = webhooks.map(({ name, createdAt = 'in the configuration', revokedAt = '' }) => [name, createdAt, revokedAt]);
    print(json === true ? asJson({ webhooks }) : table(['NAME', 'CREATED', 'REVOKED'], rows));
    return 0;
  });
};

const revoke: Command = async (args, { env, print }) => {
  const name = only(parse(args, {}, true).positionals, 'webhook revoke', 'name');
  return withExistingStore(env, async (store, config) => {
    print(told((await revokeWebhook(changeContext(store, config), name)).lines));
    return 0;
  });
};

/** `webhook create`, `list` and `revoke`. */
export const webhook = verbs('webhook', { create, list, revoke });

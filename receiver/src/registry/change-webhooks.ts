import type { WebhookRow, Workspace } from '../store/workspace.ts';
import { change, type ChangeContext, type Changed } from './change.ts';
import { Mistake } from './mistake.ts';
import { requireName } from './names.ts';
import { newToken, sha256 } from './token.ts';

/** A webhook as it is shown once: only the SHA-256 of its token is kept. */
export interface CreatedWebhook {
  readonly name: string;
  /** The path of its URL, with the token in it. */
  readonly path: string;
}

/**
 * Makes a webhook.
 *
 * @throws Mistake when the name is unfit or taken.
 */
export async function createWebhook(context: ChangeContext, name: string): Promise<CreatedWebhook> {
  requireName('the name', name);
  const { row, created } = newWebhook(name, context.now());
  await change(context, ({ webhooks }) => {
    if ([...webhooks, ...context.configured.webhooks].some((webhook) => webhook.name === name)) {
      throw new Mistake(
        `there is a webhook called ${name} already, and its URL is not kept: create one under another name`,
        'webhook-name-taken',
      );
    }
    return { changes: [{ set: 'webhook', value: row }], result: undefined };
  });
  return created;
}

/** A webhook that is not stored yet. */
export function newWebhook(name: string, now: number): { readonly row: WebhookRow; readonly created: CreatedWebhook } {
  const token = newToken();
  return { row: { name, tokenSha256: sha256(token), createdAt: now }, created: { name, path: `/hooks/${token}` } };
}

/**
 * Revokes a webhook: it takes nothing any more, in any process, within a second. What it was called stays taken, since messages are known
 * by it.
 *
 * @throws Mistake
 */
export async function revokeWebhook(context: ChangeContext, name: string): Promise<Changed<WebhookRow>> {
  return change(context, (current) => {
    const row = known(context, current, name);
    if (row.revokedAt !== undefined) return { changes: [], result: row };
    const at = context.now();
    return { changes: [{ remove: 'webhook', name, at }], result: { ...row, revokedAt: at } };
  });
}

function known({ configured }: ChangeContext, { webhooks }: Workspace, name: string): WebhookRow {
  const row = webhooks.find((webhook) => webhook.name === name);
  if (row !== undefined) return row;
  if (configured.webhooks.some((webhook) => webhook.name === name))
    throw new Mistake(`the webhook ${name} is in the configuration file: remove it there`, 'in-configuration');
  throw new Mistake(`there is no webhook called ${name}: list them with \`webhook list\``, 'webhook-unknown');
}

import type { Store } from '../store/store.ts';
import { topicEndpoint } from '../sns/index.ts';
import { NAME, NAME_RULE } from './names.ts';
import type { MonitorOptions, WebhookOptions } from './registry.ts';
import { newToken, sha256 } from './token.ts';

/** What an operator got wrong, in one sentence that says the rule, what it got and the cure. */
export class Mistake extends Error {
  public override readonly name = 'Mistake';
}

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
export async function createWebhook(
  store: Store,
  configured: readonly WebhookOptions[],
  name: string,
  now: number,
): Promise<CreatedWebhook> {
  requireName('the name', name);
  const token = newToken();
  const isConfigured = configured.some((webhook) => webhook.name === name);
  if (isConfigured || !(await store.addWebhook({ name, tokenSha256: sha256(token), createdAt: now }))) {
    throw new Mistake(`there is a webhook called ${name} already, and its URL is not kept: create one under another name`);
  }
  return { name, path: `/hooks/${token}` };
}

/** A topic to trust, and the monitor that is to trust it. */
export interface NewTopic {
  readonly monitor: string;
  readonly arn: string;
  /** @default - what it is already, else what the monitor of that name in the configuration says, else 1 */
  readonly minimumSignatureVersion?: 1 | 2;
}

/**
 * Makes a monitor trust a topic, and has the confirmations that waited for it looked at.
 *
 * @throws Mistake when the name or the ARN is unfit.
 */
export async function addTopic(store: Store, configured: readonly MonitorOptions[], topic: NewTopic, now: number): Promise<void> {
  const { monitor, arn } = topic;
  requireName('the monitor', monitor);
  if (topicEndpoint(arn) === undefined) {
    throw new Mistake(
      `the topic must be the ARN of a standard SNS topic, such as arn:aws:sns:us-east-1:111122223333:name, got ${JSON.stringify(arn.slice(0, 300))}`,
    );
  }
  const known = [
    ...(await store.topic(arn)).filter((row) => row.monitor === monitor),
    ...configured.filter(({ name }) => name === monitor),
  ];
  const { minimumSignatureVersion = known[0]?.minimumSignatureVersion ?? 1 } = topic;
  await store.addTopic({ monitor, arn, minimumSignatureVersion });
  await store.wakeConfirmations(arn, now);
}

function requireName(what: string, name: string): void {
  if (!NAME.test(name)) throw new Mistake(`${what} must be ${NAME_RULE}, got ${JSON.stringify(name.slice(0, 100))}`);
}

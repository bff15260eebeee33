import { aws, type Input } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { eventually } from '../support/receiver.ts';
import { mintTls } from '../support/tls.ts';
import { startWebhook } from '../support/webhook.ts';

/** A local AWS, and a webhook that it reaches by https, that confirms at once and shows what came. */
export interface WebhookEndpoint {
  readonly emulator: Emulator;
  readonly url: string;
  readonly ask: <T = Record<string, unknown>>(service: string, operation: string, input?: Input) => Promise<T>;
  /** Resolves when SNS holds the topic's subscription for confirmed. */
  confirmed(topicArn: string): Promise<void>;
  /** The messages that came by a topic, as they were published. SNS promises no order. */
  came(topicArn: string): any[];
  stop(): Promise<void>;
}

/** Starts both. */
export async function startWebhookEndpoint(): Promise<WebhookEndpoint> {
  const tls = await mintTls();
  const emulator = await startEmulator({ caFile: tls.caFile });
  const ask = <T>(service: string, operation: string, input: Input = {}) => aws<T>(emulator, service, operation, input);
  const webhook = await startWebhook(tls, ({ message: { Type, TopicArn, Token } }) => {
    // A refused confirmation shows as a subscription that stays pending.
    if (Type === 'SubscriptionConfirmation') ask('sns', 'confirm-subscription', { TopicArn, Token }).catch(() => undefined);
    return 200;
  });
  return {
    emulator,
    url: `${webhook.url}/hook`,
    ask,
    async confirmed(TopicArn) {
      type Described = { Attributes: { SubscriptionsConfirmed: string } };
      await eventually(async () => {
        const { Attributes } = await ask<Described>('sns', 'get-topic-attributes', { TopicArn });
        return Attributes.SubscriptionsConfirmed === '1';
      });
    },
    came: (topicArn) =>
      webhook.delivered
        .filter(({ message }) => message['Type'] === 'Notification' && message['TopicArn'] === topicArn)
        .map(({ message }) => JSON.parse(message['Message']!) as unknown),
    async stop() {
      await webhook.stop();
      await emulator.stop();
    },
  };
}

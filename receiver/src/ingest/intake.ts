import { Refusal } from '../error.ts';
import type { Saved } from '../store/messages.ts';
import type { SnsHeaders } from './headers.ts';
import { accept, type Accepted, type IngestContext } from './ingest.ts';
import { unsignedDelivery } from './take-event.ts';

/** A message that did not come by a webhook of its own. */
export interface TakeOptions {
  /** By which it is said to have come: the queue's name, say. */
  readonly webhook: string;
  /** For messages that waited in a queue: all else is proven as ever. @default false */
  readonly ageWaived?: boolean;
}

/** Where messages come in, by whichever way. Whoever waits for what comes of them is woken. */
export interface Intake {
  /** @throws Refusal when the message is not taken. */
  fromWebhook(webhook: string, body: Uint8Array, headers: SnsHeaders): Promise<Accepted>;
  /** @throws Refusal when the message is not taken. */
  fromQueue(body: string, options: TakeOptions): Promise<Accepted>;
  /**
   * An event of EventBridge that nothing signed.
   *
   * @throws Refusal when it is none.
   */
  unsigned(text: string, webhook: string, ruleArn: string | undefined): Promise<Accepted>;
}

/** A queue carries no headers. */
const NO_HEADERS: SnsHeaders = { rawDelivery: undefined, messageType: undefined, topicArn: undefined };

/** Sets up an intake. `stored` is told of all that is new. */
export function createIntake(context: IngestContext, stored: (accepted: Accepted) => void = () => undefined): Intake {
  const aged: IngestContext = {
    ...context,
    verifier: { verify: (envelope, topic) => context.verifier.verify(envelope, topic, { ageWaived: true }) },
  };
  const told = async (accepting: Promise<Accepted>): Promise<Accepted> => {
    const accepted = await accepting;
    if (!accepted.duplicate) stored(accepted);
    return accepted;
  };
  return {
    fromWebhook: (webhook, body, headers) => told(accept(webhook, body, headers, context)),
    fromQueue: (body, { webhook, ageWaived = false }) =>
      told(accept(webhook, new TextEncoder().encode(body), NO_HEADERS, ageWaived ? aged : context)),
    unsigned: (text, webhook, ruleArn) => told(takeUnsigned(text, webhook, ruleArn, context)),
  };
}

async function takeUnsigned(
  text: string,
  webhook: string,
  ruleArn: string | undefined,
  { registry, store, metrics, now }: IngestContext,
): Promise<Accepted> {
  await registry.reload();
  const delivery = unsignedDelivery({ text, webhook, ruleArn, receivedAt: now(), monitors: registry.takers() });
  if (delivery === undefined) throw new Refusal('body-not-json', 'an event of EventBridge must be a JSON object');
  const saved: Saved = await store.save(delivery);
  metrics.stored(delivery, saved);
  return { outcome: delivery.outcome, duplicate: saved.duplicate };
}

import { confirmationTask } from '../confirmation/task.ts';
import { Refusal, type RefusalAbout } from '../error.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { printable } from '../printable.ts';
import type { Registry } from '../registry/registry.ts';
import type { TrustedTopic } from '../registry/topic-monitor.ts';
import { isPlausible, parseEnvelope, serializeEnvelope, type Envelope, type Verifier } from '../sns/index.ts';
import { NOT_JSON } from '../sources/control.ts';
import type { Delivery, Outcome, Store } from '../store/store.ts';
import type { FirstTimes } from './first-times.ts';
import { refuseHeaderMismatch, type SnsHeaders } from './headers.ts';
import { readMessage, type MessageFacts, type ReadMessage } from './read-message.ts';

/** At most so many confirmations wait unproven for their topic. */
export const MAX_UNVERIFIED = 100;
/** A genuine one is 2 KB; an unproven one that is larger than this is not kept. In UTF-16 units. */
const MAX_UNVERIFIED_LENGTH = 16_384;

/** The longest ARN of a topic is shorter. */
const MAX_LOGGED_ARN = 350;

/** What an ingest needs. */
export interface IngestContext {
  readonly registry: Registry;
  readonly verifier: Pick<Verifier, 'verify'>;
  readonly store: Store;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'stored' | 'filesFound'>;
  readonly now: () => number;
  /** What was warned of already. */
  readonly unwanted: FirstTimes;
}

/** The answer to a message that was taken. */
export interface Accepted {
  readonly outcome: Outcome;
  readonly duplicate: boolean;
}

/**
 * Takes one delivery: reads it, finds its topic, proves it, says what it means, and stores all of that in one transaction. When the
 * promise resolves, the message is on disk.
 *
 * @param webhook the name of the webhook that it came by.
 * @throws Refusal when the message is not taken. By its status SNS sends again or gives up.
 */
export async function accept(webhook: string, body: Uint8Array, headers: SnsHeaders, context: IngestContext): Promise<Accepted> {
  let envelope: Envelope | undefined;
  try {
    envelope = parseEnvelope(body);
    return await take(webhook, envelope, headers, context);
  } catch (error) {
    throw error instanceof Refusal ? error.of(aboutOf(error, webhook, envelope)) : error;
  }
}

function aboutOf({ code }: Refusal, webhook: string, envelope?: Envelope): RefusalAbout {
  const known = envelope && { topicArn: printable(envelope.topicArn, MAX_LOGGED_ARN), messageId: envelope.messageId };
  const hint = code === 'message-from-the-future' ? { hint: "check the receiver's clock: it may be behind" } : {};
  return { webhook, ...known, ...hint };
}

async function take(webhook: string, envelope: Envelope, headers: SnsHeaders, context: IngestContext): Promise<Accepted> {
  const { registry, verifier, store, log, metrics, unwanted } = context;
  refuseHeaderMismatch(headers, envelope);
  const topic = await registry.topic(envelope.topicArn);
  if (topic === undefined) return refuseTopic(webhook, envelope, context);
  await verifier.verify(envelope, topic);

  const delivery = await deliveryOf(webhook, envelope, topic, context);
  const saved = await store.save(delivery);
  metrics.stored(delivery, saved);
  if (!saved.duplicate && delivery.files !== undefined) metrics.filesFound('notice', delivery.files.length);
  const { duplicate, differing } = saved;
  const { topicArn, messageId, outcome, reason } = delivery;
  if (differing !== undefined)
    log.warn({ webhook, topicArn, messageId, signals: differing }, 'an event came again with another text; the first is kept');
  if (isWorthSaying(delivery) && unwanted.isFirst(topicArn, reason ?? ''))
    log.warn(
      { webhook, topicArn, messageId, outcome, reason },
      'a genuine message is of no use here, and is kept without a signal. Said once per topic and reason: see what is sent to the topic',
    );
  if (!duplicate && outcome === 'unsubscribed') {
    log.warn(
      { webhook, topicArn, messageId },
      'source stopped: its subscription was removed. If nobody meant that, subscribe the webhook again',
    );
  }
  if (!duplicate && outcome === 'quarantined')
    log.warn({ webhook, topicArn, messageId, reason }, 'a genuine message could not be read, and is kept');
  return { outcome, duplicate };
}

/** AWS's own test messages belong to a topic that is set up; anything else that gives no signal may be a topic that is set up wrongly. */
function isWorthSaying({ outcome, reason }: Delivery): boolean {
  return outcome === 'dropped' || (outcome === 'control' && reason === NOT_JSON);
}

async function deliveryOf(
  webhook: string,
  envelope: Envelope,
  topic: TrustedTopic,
  { registry, now }: IngestContext,
): Promise<Delivery> {
  const receivedAt = now();
  const { topicArn, messageId, type } = envelope;
  // A token works until it is used or dies: only the task that uses it has it, until it is done.
  const base = {
    webhook,
    topicArn,
    messageId,
    type,
    receivedAt,
    envelope: serializeEnvelope(envelope, ['token', 'subscribeUrl']),
  };
  switch (type) {
    case 'SubscriptionConfirmation':
      return { ...base, outcome: 'confirmation', confirmation: confirmationTask(webhook, envelope, receivedAt) };
    case 'UnsubscribeConfirmation':
      // Its SubscribeURL would subscribe again: never followed, since somebody may have meant it.
      return { ...base, outcome: 'unsubscribed' };
    case 'Notification':
      return {
        ...base,
        ...(await readFresh(envelope.message, { webhook, topicArn, messageId, receivedAt }, topic, registry)),
        readAgain: true,
      };
  }
}

/** What is quarantined may be so since another process has connected its account a moment ago, so it is read once more. */
async function readFresh(
  text: string,
  facts: Omit<MessageFacts, 'monitors'>,
  topic: TrustedTopic,
  registry: Registry,
): Promise<ReadMessage> {
  const read = readMessage(text, { ...facts, monitors: topic.monitors });
  if (read.outcome !== 'quarantined') return read;
  await registry.reload();
  const { monitors } = (await registry.topic(topic.arn)) ?? topic;
  return readMessage(text, { ...facts, monitors });
}

/**
 * A topic that no monitor trusts is refused without any work. Only a SubscriptionConfirmation is kept, unproven: so that whoever sets up
 * AWS first and the receiver second need not subscribe twice.
 */
async function refuseTopic(webhook: string, envelope: Envelope, { store, log, now }: IngestContext): Promise<never> {
  const { topicArn, messageId } = envelope;
  if (envelope.type === 'SubscriptionConfirmation' && isPlausible(envelope)) {
    const task = confirmationTask(webhook, envelope, now());
    if (task.envelope.length <= MAX_UNVERIFIED_LENGTH && task.expiresAt > task.receivedAt) {
      const kept = await store.keepUnverified(task, MAX_UNVERIFIED);
      if (kept === 'full') {
        throw new Refusal(
          'receiver-busy',
          `${MAX_UNVERIFIED} subscriptions wait for their topic to be added to a monitor: each makes room when it is, or after 48 hours`,
        );
      }
      if (kept === 'kept')
        log.warn({ webhook, topicArn, messageId }, 'a subscription waits, unproven, for its topic to be added to a monitor');
    }
  }
  throw new Refusal(
    'topic-not-allowed',
    'no monitor of this receiver trusts the topic: add it with `clarion-receiver monitor add-topic`',
  );
}

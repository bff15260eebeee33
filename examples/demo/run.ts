import { setTimeout as sleep } from 'node:timers/promises';
import type { Receiver } from 'clarion-receiver';
import { LocalSns } from '../../test/support/local-sns.ts';
import { count } from './count.ts';
import type { Progress } from './progress.ts';
import { startReceiver, type Running } from './receiver.ts';
import type { Result } from './result.ts';
import { delivered, publish, settle } from './send.ts';

/** How often SNS tries again under the delivery policy that this project's constructs set. */
const RETRIES = 50;
/** For SNS these are spread over forty minutes; here they outlast the ten seconds that the receiver may take to stop. */
const RETRY_DELAY_MS = 250;
/** So many messages are published while the receiver is away. */
const WHILE_AWAY = 25;
const CONFIRMATION_MS = 15_000;

/** What a run is given. */
export interface Run {
  /** EventBridge events as JSON. */
  readonly messages: readonly string[];
  /** How many of them tell of an event that one before told of. */
  readonly repeated: number;
  /** An empty folder for the receiver's database. */
  readonly folder: string;
  readonly progress: Progress;
}

/** Subscribes a new receiver to a new topic, sends it everything, stops and starts it on the way, and counts what it has in the end. */
export async function run({ messages, repeated, folder, progress }: Run): Promise<Result> {
  const sns = await LocalSns.start({ retryDelayMs: RETRY_DELAY_MS });
  const quarantineReasons: string[] = [];
  const start = (port: number) => startReceiver(sns, { folder, port, onQuarantine: (reason) => quarantineReasons.push(reason) });
  let running = await start(0);
  try {
    progress.say(`The receiver listens on ${running.url}, with a new SQLite file; a local SNS is at ${sns.endpoint}.`);
    const topicArn = await subscribe(sns, running.receiver);
    progress.say(`The receiver proved the confirmation from ${topicArn}, and confirmed the subscription.`);

    // The confirmation is a delivery too.
    const before = sns.stats.delivered;
    const onProgress = () => progress.update('delivered', sns.stats.delivered - before, messages.length);
    const half = Math.ceil(messages.length / 2);
    const began = performance.now();
    await publish(sns, topicArn, messages.slice(0, half), onProgress);
    await delivered(sns, before + half / 2, onProgress);
    await running.receiver.close();
    progress.say('The receiver is stopped, with deliveries under way. SNS goes on publishing.');
    // Without waiting for room: there is none until the receiver is back.
    for (const message of messages.slice(half, half + WHILE_AWAY)) sns.publish(topicArn, message);
    running = await restart(running, start);
    progress.say('The receiver is back, with the same file. SNS tries again whatever was not answered.');
    await publish(sns, topicArn, messages.slice(half + WHILE_AWAY), onProgress);
    await settle(sns, onProgress);
    const seconds = (performance.now() - began) / 1_000;

    const undelivered = sns.deadLetters.map(({ reason }) => reason);
    return {
      sent: messages.length,
      repeated,
      undelivered,
      retries: sns.stats.retried,
      seconds,
      quarantineReasons,
      ...(await count(running.receiver)),
    };
  } finally {
    await running.receiver.close();
    await sns.close();
  }
}

/** Long enough away that SNS notices. The port is the same, since the URL that SNS has is. */
async function restart({ url }: Running, start: (port: number) => Promise<Running>): Promise<Running> {
  await sleep(100);
  return start(Number(new URL(url).port));
}

/** The handshake: SNS posts a token to the webhook, and sends nothing else there until the token has come back. */
async function subscribe(sns: LocalSns, receiver: Receiver): Promise<string> {
  const topicArn = sns.createTopic('clarion-cloudtrail', { deliveryPolicy: { healthyRetryPolicy: { numRetries: RETRIES } } });
  await receiver.addTopic({ monitor: 'cloudtrail', arn: topicArn, minimumSignatureVersion: 2 });
  const { url } = await receiver.createWebhook('demo');
  const subscription = sns.subscribe(topicArn, url);
  for (const deadline = Date.now() + CONFIRMATION_MS; !subscription.confirmed; await sleep(20)) {
    if (Date.now() < deadline) continue;
    const [{ reason } = {}] = await receiver.confirmations();
    throw new Error(
      `the subscription was not confirmed within ${CONFIRMATION_MS / 1_000} s: ${reason ?? sns.deadLetters[0]?.reason ?? 'no reason known'}`,
    );
  }
  return topicArn;
}

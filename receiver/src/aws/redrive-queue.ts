import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { errorCode } from '../error-code.ts';
import { Refusal } from '../error.ts';
import { printable } from '../printable.ts';
import type { AwsAccess } from './access.ts';
import { deadLetterSource, type DeadLetterSource } from './dead-letter.ts';
import { problemOf } from './failure.ts';
import type { Queue } from './queue-url.ts';

/** What became of a dead letter: it is stored, now or before, or it never will be. */
export type Taken = 'stored' | { readonly refused: string };

/** Takes a dead letter. Rejects when it may be taken another time. */
export type TakeDeadLetter = (
  body: string,
  source: DeadLetterSource,
  /** Of an event, the rule that forwarded it, as its dead letter says. */
  ruleArn: string | undefined,
) => Promise<Taken>;

/** How a queue is emptied. */
export interface RedriveOptions {
  readonly take: TakeDeadLetter;
  /** Takes events of EventBridge, which nothing signed. @default false */
  readonly unverifiedEventBridge?: boolean;
  /** How many are looked at. @default - all */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** How long an empty queue is waited for, in seconds. @default 5 */
  readonly waitSeconds?: number;
}

/** Why some stay in the queue. */
export interface LeftBehind {
  readonly reason: string;
  /** Whether another time may do: nothing is wrong with the message itself. */
  readonly mayHeal: boolean;
  readonly count: number;
  /** Of the first few, for finding them. */
  readonly messageIds: readonly string[];
}

/** What came of it. What is left behind can be received again within five minutes. */
export interface Redriven {
  readonly received: number;
  readonly stored: number;
  readonly left: readonly LeftBehind[];
  readonly ended: 'empty' | 'limit' | 'stuck' | 'too-much-left' | 'aborted';
}

const BATCH = 10;
/** Much longer than storing ten messages takes, so that none comes twice meanwhile, and no leave is needed to prolong it. */
const VISIBILITY_SECONDS = 300;
/** As many times nothing, one after the other, say that nothing is there. */
const EMPTY_TIMES = 2;
/** So many in a row that another time may do for: the store is away, and the rest would only be hidden for a while. */
const MANY_IN_A_ROW = 30;
const MANY_LEFT = 10_000;
const SHOWN_IDS = 5;
const MAX_REASONS = 100;

/** What is said of messages that are not handed over. */
export const NOT_RECOGNISED = 'neither a message of SNS nor an event that EventBridge could not deliver';
export const NOT_SIGNED =
  'an event of EventBridge, which nothing signed: --unverified-eventbridge takes it all the same, and marks it so';

/**
 * Empties a dead-letter queue: hands over each message, and deletes it only once it is stored.
 *
 * @throws AwsProblem when SQS cannot be read
 */
export async function redriveQueue(access: AwsAccess, queue: Queue, options: RedriveOptions): Promise<Redriven> {
  const { limit = Infinity, waitSeconds = 5, signal } = options;
  const sqs = new SQSClient({ ...access.client(queue.region), useQueueUrlAsEndpoint: false });
  const left = new Left();
  let [received, stored, again, empty] = [0, 0, 0, 0];
  const done = (ended: Redriven['ended']): Redriven => ({ received, stored, left: left.reasons(), ended });

  for (;;) {
    if (signal?.aborted === true) return done('aborted');
    if (received >= limit) return done('limit');
    if (left.inARow >= MANY_IN_A_ROW) return done('stuck');
    if (left.size >= MANY_LEFT || again >= MANY_LEFT) return done('too-much-left');
    const messages = await receive(access, sqs, queue, Math.min(BATCH, limit - received), waitSeconds, signal);
    if (messages === 'aborted') return done('aborted');
    empty = messages.length === 0 ? empty + 1 : 0;
    if (empty >= EMPTY_TIMES) return done('empty');

    // What was left behind may come again, and is hidden anew by that: others lie behind it.
    const fresh = messages.filter((message) => !left.has(message));
    again += messages.length - fresh.length;
    const judged = await Promise.all(fresh.map(async (message) => ({ message, taken: await judge(message, options) })));
    const through = judged.filter(({ taken }) => taken === 'stored').map(({ message }) => message);
    const kept = await remove(access, sqs, queue, through);
    for (const { message, taken } of judged) left.note(message, kept.get(message) ?? taken);
    received += fresh.length;
    stored += through.length;
  }
}

type Judged = Taken | { readonly deferred: string };

async function judge({ Body = '', MessageAttributes = {} }: Message, options: RedriveOptions): Promise<Judged> {
  const source = deadLetterSource(Body, Object.keys(MessageAttributes));
  if (source === undefined) return { refused: NOT_RECOGNISED };
  if (source === 'eventbridge' && options.unverifiedEventBridge !== true) return { refused: NOT_SIGNED };
  try {
    return await options.take(Body, source, source === 'sns' ? undefined : MessageAttributes['RULE_ARN']?.StringValue);
  } catch (error) {
    return { deferred: error instanceof Refusal ? error.message : `unexpected error (${errorCode(error)})` };
  }
}

/** What stays in the queue, and why. */
class Left {
  /** How many of the last ones another time may do for. */
  public inARow = 0;
  readonly #ids = new Set<string | undefined>();
  readonly #reasons = new Map<string, { reason: string; mayHeal: boolean; count: number; messageIds: string[] }>();

  public get size(): number {
    return this.#ids.size;
  }

  public has({ MessageId }: Message): boolean {
    return this.#ids.has(MessageId);
  }

  public note({ MessageId }: Message, judged: Judged): void {
    const mayHeal = judged !== 'stored' && 'deferred' in judged;
    this.inARow = mayHeal ? this.inARow + 1 : 0;
    if (judged === 'stored') return;
    this.#ids.add(MessageId);
    const told = printable('deferred' in judged ? judged.deferred : judged.refused, 300);
    const reason = this.#reasons.has(told) || this.#reasons.size < MAX_REASONS ? told : 'other reasons';
    const why = this.#reasons.get(reason) ?? { reason, mayHeal, count: 0, messageIds: [] };
    this.#reasons.set(reason, why);
    why.count += 1;
    if (MessageId !== undefined && why.messageIds.length < SHOWN_IDS) why.messageIds.push(MessageId);
  }

  public reasons(): readonly LeftBehind[] {
    return [...this.#reasons.values()].sort((a, b) => b.count - a.count);
  }
}

async function receive(
  access: AwsAccess,
  sqs: SQSClient,
  { url }: Queue,
  count: number,
  waitSeconds: number,
  signal: AbortSignal | undefined,
): Promise<readonly Message[] | 'aborted'> {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: count,
    WaitTimeSeconds: waitSeconds,
    VisibilityTimeout: VISIBILITY_SECONDS,
    MessageAttributeNames: ['All'],
  });
  try {
    return (await access.call((abortSignal) => sqs.send(command, { abortSignal }), signal)).Messages ?? [];
  } catch (error) {
    if (signal?.aborted === true) return 'aborted';
    throw problemOf('sqs', error);
  }
}

/** Gives those that SQS kept, with why. They are stored, and found to be known when they come again. */
async function remove(
  access: AwsAccess,
  sqs: SQSClient,
  { url }: Queue,
  messages: readonly Message[],
): Promise<ReadonlyMap<Message, Judged>> {
  if (messages.length === 0) return new Map();
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle: ReceiptHandle ?? '' }));
  const command = new DeleteMessageBatchCommand({ QueueUrl: url, Entries });
  const why = (reason: string): Judged => ({ deferred: `it is stored, but stays in the queue: ${reason}` });
  try {
    const { Failed = [] } = await access.call((abortSignal) => sqs.send(command, { abortSignal }));
    const failed = new Set(Failed.map(({ Id }) => Id));
    return new Map(
      messages.filter((_, index) => failed.has(String(index))).map((message) => [message, why('SQS did not delete it')]),
    );
  } catch (error) {
    return new Map(messages.map((message) => [message, why(problemOf('sqs', error).message)]));
  }
}

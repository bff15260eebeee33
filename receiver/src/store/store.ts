import type { Signal, SignalWithText } from '../signals/signal.ts';
import type { ConfirmationChange, ConfirmationState, NewConfirmation, StoredConfirmation } from './confirmations.ts';

/** What became of a stored message. */
export type Outcome = 'signals' | 'control' | 'dropped' | 'quarantined' | 'confirmation' | 'unsubscribed';

/** A proven message with all that it leads to: stored together or not at all. */
export interface Delivery {
  readonly webhook: string;
  readonly topicArn: string;
  readonly messageId: string;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** The envelope as JSON, without what SNS did not sign. */
  readonly envelope: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly signals?: readonly SignalWithText[];
  readonly confirmation?: NewConfirmation;
}

/** What was new in a delivery. A message that came before changes nothing; a signal that came before is merged, as `mergeSignal` says. */
export interface Saved {
  readonly duplicate: boolean;
  readonly newSignals: number;
  /** The ids of signals that the same way brought before with another text. The first is kept. */
  readonly differing?: readonly string[];
}

/** Which signals to list. Every member narrows; without any, all. */
export interface SignalQuery {
  /** Earliest time, inclusive, in milliseconds since 1970. */
  readonly from?: number;
  /** Latest time, exclusive, in milliseconds since 1970. */
  readonly to?: number;
  readonly account?: string;
  readonly source?: string;
  readonly eventName?: string;
  /** 1 to 500. */
  readonly limit: number;
  /** Where the page before ended: its `next`. */
  readonly after?: SignalPosition;
}

/** A place in the list of signals, newest first. */
export interface SignalPosition {
  readonly time: number;
  readonly id: string;
}

/** A signal as stored: all but the record, and the record's text. */
export interface StoredSignal {
  readonly signal: Omit<Signal, 'raw'>;
  readonly rawText: string;
}

/** A page of signals, and where the next begins; without `next` it is the last. Large records make a page shorter than its limit. */
export interface SignalPage {
  readonly signals: readonly StoredSignal[];
  readonly next?: SignalPosition;
}

/** A webhook as stored: the token is known only by its SHA-256. */
export interface WebhookRow {
  readonly name: string;
  readonly tokenSha256: string;
  readonly createdAt: number;
}

/** A topic that a monitor trusts. */
export interface TopicRow {
  readonly monitor: string;
  readonly arn: string;
  readonly minimumSignatureVersion: 1 | 2;
}

/** How much there is. */
export interface StoreCounts {
  readonly messages: Readonly<Partial<Record<Outcome, number>>>;
  readonly signals: number;
  readonly confirmations: Readonly<Partial<Record<ConfirmationState, number>>>;
}

/**
 * Where everything is kept. Every promise of a write resolves only once the write would survive a power cut. Whatever the disk or the
 * database does wrong is a {@link Refusal} `store-unavailable`, so that the sender tries again.
 */
export interface Store {
  save(delivery: Delivery): Promise<Saved>;
  signals(query: SignalQuery): Promise<SignalPage>;
  counts(): Promise<StoreCounts>;

  /** Keeps a confirmation that nothing has proven yet; `full` when `limit` of them wait. */
  keepUnverified(confirmation: NewConfirmation, limit: number): Promise<'kept' | 'known' | 'full'>;
  /** What waits for a topic or for its turn and is due, the longest due first. */
  dueConfirmations(now: number, limit: number): Promise<readonly StoredConfirmation[]>;
  /** Writes down how one went. Only an open one changes. */
  changeConfirmation(id: number, change: ConfirmationChange): Promise<void>;
  /** Confirmations, newest first. */
  confirmations(limit: number): Promise<readonly StoredConfirmation[]>;
  /** Makes what waits for this topic due at once. */
  wakeConfirmations(topicArn: string, now: number): Promise<void>;
  /** Forgets confirmations that expired or failed before this time. */
  forgetConfirmations(before: number): Promise<void>;

  webhooks(): Promise<readonly WebhookRow[]>;
  /** The webhook whose token has this SHA-256. */
  webhook(tokenSha256: string): Promise<WebhookRow | undefined>;
  /** `false` when the name is taken. */
  addWebhook(webhook: WebhookRow): Promise<boolean>;
  topics(): Promise<readonly TopicRow[]>;
  /** The topic with exactly this ARN, once for each monitor that trusts it. */
  topic(arn: string): Promise<readonly TopicRow[]>;
  /** Adds the topic to the monitor, or changes its minimum. */
  addTopic(topic: TopicRow): Promise<void>;

  /** Waits for what is under way, then lets go of the database. */
  close(): Promise<void>;
}

import type { Hono } from 'hono';
import type { AwsOptions } from './aws/access.ts';
import type { Config } from './config/config.ts';
import type { RefusalCode } from './error.ts';
import type { BodyGateOptions } from './http/body-gate.ts';
import type { Env } from './http/env.ts';
import type { Accepted } from './ingest/ingest.ts';
import type { TakeOptions } from './ingest/intake.ts';
import type { Logger } from './log.ts';
import type { NewTopic } from './registry/change-monitors.ts';
import type { ProveAccount } from './registry/connect.ts';
import type { SignalFilter } from './signals/read.ts';
import type { Signal, SignalWithText } from './signals/signal.ts';
import type { FetchCertificate } from './sns/index.ts';
import type { StoredConfirmation } from './store/confirmations.ts';
import type { Store, StoreCounts } from './store/store.ts';

/** The configuration, and what only code can give. Nothing here turns verification off. */
export interface ReceiverOptions extends Partial<Config> {
  /** Fetches a signing certificate. @default - over https */
  readonly fetchCertificate?: FetchCertificate;
  /** The time, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** Another SNS than AWS's own to confirm at. @default - the topic's Region, or `AWS_ENDPOINT_URL` */
  readonly snsEndpoint?: string;
  /** Where STS and S3 are. @default - as the AWS SDK finds them */
  readonly aws?: AwsOptions;
  /** Tries an account's role. @default - by STS, with the credentials that the receiver finds */
  readonly prove?: ProveAccount;
  /** @default - pino, JSON lines on standard output, or on standard error where a sink writes there */
  readonly logger?: Logger;
  /** Another store than the one at `database`. The receiver closes it. @default - SQLite or PostgreSQL, at `database` */
  readonly store?: Store;
  /** Bounds on the bodies in memory. */
  readonly bodies?: BodyGateOptions & {
    /** How long a body may take, in milliseconds. @default 10,000 */
    readonly timeoutMs?: number;
  };
}

/** How much came, and how much was refused since the start. */
export interface ReceiverStats extends StoreCounts {
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
}

/** A confirmation as an operator sees it: without its token. */
export type ConfirmationView = Omit<StoredConfirmation, 'token' | 'envelope'>;

/** A receiver in this process. */
export interface Receiver {
  /** The routes, for a server of your own. They work without {@link listen}, except that nothing goes on behind. */
  readonly app: Hono<Env>;
  /** Listens, and begins all that goes on behind: confirming subscriptions, reading log files, handing signals on. */
  listen(): Promise<{ readonly url: string }>;
  /** Stops accepting, finishes what is under way, and closes the store. */
  close(): Promise<void>;
  /**
   * Takes a message of SNS that came by another way than a webhook: from a queue, say.
   *
   * @param body the envelope, as SNS signed it.
   * @throws Refusal when it is not taken. A `status` of 429 or more may heal.
   */
  take(body: string, options: TakeOptions): Promise<Accepted>;
  /**
   * Does what is due, brings new signals to the sinks, and ends when nothing is left, or at this time, in milliseconds since 1970: for
   * whoever has no process that stays.
   */
  work(options: { readonly until: number }): Promise<void>;
  /** Makes a webhook. Its URL is shown here and never again. */
  createWebhook(name?: string): Promise<{ readonly name: string; readonly url: string }>;
  /** Makes a monitor trust a topic. */
  addTopic(topic: NewTopic): Promise<void>;
  /**
   * Signals, newest first. A number beyond 2^53 in `raw` is rounded, as `JSON.parse` does: {@link signalsWithText} has the record as it
   * was written.
   */
  signals(filter?: SignalFilter): Promise<readonly Signal[]>;
  /** The same, each with its record's text exactly as it came: what `rawSha256` covers. */
  signalsWithText(filter?: SignalFilter): Promise<readonly SignalWithText[]>;
  /** All that the filter lets through, newest first, page by page. `limit` is that of a page: 1 to 500, by default 500. */
  signalPages(filter?: SignalFilter): AsyncIterable<readonly SignalWithText[]>;
  /** Subscriptions that asked to be confirmed, newest first, at most 1,000. */
  confirmations(): Promise<readonly ConfirmationView[]>;
  stats(): Promise<ReceiverStats>;
}

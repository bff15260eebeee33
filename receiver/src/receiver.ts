import type { Hono } from 'hono';
import { publicUrl, type Config } from './config/config.ts';
import { checkConfig } from './config/load.ts';
import { ConfirmationRunner } from './confirmation/runner.ts';
import { snsConfirm } from './confirmation/sns-client.ts';
import type { RefusalCode } from './error.ts';
import { createApp } from './http/app.ts';
import { BodyGate, type BodyGateOptions } from './http/body-gate.ts';
import type { Env } from './http/env.ts';
import { serve, type Serving } from './http/serve.ts';
import { FirstTimes } from './ingest/first-times.ts';
import { accept } from './ingest/ingest.ts';
import { omit } from './json.ts';
import { createLogger, type Logger } from './log.ts';
import { addTopic, createWebhook, type NewTopic } from './registry/add.ts';
import { Registry } from './registry/registry.ts';
import { readSignals, type SignalFilter } from './signals/read.ts';
import type { Signal, SignalWithText } from './signals/signal.ts';
import { Verifier, type FetchCertificate } from './sns/index.ts';
import type { StoredConfirmation } from './store/confirmations.ts';
import { openSqlite } from './store/sqlite/store.ts';
import type { Store, StoreCounts } from './store/store.ts';

/** The configuration, and what only code can give. Nothing here turns verification off. */
export interface ReceiverOptions extends Partial<Config> {
  /** Fetches a signing certificate. @default - over https */
  readonly fetchCertificate?: FetchCertificate;
  /** The time, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** Another SNS than AWS's own to confirm at. @default - the topic's Region, or `AWS_ENDPOINT_URL` */
  readonly snsEndpoint?: string;
  /** @default - pino, JSON lines on standard output */
  readonly logger?: Logger;
  /** Another store than SQLite. The receiver closes it. @default - SQLite at `database` */
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
  /** The routes, for a server of your own. They work without {@link listen}, except that nothing confirms subscriptions. */
  readonly app: Hono<Env>;
  /** Listens, and begins to confirm subscriptions. */
  listen(): Promise<{ readonly url: string }>;
  /** Stops accepting, finishes what is under way, and closes the store. */
  close(): Promise<void>;
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
  /** Subscriptions that asked to be confirmed, newest first, at most 1,000. */
  confirmations(): Promise<readonly ConfirmationView[]>;
  stats(): Promise<ReceiverStats>;
}

/**
 * Sets up a receiver. Its database is opened here.
 *
 * @throws ConfigError with everything that is wrong with the options.
 * @throws Error when the database cannot be opened, or is of a newer release.
 */
export function createReceiver(options: ReceiverOptions = {}): Receiver {
  const { fetchCertificate, now = Date.now, snsEndpoint, logger, store: given, bodies = {}, ...rest } = options;
  const config = checkConfig(rest);
  const log = logger ?? createLogger(config.logLevel);
  const store = given ?? openSqlite(config.database);
  const registry = new Registry(store, config);
  const verifier = new Verifier({ now, ...(fetchCertificate === undefined ? {} : { fetchCertificate }) });
  const runner = new ConfirmationRunner(store, { registry, verifier, confirm: snsConfirm(snsEndpoint), log, now });
  const unwanted = new FirstTimes();
  const refused = new Map<RefusalCode, number>();
  const app = createApp({
    store,
    log,
    apiToken: config.apiToken,
    webhook: (token) => registry.webhook(token),
    accept: (webhook, body, headers) => accept(webhook, body, headers, { registry, verifier, store, log, now, unwanted }),
    gate: new BodyGate(bodies),
    bodyTimeoutMs: bodies.timeoutMs,
    refused: (code) => refused.set(code, (refused.get(code) ?? 0) + 1),
  });
  let serving: Serving | undefined;
  let closing: Promise<void> | undefined;

  return {
    app,
    async listen() {
      await registry.reload();
      for (const arn of new Set(config.monitors.flatMap(({ topicArns }) => topicArns))) await store.wakeConfirmations(arn, now());
      serving = await serve(app, config);
      runner.start();
      log.info({ listening: serving.url, topics: registry.topics().length }, 'the receiver listens');
      if (config.apiToken === undefined) log.warn({}, '/api is off: set CLARION_API_TOKEN to read signals over HTTP');
      return { url: serving.url };
    },
    close() {
      closing ??= (async () => {
        await serving?.close();
        await runner.stop();
        await store.close();
      })();
      return closing;
    },
    async createWebhook(name = 'default') {
      const created = await createWebhook(store, config.webhooks, name, now());
      await registry.reload();
      return {
        name,
        url: `${config.publicUrl === undefined && serving !== undefined ? serving.url : publicUrl(config)}${created.path}`,
      };
    },
    async addTopic(topic) {
      await addTopic(store, config.monitors, topic, now());
      await registry.reload();
    },
    signals: async (filter) => (await readSignals(store, filter)).map(({ signal }) => signal),
    signalsWithText: (filter) => readSignals(store, filter),
    confirmations: async () => (await store.confirmations(1_000)).map((stored) => omit(stored, 'token', 'envelope')),
    stats: async () => ({ ...(await store.counts()), refused: Object.fromEntries(refused) }),
  };
}

import { proveBySts } from './aws/prove.ts';
import { createBackground } from './background.ts';
import { isPostgresUrl, publicUrl } from './config/config.ts';
import { checkConfig } from './config/load.ts';
import { ConfirmationRunner } from './confirmation/runner.ts';
import type { Confirm } from './confirmation/sns-client.ts';
import type { RefusalCode } from './error.ts';
import { createApp } from './http/app.ts';
import { BodyGate } from './http/body-gate.ts';
import { createLimits, DEFAULT_LIMITS } from './http/rate-limit.ts';
import { createReadiness } from './http/readiness.ts';
import { serve, type Serving } from './http/serve.ts';
import { FirstTimes } from './ingest/first-times.ts';
import { createIntake } from './ingest/intake.ts';
import { omit } from './json.ts';
import { createLogger } from './log.ts';
import { createMetrics } from './metrics/create.ts';
import { openStore } from './open-store.ts';
import type { Receiver, ReceiverOptions } from './receiver-types.ts';
import { addTopic } from './registry/change-monitors.ts';
import { createWebhook } from './registry/change-webhooks.ts';
import type { ChangeContext } from './registry/change.ts';
import { Registry } from './registry/registry.ts';
import { readSignals, signalPages } from './signals/read.ts';
import { openSinks } from './sinks/open.ts';
import { SinkRunner } from './sinks/runner.ts';
import { Verifier } from './sns/index.ts';

export type * from './receiver-types.ts';

/**
 * Sets up a receiver. A SQLite database is opened here, a PostgreSQL one when it is first needed.
 *
 * @throws ConfigError with everything that is wrong with the options.
 * @throws Mistake when the database cannot be opened, or is of a newer release.
 */
export function createReceiver(options: ReceiverOptions = {}): Receiver {
  const { fetchCertificate, now = Date.now, snsEndpoint, aws = {}, prove, logger, store: given, bodies = {}, ...rest } = options;
  const config = checkConfig(rest);
  const log = logger ?? createLogger(config.logLevel, config.sinks.some(({ type }) => type === 'stdout') ? 'stderr' : 'stdout');
  const store = given ?? openStore(config.database);
  const limits = createLimits({ ...DEFAULT_LIMITS, ...config.limits }, { log, now });
  const registry = new Registry(store, config, () => limits.takeLookup());
  const readiness = createReadiness(() => store.ready());
  const metrics = createMetrics({
    store,
    accounts: async () => registry.accounts(),
    topics: () => [...new Set(registry.topics().map(({ arn }) => arn))],
    ready: () => readiness.storeIsUp(),
    file: given === undefined && !isPostgresUrl(config.database) ? config.database : undefined,
    now,
  });
  let sinks: SinkRunner | undefined;
  const background = createBackground({
    ...{ store, registry, log, metrics, now, aws, retentionDays: config.retentionDays },
    cursors: async () => (config.sinks.length === 0 ? [] : sinks?.cursors()),
    stored: () => sinks?.wake(),
  });
  const openedSinks = async () => (sinks ??= new SinkRunner(store, await openSinks(config.sinks), { log, now, told: metrics }));
  const verifier = new Verifier({ now, ...(fetchCertificate === undefined ? {} : { fetchCertificate }) });
  // AWS's client is loaded for the first subscription that asks.
  const confirm: Confirm = async (...asked) => (await import('./confirmation/sns-client.ts')).snsConfirm(snsEndpoint)(...asked);
  const confirmations = new ConfirmationRunner(store, { registry, verifier, confirm, log, now });
  const intake = createIntake({ registry, verifier, store, log, metrics, now, unwanted: new FirstTimes() }, ({ outcome }) => {
    if (outcome === 'queued') background.wake();
    if (outcome === 'signals') sinks?.wake();
  });
  const changes: ChangeContext = {
    store,
    configured: config,
    now,
    async changed(lines) {
      log.info({ changes: lines.slice(0, 100), count: lines.length }, 'the workspace was changed');
      await registry.reload();
    },
  };
  let serving: Serving | undefined;
  const urlOf = (path: string) =>
    `${config.publicUrl === undefined && serving !== undefined ? serving.url : publicUrl(config)}${path}`;
  const refused = new Map<RefusalCode, number>();
  const app = createApp({
    store,
    log,
    apiToken: config.apiToken,
    metricsToken: config.metricsToken ?? config.apiToken,
    metricsText: () => metrics.text(),
    readiness,
    api: { ...changes, store, urlOf, prove: prove ?? proveBySts(aws) },
    webhook: (token) => registry.webhook(token),
    limit(webhook) {
      metrics.received(webhook);
      limits.take(webhook);
    },
    async accept(webhook, body, headers) {
      const begun = performance.now();
      try {
        return await intake.fromWebhook(webhook, body, headers);
      } finally {
        metrics.answered((performance.now() - begun) / 1_000);
      }
    },
    gate: new BodyGate(bodies),
    bodyTimeoutMs: bodies.timeoutMs,
    refused(code) {
      metrics.refused(code);
      refused.set(code, (refused.get(code) ?? 0) + 1);
    },
  });
  let closing: Promise<void> | undefined;

  return {
    app,
    async listen() {
      await registry.reload();
      for (const arn of new Set(config.monitors.flatMap(({ topicArns }) => topicArns))) await store.wakeConfirmations(arn, now());
      // A thread that writes starts now, and not with the first message.
      void readiness.storeIsUp();
      await (await openedSinks()).start();
      serving = await serve(app, config, log);
      confirmations.start();
      background.start();
      log.info({ listening: serving.url, topics: registry.topics().length }, 'the receiver listens');
      if (config.apiToken === undefined) log.warn({}, '/api is off: set CLARION_API_TOKEN to read signals over HTTP');
      return { url: serving.url };
    },
    close() {
      closing ??= (async () => {
        readiness.stop();
        await serving?.close();
        // Whatever one of them has, the others end, and the store is let go of.
        await Promise.allSettled([confirmations.stop(), background.stop(), sinks?.stop()]);
        await store.close();
      })();
      return closing;
    },
    take: (body, takeOptions) => intake.fromQueue(body, takeOptions),
    async work({ until }) {
      await registry.reload();
      const sinks = await openedSinks();
      await sinks.begin();
      await confirmations.tick();
      await background.drain(until);
      await sinks.drain(until - now());
    },
    async createWebhook(name = 'default') {
      const created = await createWebhook(changes, name);
      return { name, url: urlOf(created.path) };
    },
    async addTopic(topic) {
      await addTopic(changes, topic);
    },
    signals: async (filter) => (await readSignals(store, filter)).map(({ signal }) => signal),
    signalsWithText: (filter) => readSignals(store, filter),
    signalPages: (filter) => signalPages(store, filter),
    confirmations: async () => (await store.confirmations(1_000)).map((stored) => omit(stored, 'token', 'envelope')),
    stats: async () => ({ ...(await store.counts()), refused: Object.fromEntries(refused) }),
  };
}

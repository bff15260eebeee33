import { Hono } from 'hono';
import { Refusal, type RefusalCode } from '../error.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/store.ts';
import { api } from './api/api.ts';
import type { ApiContext } from './api/operation.ts';
import type { AppContext, Env } from './env.ts';
import { health } from './health.ts';
import { hooks, type HooksOptions } from './hooks.ts';
import { metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';
import { signals } from './signals.ts';

/** What the routes need of the rest. */
export interface AppOptions extends HooksOptions {
  readonly store: Store;
  readonly log: Logger;
  /** Without one there is no `/api`. */
  readonly apiToken: string | undefined;
  /** What `/api` changes the workspace with. */
  readonly api: ApiContext;
  /** Without one there is no `/metrics`. */
  readonly metricsToken: string | undefined;
  readonly metricsText: () => Promise<string>;
  readonly readiness: Readiness;
  /** Told of every refusal, for the counters. */
  readonly refused: (code: RefusalCode) => void;
}

/** Answers that leave a body unread, after which the connection is of no more use. */
const UNREAD: ReadonlySet<RefusalCode> = new Set([
  'webhook-unknown',
  'webhook-limited',
  'method-not-allowed',
  'raw-delivery',
  'body-too-large',
  'body-timeout',
  'receiver-busy',
]);

/** What strangers can have as much of as they like. */
const QUIET: ReadonlySet<RefusalCode> = new Set(['webhook-unknown', 'route-unknown', 'webhook-limited']);

/** The routes. A {@link Refusal} becomes `{ error, message }`; of anything else the sender learns nothing. */
export function createApp(options: AppOptions): Hono<Env> {
  const { store, log, apiToken, metricsToken, refused, gate, bodyTimeoutMs } = options;
  // Not strict: a URL that was copied with a slash at its end means the same, and a 404 would make SNS give up.
  const app = new Hono<Env>({ strict: false });
  // Hono hands over errors only: anything else that is thrown would pass by the answers and the log below.
  app.use(async (_c, next) => {
    await next().catch((thrown: unknown) => {
      throw thrown instanceof Error ? thrown : new TypeError(`what was thrown is no error, but ${typeof thrown}`);
    });
  });
  app.route('/', hooks(options)).route('/', health(options.readiness));
  if (apiToken !== undefined) {
    app.route('/', signals(store, apiToken)).route('/', api({ context: options.api, apiToken, gate, bodyTimeoutMs }));
  }
  if (metricsToken !== undefined) app.route('/', metrics(options.metricsText, metricsToken));
  app.notFound((c) => answer(c, new Refusal('route-unknown', 'there is nothing here')));
  app.onError((error, c) => {
    const onHook = c.req.path.startsWith('/hooks/');
    if (!(error instanceof Refusal)) {
      log.error({ err: error, method: c.req.method }, 'unexpected error');
      // SNS gives a 500 another try as well; 503 says that we mean it.
      if (onHook) return answer(c, new Refusal('unexpected-error', 'the message could not be taken just now: send it again'));
      return c.text('', 500);
    }
    refused(error.code);
    if (QUIET.has(error.code)) log.debug({ code: error.code, ...error.about }, 'refused');
    else log.warn({ code: error.code, ...error.about, ...(error.cause === undefined ? {} : { err: error.cause }) }, 'refused');
    return answer(c, error);
  });
  return app;
}

function answer(c: AppContext, { code, status, message }: Refusal): Response {
  if (code === 'api-token-required') c.header('www-authenticate', 'Bearer realm="clarion-receiver"');
  if (code === 'method-not-allowed') c.header('allow', 'POST');
  if (code === 'webhook-limited') c.header('retry-after', '1');
  if (UNREAD.has(code) || (code === 'api-token-required' && c.req.method !== 'GET')) c.header('connection', 'close');
  return c.json({ error: code, message }, status);
}

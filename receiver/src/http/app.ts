import { Hono } from 'hono';
import { Refusal, type RefusalCode } from '../error.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { AppContext, Env } from './env.ts';
import { health } from './health.ts';
import { hooks, type HooksOptions } from './hooks.ts';
import { signals } from './signals.ts';

/** What the routes need of the rest. */
export interface AppOptions extends HooksOptions {
  readonly store: Store;
  readonly log: Logger;
  /** Without one there is no `/api`. */
  readonly apiToken: string | undefined;
  /** Told of every refusal, for the counters. */
  readonly refused: (code: RefusalCode) => void;
}

/** Answers that leave a body unread, after which the connection is of no more use. */
const UNREAD: ReadonlySet<RefusalCode> = new Set([
  'webhook-unknown',
  'method-not-allowed',
  'raw-delivery',
  'body-too-large',
  'body-timeout',
  'receiver-busy',
]);

/** The routes. A {@link Refusal} becomes `{ error, message }`; of anything else the sender learns nothing. */
export function createApp(options: AppOptions): Hono<Env> {
  const { store, log, apiToken, refused } = options;
  // Not strict: a URL that was copied with a slash at its end means the same, and a 404 would make SNS give up.
  const app = new Hono<Env>({ strict: false }).route('/', hooks(options)).route('/', health());
  if (apiToken !== undefined) app.route('/', signals(store, apiToken));
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
    if (error.code === 'webhook-unknown' || error.code === 'route-unknown') log.debug({ code: error.code }, 'refused');
    else log.warn({ code: error.code, ...error.about, ...(error.cause === undefined ? {} : { err: error.cause }) }, 'refused');
    return answer(c, error);
  });
  return app;
}

function answer(c: AppContext, { code, status, message }: Refusal): Response {
  if (code === 'api-token-required') c.header('www-authenticate', 'Bearer realm="clarion-receiver"');
  if (code === 'method-not-allowed') c.header('allow', 'POST');
  if (UNREAD.has(code)) c.header('connection', 'close');
  return c.json({ error: code, message }, status);
}

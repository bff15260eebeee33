import { Hono } from 'hono';
import { encodeCursor } from '../signals/cursor.ts';
import { formatSignal } from '../signals/format.ts';
import { parseSignalQuery } from '../signals/query.ts';
import type { Store } from '../store/store.ts';
import { bearer } from './bearer.ts';
import type { Env } from './env.ts';

/** `GET /api/signals`: a page of signals, newest first, in the form that is asked for, for who has the API token. */
export function signals(store: Store, apiToken: string): Hono<Env> {
  return new Hono<Env>().get('/api/signals', bearer(apiToken), async (c) => {
    const { query, format } = parseSignalQuery(c.req.queries());
    const { signals: page, next } = await store.signals(query);
    const end = next === undefined ? '' : `,"next":${JSON.stringify(encodeCursor(next))}`;
    return c.body(`{"signals":[${page.map((stored) => formatSignal(stored, format)).join(',')}]${end}}`, 200, {
      'content-type': 'application/json; charset=UTF-8',
      'cache-control': 'no-store',
    });
  });
}

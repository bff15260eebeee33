import { Hono } from 'hono';
import { encodeCursor } from '../signals/cursor.ts';
import { parseSignalQuery } from '../signals/query.ts';
import type { Store, StoredSignal } from '../store/store.ts';
import { bearer } from './bearer.ts';
import type { Env } from './env.ts';

/** `GET /api/signals`: a page of signals, newest first, for who has the API token. */
export function signals(store: Store, apiToken: string): Hono<Env> {
  return new Hono<Env>().get('/api/signals', bearer(apiToken), async (c) => {
    const { signals: page, next } = await store.signals(parseSignalQuery(c.req.queries()));
    const end = next === undefined ? '' : `,"next":${JSON.stringify(encodeCursor(next))}`;
    return c.body(`{"signals":[${page.map(signalJson).join(',')}]${end}}`, 200, {
      'content-type': 'application/json; charset=UTF-8',
      'cache-control': 'no-store',
    });
  });
}

/** The record goes out in the bytes that came in: printing it anew could change a number, and a deep one would overflow the stack. */
function signalJson({ signal, rawText }: StoredSignal): string {
  return `${JSON.stringify(signal).slice(0, -1)},"raw":${rawText}}`;
}

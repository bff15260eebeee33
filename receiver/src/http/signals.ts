import { Hono } from 'hono';
import type { Store, StoredSignal } from '../store/store.ts';
import { bearer } from './bearer.ts';
import { encodeCursor } from './cursor.ts';
import type { Env } from './env.ts';
import { parseSignalQuery } from './signal-query.ts';

/** `GET /api/signals`: a page of signals, newest first, for who has the API token. */
export function signals(store: Store, apiToken: string): Hono<Env> {
  return new Hono<Env>().get('/api/signals', bearer(apiToken), async (c) => {
    const { signals: page, next } = await store.signals(parseSignalQuery(c.req.query()));
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

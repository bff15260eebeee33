import { Hono } from 'hono';
import type { Env } from './env.ts';

/** `GET /healthz`: 200 as long as the process answers. It asks nothing of the store, or a slow disk would get the process killed. */
export function health(): Hono<Env> {
  return new Hono<Env>().get('/healthz', (c) => c.json({ status: 'ok' }));
}

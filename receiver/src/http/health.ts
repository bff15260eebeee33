import { Hono } from 'hono';
import type { Env } from './env.ts';
import type { Readiness } from './readiness.ts';

/**
 * - `GET /healthz`: 200 as long as the process answers. It asks nothing of the store, or a slow disk would get the process killed.
 * - `GET /readyz`: 200 as long as messages can be taken, else 503, so that a load balancer sends them to another.
 */
export function health(readiness: Pick<Readiness, 'storeIsUp' | 'isStopping'>): Hono<Env> {
  return new Hono<Env>()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      c.header('cache-control', 'no-store');
      if (readiness.isStopping()) return c.json({ status: 'stopping', checks: {} }, 503);
      const isUp = await readiness.storeIsUp();
      return c.json({ status: isUp ? 'ready' : 'not-ready', checks: { store: isUp ? 'ok' : 'failed' } }, isUp ? 200 : 503);
    });
}

import { Hono } from 'hono';
import { bearer } from './bearer.ts';
import type { Env } from './env.ts';

/** Prometheus' text format. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * `GET /metrics`, for who has the token: webhooks are public, so this port is, and the numbers tell whom we watch.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config `authorization`
 */
export function metrics(text: () => Promise<string>, token: string): Hono<Env> {
  return new Hono<Env>().get('/metrics', bearer(token), async (c) =>
    c.body(await text(), 200, { 'content-type': CONTENT_TYPE, 'cache-control': 'no-store' }),
  );
}

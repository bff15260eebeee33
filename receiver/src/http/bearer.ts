import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../error.ts';

/** Lets through who has the token. Compared by digest in constant time, so an answer's timing tells neither length nor beginning. */
export function bearer(token: string): MiddlewareHandler {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return async (c, next) => {
    const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (!timingSafeEqual(digest(given), expected)) {
      throw new Refusal('api-token-required', 'send the header `Authorization: Bearer <the API token>`');
    }
    await next();
  };
}

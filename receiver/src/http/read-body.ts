import { readNodeBody, readWebBody, type BodyOptions } from './body.ts';
import type { AppContext } from './env.ts';

/** Reads it from whatever the request came by. */
export function readBody(c: AppContext, options: BodyOptions): Promise<Uint8Array> {
  const incoming = c.env?.incoming;
  return incoming === undefined ? readWebBody(c.req.raw.body, options) : readNodeBody(incoming, options);
}

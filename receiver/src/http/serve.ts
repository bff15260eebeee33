import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Logger } from '../log.ts';
import type { Env } from './env.ts';
import { listen } from './listen.ts';
import { createTls, renewTls, type TlsFiles } from './tls.ts';

/** Where to listen. */
export interface ServeOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** PEM files. Without them the receiver speaks HTTP, for a proxy that ends TLS. */
  readonly tls?: TlsFiles | undefined;
}

/** A server that listens. */
export interface Serving {
  readonly url: string;
  /** Takes no more connections, lets what is under way finish, for at most so long. */
  close(graceMs?: number): Promise<void>;
}

/** Bounds on the connections, beyond the body's own deadline. SNS keeps a connection for its next message. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000, maxHeaderSize: 16 * 1024 } as const;
const MAX_CONNECTIONS = 4_000;
const GRACE_MS = 10_000;
const SWEEP_MS = 50;

/**
 * Listens.
 *
 * @throws Mistake when it may not listen there, or the certificate and its key cannot be used.
 */
export async function serve(app: Hono<Env>, { host, port, tls }: ServeOptions, log: Logger): Promise<Serving> {
  const respond = getRequestListener(app.fetch);
  // It answers errors itself, so its promise has nothing to tell.
  const listener: RequestListener = (request, response) => void respond(request, response);
  const secure = tls && createTls(tls, LIMITS, listener);
  const server: Server = secure ?? createServer(LIMITS, listener);
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, host, port);
  const stopRenewing = tls && secure && renewTls(secure, tls, log);
  const { address, port: bound, family } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    close(graceMs = GRACE_MS) {
      stopRenewing?.();
      return close(server, graceMs);
    },
  };
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    // A connection that was busy until now is kept open for a next message, which we do not want.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearTimeout(force);
      clearInterval(sweep);
      resolve();
    });
  });
}

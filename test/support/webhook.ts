import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { RECEIVER_HOST, type ServerTls } from './tls.ts';

/** A request that came, and the message in it. */
export interface Delivered {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: Readonly<Record<string, string>>;
}

export interface Webhook {
  /** `https://receiver.clarion.test:<port>` */
  readonly url: string;
  readonly delivered: readonly Delivered[];
  /** The first delivery, past or to come, that is asked for. */
  next(wanted: (delivery: Delivered) => boolean, withinMs?: number): Promise<Delivered>;
  stop(): Promise<void>;
}

/** Instead of a status: the connection is cut before any answer. */
export const HANGS_UP = 0;

/** The smallest https webhook: keeps what comes, answers what it is told to, decides nothing. */
export async function startWebhook(tls: ServerTls, status: (delivery: Delivered) => number = () => 200): Promise<Webhook> {
  const delivered: Delivered[] = [];
  const waiting = new Set<() => void>();
  const server = createServer({ cert: tls.cert, key: tls.key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const delivery = { path: request.url ?? '', headers: request.headers, body, message: read(body) };
      delivered.push(delivery);
      const answer = status(delivery);
      if (answer === HANGS_UP) request.socket.destroy();
      else response.writeHead(answer).end();
      for (const look of [...waiting]) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `https://${RECEIVER_HOST}:${(server.address() as AddressInfo).port}`,
    delivered,
    next: (wanted, withinMs = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          const came = delivered.map(({ path, message }) => `${path} ${message['Type'] ?? ''}`).join(', ');
          reject(new Error(`not delivered within ${withinMs} ms; came: ${came || 'nothing'}`));
        }, withinMs);
        const look = () => {
          const found = delivered.find(wanted);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function read(body: string): Record<string, string> {
  try {
    return JSON.parse(body) as Record<string, string>;
  } catch {
    return {};
  }
}

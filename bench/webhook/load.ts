import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a load found. */
export interface Load {
  readonly perSecond: number;
  /** Milliseconds from the last byte of a request to its answer's head. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Posts each body once over so many connections that are kept, each waiting for its answer. Speaks HTTP by itself: a client library would
 * take as long as the server, and the two share the machine.
 *
 * @throws Error at the first answer that is not 200.
 */
export async function load(url: string, bodies: readonly Buffer[], connections: number): Promise<Load> {
  const { hostname, port, pathname } = new URL(url);
  const requests = bodies.map((body) => Buffer.concat([Buffer.from(head(hostname, pathname, body.length)), body]));
  const latencies: number[] = [];
  let next = 0;
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await once(socket, 'connect');
      return socket;
    }),
  );
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const answer = answersOf(socket);
      while (next < requests.length) {
        const request = requests[next]!;
        next += 1;
        const sent = performance.now();
        socket.write(request);
        const status = await answer();
        if (status !== 200) throw new Error(`answered ${status}`);
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  for (const socket of sockets) socket.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? NaN).toFixed(1));
  return { perSecond: requests.length / seconds, p50: at(0.5), p99: at(0.99) };
}

const head = (host: string, path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: text/plain; charset=UTF-8\r\nx-amz-sns-message-type: Notification\r\n` +
  `user-agent: Amazon Simple Notification Service Agent\r\ncontent-length: ${length}\r\n\r\n`;

/** Reads the answers of a connection: gives the status of the next, once it is there whole. */
function answersOf(socket: Socket): () => Promise<number> {
  let text = '';
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  socket.on('data', (piece: Buffer) => {
    text += piece.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end === -1 || !isWhole(text, end)) return;
    const status = Number(text.slice(9, 12));
    text = '';
    waiting?.resolve(status);
  });
  socket.once('close', () => waiting?.reject(new Error('the connection ended')));
  return () => new Promise((resolve, reject) => (waiting = { resolve, reject }));
}

function isWhole(text: string, end: number): boolean {
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length);
}

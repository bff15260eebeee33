/** A web server of the test's own that takes what is posted to it. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Posted {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How it answers: a status with headers and a body, `hang up` before a word, or not at all. */
export type Answer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string; readonly isEndless?: boolean }
  | 'hang up'
  | 'silence';

/** Starts one. `answer` is asked for each request. */
export async function httpSink(answer: (posted: Posted) => Answer = () => ({ status: 204 })) {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const each = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      };
      posted.push(each);
      const given = answer(each);
      if (given === 'hang up') request.socket.destroy();
      if (typeof given === 'string') return;
      const { status, headers = {}, body = '', isEndless = false } = given;
      response.writeHead(status, headers);
      if (!isEndless) return void response.end(body);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    posted,
    url: `http://127.0.0.1:${port}/signals?from=clarion`,
    close: () => new Promise((resolve) => server.closeAllConnections() ?? server.close(resolve)),
  };
}

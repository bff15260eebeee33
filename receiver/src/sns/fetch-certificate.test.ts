import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { certificateFetch } from './fetch-certificate.ts';

const servers: Server[] = [];
let requests: string[];
beforeEach(() => {
  requests = [];
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Plain http, since what is tested is what comes after the connection. The verifier lets nothing but https come this far. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.pem`;
}

describe('certificateFetch', () => {
  test('gives the body of a 200', async () => {
    const url = await serve((_, response) => response.end('PEM'));
    await expect(certificateFetch()(url)).resolves.toBe('PEM');
  });

  test.each([204, 206, 403, 404, 500, 503])('row 14: refuses a %i', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    await expect(certificateFetch()(url)).rejects.toMatchObject({ code: 'certificate-unavailable', status: 503 });
  });

  test.each([301, 302, 303, 307, 308])('row 15: does not follow a %i', async (status) => {
    const url = await serve((_, response) => response.writeHead(status, { location: '/elsewhere.pem' }).end());
    await expect(certificateFetch()(url)).rejects.toMatchObject({ code: 'certificate-unavailable', status: 503 });
    expect(requests).toEqual(['/x.pem']);
  });

  test('row 14: gives up on a host that does not answer, that stops in the middle, or that drips', async () => {
    const fetchCertificate = certificateFetch({ timeoutMs: 100 });
    await expect(fetchCertificate(await serve(() => undefined))).rejects.toThrow('no answer within 100 ms');
    await expect(fetchCertificate(await serve((_, response) => void response.write('x')))).rejects.toThrow(
      'no answer within 100 ms',
    );
    const drip: RequestListener = (_, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    };
    await expect(fetchCertificate(await serve(drip))).rejects.toThrow('no answer within 100 ms');
  });

  test('row 14: rejects where nobody listens', async () => {
    await expect(certificateFetch()('http://127.0.0.1:1/x.pem')).rejects.toThrow('fetch failed');
  });

  test('row 16: stops reading once the body is too long, whatever its length was said to be', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const write = () => {
        while (sent < 10_000_000 && !response.destroyed) {
          sent += 16_384;
          if (!response.write(Buffer.alloc(16_384))) return void response.once('drain', write);
        }
        response.end();
      };
      write();
    });
    await expect(certificateFetch()(url)).rejects.toMatchObject({ code: 'certificate-rejected', status: 503 });
    expect(sent).toBeLessThan(10_000_000);
  });

  test('row 16: counts what a compressed body becomes', async () => {
    const url = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000))),
    );
    await expect(certificateFetch()(url)).rejects.toMatchObject({ code: 'certificate-rejected' });
  });

  test('takes a body of exactly the limit', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(100)));
    await expect(certificateFetch({ maxBytes: 100 })(url)).resolves.toHaveLength(100);
    await expect(certificateFetch({ maxBytes: 99 })(url)).rejects.toMatchObject({ code: 'certificate-rejected' });
  });
});

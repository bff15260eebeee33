import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { connect, type PeerCertificate } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, recordingLogger } from '../../../test/support/receiver.ts';
import { mintTls, type ServerTls } from '../../../test/support/tls.ts';
import { Hono } from 'hono';
import { jest } from '@jest/globals';
import type { Env } from './env.ts';
import { listen } from './listen.ts';
import { serve } from './serve.ts';
import { createTls, renewTls } from './tls.ts';

let folder: string;
let server: Server;
let stop: () => void;
let log: ReturnType<typeof recordingLogger>;

const files = () => ({ certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') });
const write = ({ cert, key }: Partial<ServerTls>) => {
  if (cert !== undefined) writeFileSync(files().certFile, cert);
  if (key !== undefined) writeFileSync(files().keyFile, key);
};
const ownPort = () => (server.address() as AddressInfo).port;

/** The name in the certificate that a new connection is shown. */
const shown = (port = ownPort()) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String((socket.getPeerCertificate() as Partial<PeerCertificate>).subject?.CN));
      socket.destroy();
    });
    socket.once('error', reject);
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
  write(await mintTls(['first.example.com']));
  log = recordingLogger();
  server = createTls(files(), {}, (_, response) => void response.end('ok'));
  await listen(server, '127.0.0.1', 0);
  stop = renewTls(server, files(), log, 10);
});
afterEach(async () => {
  stop();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

test('a renewed certificate is in use without a restart, and it is said once', async () => {
  expect(await shown()).toBe('first.example.com');
  write(await mintTls(['second.example.com']));
  await eventually(async () => (await shown()) === 'second.example.com');
  expect(log.lines.filter(({ level }) => level === 'info')).toHaveLength(1);
});

test('a certificate whose key is not there yet waits for it, and the pair before goes on', async () => {
  const { cert, key } = await mintTls(['second.example.com']);
  write({ cert });
  await eventually(async () => log.lines.length > 0);
  expect(await shown()).toBe('first.example.com');
  expect(log.lines).toEqual([{ level: 'warn', about: { code: expect.any(String) }, message: expect.stringContaining('stays') }]);
  write({ key });
  await eventually(async () => (await shown()) === 'second.example.com');
});

test('files that are gone for a while change nothing', async () => {
  rmSync(files().certFile);
  await eventually(async () => log.lines.length > 0);
  expect(await shown()).toBe('first.example.com');
  expect(log.lines.map(({ about }) => about)).toEqual([{ code: 'ENOENT' }]);
});

test('a receiver that serves looks every minute, until it is closed', async () => {
  jest.useFakeTimers({
    doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date', 'hrtime'],
  });
  try {
    const serving = await serve(new Hono<Env>(), { host: '127.0.0.1', port: 0, tls: files() }, log);
    const port = Number(new URL(serving.url).port);
    write(await mintTls(['second.example.com']));
    jest.advanceTimersByTime(59_000);
    expect(await shown(port)).toBe('first.example.com');
    jest.advanceTimersByTime(1_000);
    expect(await shown(port)).toBe('second.example.com');
    jest.useRealTimers();
    await serving.close();
  } finally {
    jest.useRealTimers();
  }
});

/** Needs the built package, which `npm test` makes first: Node runs the child without Jest. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { event, eventually, notification, record, sharedAuthority, TOPIC } from '../../../test/support/receiver.ts';
import { openStore } from '../open-store.ts';

const library = (path: string) => JSON.stringify(fileURLToPath(new URL(`../../lib/${path}`, import.meta.url)));
const CHILD = `
import { createReceiver } from ${library('index.js')};
import { runUntilStopped } from ${library('cli/start.js')};
const silent = { info() {}, warn() {}, error() {}, debug() {} };
const receiver = createReceiver({ database: process.env.DB, port: 0, logger: silent, fetchCertificate: async () => process.env.PEM });
await receiver.addTopic({ monitor: 'trail', arn: ${JSON.stringify(TOPIC)} });
const listen = async () => {
  const listening = await receiver.listen();
  console.log((await receiver.createWebhook()).url);
  return listening;
};
await runUntilStopped({ listen, close: () => receiver.close() });
process.exitCode = 0;
`;

let folder: string;
let child: ChildProcess;
let sockets: Socket[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stop-'));
  sockets = [];
});
afterEach(() => {
  child.kill('SIGKILL');
  for (const socket of sockets) socket.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const database = () => join(folder, 'receiver.db');

async function startChild() {
  const env = { ...process.env, DB: database(), PEM: (await sharedAuthority()).pem };
  child = spawn(process.execPath, ['--input-type=module', '-e', CHILD], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!.setEncoding('utf8'), 'data')) as [string];
  return { hook: new URL(line.trim()), ended: once(child, 'exit') as Promise<[number | null, string | null]> };
}

/** Begins a delivery and stops in the middle of its body. */
async function beginDelivery(hook: URL, eventID: string) {
  const body = JSON.stringify((await sharedAuthority()).seal(notification(event(record({ eventID })))));
  const socket = connect(Number(hook.port), hook.hostname);
  sockets.push(socket);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => (answer += String(text)));
  await once(socket, 'connect');
  socket.write(
    `POST ${hook.pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\nExpect: 100-continue\r\n\r\n`,
  );
  // By answering that it goes on, the server says that the request is under way.
  await eventually(async () => answer.includes('100 Continue'));
  socket.write(body.slice(0, 10));
  return {
    async finish() {
      socket.write(body.slice(10));
      await once(socket, 'close');
      return answer;
    },
  };
}

/** Whether nobody is there to connect to. */
const isClosed = (hook: URL) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(hook.port), hook.hostname, () => resolve(socket.destroy() === undefined));
    socket.once('error', () => resolve(true));
  });

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: no new connection is taken, a message that is under way is answered 200 and on disk, and the process ends with 0',
  async (signal) => {
    const { hook, ended } = await startChild();
    const delivery = await beginDelivery(hook, 'under-way');
    child.kill(signal);
    await eventually(() => isClosed(hook));
    expect(await delivery.finish()).toContain('HTTP/1.1 200 ');
    expect(await ended).toEqual([0, null]);
    const store = openStore(database());
    const { signals } = await store.signals({ limit: 10 });
    await store.close();
    expect(signals.map(({ signal: { eventId } }) => eventId)).toEqual(['under-way']);
  },
);

test.each([
  ['SIGTERM', 'SIGTERM', 143],
  ['SIGTERM', 'SIGINT', 130],
] as const)('%s and then %s end it at once, though a message is under way', async (first, second, code) => {
  const { hook, ended } = await startChild();
  await beginDelivery(hook, 'never');
  child.kill(first);
  await eventually(() => isClosed(hook));
  child.kill(second);
  expect(await ended).toEqual([code, null]);
});

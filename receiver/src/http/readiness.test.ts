import { once } from 'node:events';
import { connect } from 'node:net';
import { openStore } from '../open-store.ts';
import { event, eventually, notification, record, startReceiver, type TestReceiver } from '../../../test/support/receiver.ts';
import { createReadiness } from './readiness.ts';

let it: TestReceiver | undefined;
afterEach(async () => {
  await it?.close();
  it = undefined;
});

const ask = async (path = '/readyz') => {
  const response = await fetch(`${it!.url}${path}`);
  return [response.status, await response.json()];
};

test('GET /readyz is 200 as long as messages can be taken, and is not to be cached', async () => {
  it = await startReceiver();
  expect(await ask()).toEqual([200, { status: 'ready', checks: { store: 'ok' } }]);
  expect((await fetch(`${it.url}/readyz`)).headers.get('cache-control')).toBe('no-store');
});

test('GET /readyz is 503 when the store cannot be written, says nothing of why, and /healthz stays 200', async () => {
  const store = openStore(':memory:');
  it = await startReceiver({ store: { ...store, ready: () => Promise.reject(new Error('password=hunter2')) } });
  expect(await ask()).toEqual([503, { status: 'not-ready', checks: { store: 'failed' } }]);
  expect(await ask('/healthz')).toEqual([200, { status: 'ok' }]);
});

test('GET /readyz asks the store once, however many probes there are', async () => {
  const store = openStore(':memory:');
  let asked = 0;
  const ready = () => {
    asked += 1;
    return store.ready();
  };
  it = await startReceiver({ store: { ...store, ready } });
  await Promise.all(Array.from({ length: 20 }, () => ask()));
  expect(asked).toBe(1);
});

test('a store that comes back is seen to', async () => {
  let isUp = false;
  const readiness = createReadiness(() => (isUp ? Promise.resolve() : Promise.reject(new Error('down'))));
  expect(await readiness.storeIsUp()).toBe(false);
  isUp = true;
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect(await readiness.storeIsUp()).toBe(true);
});

test('a receiver that stops is not ready, as who is still connected can see', async () => {
  it = await startReceiver();
  const { port, hostname } = new URL(it.url);
  const body = JSON.stringify(it.authority.seal(notification(event(record()))));
  // Two requests on one connection: while the first is under way the server closes, and the second finds it stopping.
  const socket = connect(Number(port), hostname);
  let answers = '';
  socket.setEncoding('utf8').on('data', (text) => (answers += String(text)));
  // By answering that it goes on, the server says that the request is under way.
  socket.write(
    `POST ${new URL(it.hook).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\nExpect: 100-continue\r\n\r\n`,
  );
  await eventually(async () => answers.includes('100 Continue'));
  const closed = Promise.all([it.receiver.close(), once(socket, 'close')]);
  socket.write(`${body}GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n`);
  await closed;
  expect(answers).toContain('HTTP/1.1 200 ');
  expect(answers).toContain('HTTP/1.1 503 ');
  expect(answers).toContain('{"status":"stopping","checks":{}}');
});

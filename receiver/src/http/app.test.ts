import Sqlite from 'better-sqlite3';
import { Refusal } from '../error.ts';
import { addTopic } from '../registry/change-monitors.ts';
import { revokeWebhook } from '../registry/change-webhooks.ts';
import { openStore } from '../open-store.ts';
import {
  confirmation,
  confirmEndpoint,
  event,
  eventually,
  notification,
  record,
  startReceiver,
  TOPIC,
  type TestReceiver,
} from '../../../test/support/receiver.ts';

let it: TestReceiver | undefined;
afterEach(async () => {
  await it?.close();
  it = undefined;
});

describe('when something of ours fails, SNS is asked to send again', () => {
  test('row 14: a certificate that cannot be had is 503, and nothing is stored', async () => {
    it = await startReceiver({ fetchCertificate: () => Promise.reject(new Error('no route')) });
    const { status, body } = await it.post(it.authority.seal(notification(event(record()))));
    expect([status, body['error']]).toEqual([503, 'certificate-unavailable']);
    expect((await it.receiver.stats()).messages).toEqual({});
  });

  test('a locked database is 503, and the same message is taken once it is free', async () => {
    it = await startReceiver();
    const sealed = it.authority.seal(notification(event(record())));
    const other = new Sqlite(it.database);
    other.exec('BEGIN IMMEDIATE');
    const refused = await it.post(sealed);
    other.exec('ROLLBACK');
    other.close();
    expect([refused.status, refused.body['error']]).toEqual([503, 'store-unavailable']);
    expect((await it.post(sealed)).body).toEqual({ outcome: 'signals', duplicate: false });
  });

  test('a store that cannot be read says so to who reads, and does not ask for a message', async () => {
    const store = openStore(':memory:');
    it = await startReceiver({ store });
    await store.close();
    const response = await fetch(`${it.url}/api/signals`, {
      headers: { authorization: 'Bearer a-token-that-only-this-test-knows' },
    });
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: 'store-unavailable', message: 'the database cannot be read or written just now: try again' },
    ]);
  });

  test('an unexpected error is 503 on a webhook, and says nothing of itself', async () => {
    const store = openStore(':memory:');
    it = await startReceiver({
      store: { ...store, save: () => Promise.reject(new TypeError('password=hunter2')) },
    });
    const { status, body } = await it.post(it.authority.seal(notification(event(record()))));
    expect([status, body['error']]).toEqual([503, 'unexpected-error']);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  test('an unexpected error elsewhere is a bare 500', async () => {
    const store = openStore(':memory:');
    it = await startReceiver({ store: { ...store, signals: () => Promise.reject(new TypeError('password=hunter2')) } });
    const response = await fetch(`${it.url}/api/signals`, {
      headers: { authorization: 'Bearer a-token-that-only-this-test-knows' },
    });
    expect([response.status, await response.text()]).toEqual([500, '']);
  });

  test('a registry that cannot be read is 503 and not 404, or SNS would give up', async () => {
    const store = openStore(':memory:');
    it = await startReceiver({ store });
    const broken = Promise.reject(new Refusal('store-unavailable', 'not now'));
    broken.catch(() => undefined);
    Object.assign(store, { webhook: () => broken });
    const response = await fetch(`${it.url}/hooks/unknown`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(503);
  });

  test('more bodies at once than there is room for are 503', async () => {
    it = await startReceiver({ bodies: { maxBodies: 0 } });
    const { status, body } = await it.post('{}');
    expect([status, body['error']]).toEqual([503, 'receiver-busy']);
  });
});

describe('the app without a Node server', () => {
  test('takes a message as well', async () => {
    it = await startReceiver();
    const body = JSON.stringify(it.authority.seal(notification(event(record()))));
    const response = await it.receiver.app.request(new URL(it.hook).pathname, { method: 'POST', body });
    expect(response.status).toBe(200);
  });

  test('counts the bytes of a body as well', async () => {
    it = await startReceiver();
    const response = await it.receiver.app.request(new URL(it.hook).pathname, {
      method: 'POST',
      body: 'x'.repeat(3 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  });
});

test('a receiver that closes finishes what is under way, and then takes nothing', async () => {
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const started = await startReceiver();
  await started.close();
  it = await startReceiver({
    fetchCertificate: async () => {
      await held;
      return started.authority.pem;
    },
  });
  const answer = it.post(it.authority.seal(notification(event(record()))));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = it.receiver.close();
  release();
  expect((await answer).status).toBe(200);
  await closed;
  await expect(fetch(`${it.url}/healthz`)).rejects.toThrow();
});

test('GET /healthz answers as long as the process does', async () => {
  it = await startReceiver();
  const response = await fetch(`${it.url}/healthz`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
});

test('a topic that another process adds is trusted within a second, and the subscription that waited for it confirmed', async () => {
  const sns = await confirmEndpoint();
  it = await startReceiver({ topics: [], snsEndpoint: sns.url });
  expect((await it.post(it.authority.seal(confirmation()))).status).toBe(403);
  // By now it has been looked at in vain, and put off for a minute.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const other = openStore(it.database);
  await addTopic({ store: other, configured: { webhooks: [], monitors: [] }, now: Date.now }, { monitor: 'trail', arn: TOPIC });
  await other.close();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await it.post(it.authority.seal(notification(event(record()))))).status).toBe(200);
  await eventually(async () => sns.calls.length === 1);
  await sns.close();
});

test('a webhook that another process revokes takes nothing any more', async () => {
  it = await startReceiver();
  const send = async () => (await it!.post(it!.authority.seal(notification(event(record()))))).status;
  expect(await send()).toBe(200);
  const other = openStore(it.database);
  const context = { store: other, configured: { webhooks: [], monitors: [] }, now: Date.now };
  await revokeWebhook(context, (await other.workspace()).webhooks[0]!.name);
  await other.close();
  await eventually(async () => (await send()) === 404);
});

test('a second receiver cannot lose what the first one stored in the same file', async () => {
  it = await startReceiver();
  const second = await startReceiver({ database: it.database });
  await Promise.all([
    it.post(it.authority.seal(notification(event(record())))),
    second.post(second.authority.seal(notification(event(record())))),
  ]);
  expect(await it.receiver.signals()).toHaveLength(2);
  await second.close();
});

import {
  API_TOKEN,
  event,
  notification,
  record,
  startReceiver,
  TOPIC,
  type TestReceiver,
} from '../../../test/support/receiver.ts';
import { createReceiver } from '../index.ts';

let it: TestReceiver | undefined;
afterEach(async () => {
  await it?.close();
  it = undefined;
});

const METRICS_TOKEN = 'another-token-for-prometheus';
const get = (token?: string) =>
  fetch(`${it!.url}/metrics`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

test('GET /metrics tells what came, what was refused, and how the store is', async () => {
  it = await startReceiver();
  const sealed = it.authority.seal(notification(event(record())));
  await it.post(sealed);
  await it.post(sealed);
  await it.post({ ...sealed, Message: 'forged' });
  const response = await get(API_TOKEN);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  const [hook] = /hook-\w+/.exec(text) ?? [];
  for (const line of [
    `messages_received_total{webhook="${hook}"} 3`,
    'messages_stored_total{outcome="signals"} 1',
    'messages_duplicate_total 1',
    'message_duration_seconds_count 3',
    'refusals_total{code="signature-mismatch"} 1',
    'signals_stored_total{source="cloudtrail",path="eventbridge"} 1',
    'dead_letters{kind="record"} 0',
    'store_up 1',
  ]) {
    expect(text).toContain(`\nclarion_receiver_${line}\n`);
  }
  expect(text).toMatch(new RegExp(`last_message_timestamp_seconds\\{topic="${TOPIC}"\\} 1\\d{9}`));
  expect(text).toMatch(/store_disk_free_bytes \d+/);
  for (const secret of [API_TOKEN, new URL(it.hook).pathname.split('/')[2]!]) expect(text).not.toContain(secret);
});

test.each([undefined, 'wrong'])('with the token %s it is 401', async (token) => {
  it = await startReceiver();
  expect((await get(token)).status).toBe(401);
});

test('with a token of its own, that one reads it and nothing else', async () => {
  it = await startReceiver({ metricsToken: METRICS_TOKEN });
  expect([(await get(METRICS_TOKEN)).status, (await get(API_TOKEN)).status]).toEqual([200, 401]);
  const api = await fetch(`${it.url}/api/signals`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  expect(api.status).toBe(401);
});

test('without any token it is not there, since the port is public', async () => {
  it = await startReceiver();
  const receiver = createReceiver({ database: ':memory:', logger: it.log });
  expect((await receiver.app.request('/metrics')).status).toBe(404);
  await receiver.close();
});

import { randomBytes } from 'node:crypto';
import { openStore } from '../open-store.ts';
import {
  event,
  notification,
  record,
  recordingLogger,
  startReceiver,
  type TestReceiver,
} from '../../../test/support/receiver.ts';
import { createLimits } from './rate-limit.ts';

const LIMITED = { code: 'webhook-limited', status: 429 };

/** A function of a limiter that gives whether it lets through. */
const letsThrough = (take: () => void) => {
  try {
    take();
    return true;
  } catch (error) {
    expect(error).toMatchObject(LIMITED);
    return false;
  }
};
const passed = (times: number, take: () => void) => Array.from({ length: times }, () => letsThrough(take)).filter(Boolean).length;

describe('the limits', () => {
  const limitsAt = (clock: { now: number }, log = recordingLogger()) =>
    createLimits({ requestsPerSecond: 5, burst: 10 }, { log, now: () => clock.now });

  test('let through so many at once, and then so many a second', () => {
    const clock = { now: 0 };
    const limits = limitsAt(clock);
    expect(passed(50, () => limits.take('one'))).toBe(10);
    clock.now = 1_000;
    expect(passed(50, () => limits.take('one'))).toBe(5);
  });

  test('let a webhook through though another floods', () => {
    const limits = limitsAt({ now: 0 });
    passed(50, () => limits.take('one'));
    expect(passed(10, () => limits.take('other'))).toBe(10);
  });

  test('let known webhooks through though somebody guesses tokens', () => {
    const limits = limitsAt({ now: 0 });
    expect(passed(1_000, () => limits.takeLookup())).toBe(200);
    expect(passed(1, () => limits.take('one'))).toBe(1);
  });

  test('say so once a minute, however many there are, with the webhook and no more', () => {
    const [clock, log] = [{ now: 0 }, recordingLogger()];
    const limits = limitsAt(clock, log);
    passed(50, () => limits.take('one'));
    clock.now = 60_000;
    passed(50, () => limits.take('one'));
    expect(log.lines.map(({ level, about }) => [level, about])).toEqual(
      Array(2).fill(['warn', { webhook: 'one', requestsPerSecond: 5 }]),
    );
  });
});

describe('a webhook', () => {
  let it: TestReceiver;
  // A clock that stands: nothing is filled up meanwhile.
  const start = Date.now();
  const now = () => start;
  afterEach(() => it.close());

  test('that has too many requests answers 429, which SNS sends again after, before it reads the body', async () => {
    it = await startReceiver({ limits: { requestsPerSecond: 1, burst: 1 }, now });
    await it.post(it.authority.seal(notification(event(record()))));
    const response = await fetch(it.hook, { method: 'POST', body: 'x'.repeat(3 * 1024 * 1024) });
    expect([response.status, response.headers.get('retry-after'), response.headers.get('connection')]).toEqual([
      429,
      '1',
      'close',
    ]);
    expect(await response.json()).toMatchObject({ error: 'webhook-limited' });
    expect((await it.receiver.stats()).refused).toEqual({ 'webhook-limited': 1 });
  });

  test('that nobody knows is 404, and 429 when too many of them were looked up: the store is asked no more', async () => {
    const store = openStore(':memory:');
    let lookups = 0;
    const webhook = (hash: string) => {
      lookups += 1;
      return store.webhook(hash);
    };
    it = await startReceiver({ store: { ...store, webhook }, now });
    const guess = async () =>
      (await it.receiver.app.request(`/hooks/${randomBytes(32).toString('base64url')}`, { method: 'POST' })).status;
    const answers = [];
    for (let i = 0; i < 250; i += 1) answers.push(await guess());
    expect([answers.filter((status) => status === 404).length, answers.filter((status) => status === 429).length]).toEqual([
      200, 50,
    ]);
    expect(lookups).toBe(200);
    expect((await it.post(it.authority.seal(notification(event(record()))))).status).toBe(200);
  });
});

import { createHmac, timingSafeEqual } from 'node:crypto';
import { httpSink, type Answer, type Posted } from '../../../test/support/http-sink.ts';
import { ACCOUNTS, failure, ids, signalsOf, storedSignal } from '../../../test/support/sinks.ts';
import type { StoredSignal } from '../store/signals.ts';
import type { WebhookSinkOptions } from './options.ts';
import { WebhookSink, type WebhookSinkContext } from './webhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OLD_SECRET = Buffer.alloc(24, 2).toString('base64');
const NOW = Date.parse('2026-01-02T03:04:05.678Z');
const never = new AbortController().signal;

let open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.reverse()) await each.close();
  open = [];
});

async function start(
  answer?: (posted: Posted) => Answer,
  { timeoutMs = 10_000, ...options }: Partial<WebhookSinkOptions> & WebhookSinkContext = {},
) {
  const http = await httpSink(answer);
  const sink = new WebhookSink(
    { name: 'siem', type: 'webhook', url: http.url, secret: SECRET, ...options },
    { now: () => NOW, timeoutMs },
  );
  open.push(http, sink);
  return { sink, posted: http.posted };
}
const received = (posted: readonly Posted[]) =>
  posted.flatMap(({ body }) => JSON.parse(body.toString()) as { id: string }[]).map(({ id }) => id);

/** As the README tells the other end to. */
function isGenuine({ headers, body }: Posted, secret: string): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`;
  const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(signed)
    .update(body)
    .digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((each) => Buffer.from(each.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

describe('a request', () => {
  test('posts the signals as a JSON array with their records as they came', async () => {
    const { sink, posted } = await start();
    const signals = [
      storedSignal({ rawText: '{"amount": 12345678901234567890}' }),
      storedSignal({ rawText: '{"name":"Ünïcödé 🦊"}' }),
    ];
    await sink.deliver(signals, never);
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({
      method: 'POST',
      path: '/signals?from=clarion',
      headers: { 'content-type': 'application/json' },
    });
    expect(received(posted)).toEqual(ids(signals));
    expect(posted[0]!.body.toString()).toContain('"raw":{"amount": 12345678901234567890}');
  });

  test('posts events of OCSF where they are asked for', async () => {
    const { sink, posted } = await start(undefined, { format: 'ocsf' });
    await sink.deliver([storedSignal()], never);
    expect(JSON.parse(posted[0]!.body.toString())).toMatchObject([{ class_uid: 6003, metadata: { version: '1.5.0' } }]);
  });

  test('is signed by the Standard Webhooks specification over its id, its time and its body', async () => {
    const { sink, posted } = await start();
    await sink.deliver(signalsOf(ACCOUNTS[0], 2), never);
    const [request] = posted;
    expect(request!.headers).toMatchObject({
      'webhook-id': expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      'webhook-timestamp': '1767323045',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
    expect(isGenuine(request!, SECRET)).toBe(true);
    expect(isGenuine(request!, OLD_SECRET)).toBe(false);
    expect(isGenuine({ ...request!, body: Buffer.concat([request!.body, Buffer.from(' ')]) }, SECRET)).toBe(false);
  });

  test('is signed with both secrets while one is replaced', async () => {
    const { sink, posted } = await start(undefined, { previousSecret: OLD_SECRET });
    await sink.deliver([storedSignal()], never);
    for (const secret of [SECRET, OLD_SECRET]) expect(isGenuine(posted[0]!, secret)).toBe(true);
    expect(String(posted[0]!.headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  test('has the headers that were configured, and none of ours is replaced by them', async () => {
    const { sink, posted } = await start(undefined, { headers: { authorization: 'Splunk abc', 'webhook-id': 'forged' } });
    await sink.deliver([storedSignal()], never);
    expect(posted[0]!.headers).toMatchObject({ authorization: 'Splunk abc', 'webhook-id': expect.stringMatching(/^msg_/) });
  });

  test('has the same id when it is sent again, and another one for other signals', async () => {
    let failures = 1;
    const { sink, posted } = await start(() => ({ status: failures-- > 0 ? 500 : 200 }));
    const batch = [storedSignal()];
    await failure(sink.deliver(batch, never));
    await sink.deliver(batch, never);
    await sink.deliver([storedSignal()], never);
    const sent = posted.map(({ headers }) => headers['webhook-id']);
    expect(sent[1]).toBe(sent[0]);
    expect(sent[2]).not.toBe(sent[0]);
  });
});

describe('many signals', () => {
  test('go out a hundred at a time, in order', async () => {
    const { sink, posted } = await start();
    const signals = signalsOf(ACCOUNTS[0], 250);
    await sink.deliver(signals, never);
    expect(posted.map(({ body }) => (JSON.parse(body.toString()) as unknown[]).length)).toEqual([100, 100, 50]);
    expect(received(posted)).toEqual(ids(signals));
  });

  test('go out a MiB at a time, and what is larger alone goes alone', async () => {
    const { sink, posted } = await start();
    const of = (bytes: number) => storedSignal({ rawText: `{"text":"${'x'.repeat(bytes)}"}` });
    const signals = [of(500_000), of(500_000), of(500_000), of(2_000_000), of(10)];
    await sink.deliver(signals, never);
    expect(received(posted)).toEqual(ids(signals));
    expect(posted.filter(({ body }) => body.length > 1024 * 1024)).toHaveLength(1);
    expect(posted).toHaveLength(4);
  });

  test('go on where they stood after a failure', async () => {
    let failures = 1;
    const { sink, posted } = await start(() => ({ status: posted.length === 2 && failures-- > 0 ? 503 : 200 }));
    const signals = signalsOf(ACCOUNTS[0], 250);
    await failure(sink.deliver(signals, never));
    await sink.deliver(signals, never);
    expect(posted.map(({ body }) => (JSON.parse(body.toString()) as unknown[]).length)).toEqual([100, 100, 100, 50]);
    expect(posted[2]!.body).toEqual(posted[1]!.body);
  });

  test('of another batch begin at its beginning, wherever the one before stood', async () => {
    let answered = 0;
    const { sink, posted } = await start(() => ({ status: (answered += 1) === 2 ? 503 : 200 }));
    await failure(sink.deliver(signalsOf(ACCOUNTS[0], 150), never));
    posted.length = 0;
    const others = signalsOf(ACCOUNTS[0], 150);
    await sink.deliver(others, never);
    expect(received(posted)).toEqual(ids(others));
  });

  test('become fewer at a time for an other end that takes no more', async () => {
    const { sink, posted } = await start(({ body }) => ({ status: body.length > 20_000 ? 413 : 200 }));
    const signals = Array.from({ length: 20 }, () => storedSignal({ rawText: `{"text":"${'x'.repeat(5_000)}"}` }));
    await sink.deliver(signals, never);
    const taken = posted.filter(({ body }) => body.length <= 20_000);
    expect(received(taken)).toEqual(ids(signals));
    const before = posted.length;
    await sink.deliver(signals, never);
    expect(posted.slice(before).every(({ body }) => body.length <= 20_000)).toBe(true);
  });

  test('do not slip past a single one that is too large for the other end', async () => {
    const { sink, posted } = await start(({ body }) => ({ status: body.length > 20_000 ? 413 : 200 }));
    const signals = [storedSignal(), storedSignal({ rawText: `{"text":"${'x'.repeat(30_000)}"}` }), storedSignal()];
    const error = await failure(sink.deliver(signals, never));
    expect(error).toMatchObject({ message: 'the webhook answered 413', hopeless: true });
    expect(received(posted.filter(({ body }) => body.length <= 20_000))).toEqual(ids(signals.slice(0, 1)));
  });
});

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('of %i means that the signals arrived', async (status) => {
    const { sink, posted } = await start(() => ({ status }));
    await sink.deliver([storedSignal()], never);
    expect(posted).toHaveLength(1);
  });

  test.each([
    [400, true],
    [401, true],
    [403, true],
    [404, true],
    [410, true],
    [422, true],
    [408, false],
    [425, false],
    [429, false],
    [500, false],
    [502, false],
    [503, false],
  ])('of %i is a failure, and whether only a person can mend it is %s', async (status, hopeless) => {
    const { sink } = await start(() => ({ status, body: 'hunter2' }));
    const error = await failure(sink.deliver([storedSignal()], never));
    expect(error).toMatchObject({ message: `the webhook answered ${status}`, hopeless });
  });

  test.each([301, 302, 303, 307, 308])('of %i is a failure, and is not followed', async (status) => {
    const elsewhere = await httpSink();
    open.push(elsewhere);
    const { sink } = await start(() => ({ status, headers: { location: elsewhere.url } }));
    const error = await failure(sink.deliver([storedSignal()], never));
    expect(error).toMatchObject({ message: `the webhook answered ${status}`, hopeless: true });
    expect(elsewhere.posted).toEqual([]);
  });

  test('says with Retry-After when to try again', async () => {
    const { sink } = await start(() => ({ status: 429, headers: { 'retry-after': '120' } }));
    expect(await failure(sink.deliver([storedSignal()], never))).toMatchObject({ hopeless: false, retryAfterMs: 120_000 });
  });

  test('of 2xx counts, however long its body goes on', async () => {
    const { sink, posted } = await start(() => ({ status: 200, isEndless: true }), { timeoutMs: 1_000_000 });
    await sink.deliver([storedSignal()], never);
    expect(posted).toHaveLength(1);
  });

  test('that does not come in time is a failure', async () => {
    const { sink } = await start(() => 'silence', { timeoutMs: 50 });
    expect(await failure(sink.deliver([storedSignal()], never))).toMatchObject({
      message: 'the webhook did not answer (TimeoutError)',
      hopeless: false,
    });
  });

  test('that breaks off before its status is a failure', async () => {
    const { sink } = await start(() => 'hang up');
    expect(await failure(sink.deliver([storedSignal()], never))).toMatchObject({ hopeless: false });
  });

  test('is not waited for when the delivery is given up', async () => {
    const abort = new AbortController();
    const { sink } = await start(() => {
      abort.abort();
      return 'silence';
    });
    await failure(sink.deliver([storedSignal()], abort.signal));
    expect(abort.signal.aborted).toBe(true);
  });
});

test('nobody at the URL is a failure that says so without the URL', async () => {
  const { sink } = await start();
  await open.find((each) => 'posted' in each)!.close();
  const error = await failure(sink.deliver([storedSignal()] as StoredSignal[], never));
  expect(error).toMatchObject({ message: 'the webhook did not answer (ECONNREFUSED)', hopeless: false });
});

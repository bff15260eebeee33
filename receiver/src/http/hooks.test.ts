import { connect } from 'node:net';
import {
  confirmation,
  event,
  notification,
  OTHER_TOPIC,
  record,
  startReceiver,
  TOPIC,
  type TestReceiver,
} from '../../../test/support/receiver.ts';

let it: TestReceiver;
beforeAll(async () => {
  it = await startReceiver({ bodies: { timeoutMs: 500 } });
});
afterAll(() => it.close());

const ids = async () => (await it.receiver.signals({ limit: 500 })).map(({ eventId }) => eventId);

describe('POST /hooks/:token', () => {
  test('a genuine CloudTrail event becomes one signal', async () => {
    const detail = record();
    const answer = await it.post(it.authority.seal(notification(event(detail))));
    expect(answer).toEqual({ status: 200, body: { outcome: 'signals', duplicate: false } });
    expect(await ids()).toContain(detail['eventID']);
  });

  test('a slash at the end of the URL is the same webhook', async () => {
    const response = await fetch(`${it.hook}/`, {
      method: 'POST',
      body: JSON.stringify(it.authority.seal(notification(event(record())))),
    });
    expect(response.status).toBe(200);
  });

  test('row 35: a body of single bytes is taken', async () => {
    const body = JSON.stringify(it.authority.seal(notification(event(record()))));
    const head = `POST ${new URL(it.hook).pathname} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(`${head}${[...body].map((byte) => `1\r\n${byte}\r\n`).join('')}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('row 1: a changed byte of the message is refused', async () => {
    const sealed = it.authority.seal(notification(event(record())));
    const { status, body } = await it.post({ ...sealed, Message: `${String(sealed['Message'])} ` });
    expect([status, body['error']]).toEqual([403, 'signature-mismatch']);
  });

  test('row 5: a genuine message of a topic that nobody registered is refused without fetching a certificate', async () => {
    const before = it.fetched.length;
    const { status, body } = await it.post(it.authority.seal(notification(event(record()), { TopicArn: OTHER_TOPIC })));
    expect([status, body['error']]).toEqual([403, 'topic-not-allowed']);
    expect(it.fetched).toHaveLength(before);
  });

  test('row 22: the same message again is answered 200 and gives no second signal', async () => {
    const detail = record();
    const sealed = it.authority.seal(notification(event(detail)));
    await it.post(sealed);
    expect(await it.post(sealed)).toEqual({ status: 200, body: { outcome: 'signals', duplicate: true } });
    expect((await ids()).filter((id) => id === detail['eventID'])).toHaveLength(1);
  });

  test('row 22: the same event in another message gives no second signal, but a second provenance', async () => {
    const detail = record();
    await it.post(it.authority.seal(notification(event(detail))));
    await it.post(it.authority.seal(notification(event(detail))));
    const found = (await it.receiver.signals({ limit: 500 })).filter(({ eventId }) => eventId === detail['eventID']);
    expect(found.map(({ provenance }) => provenance.length)).toEqual([2]);
  });

  test('row 23: a message older than two hours is refused', async () => {
    const Timestamp = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const { status, body } = await it.post(it.authority.seal(notification(event(record()), { Timestamp })));
    expect([status, body['error']]).toEqual([403, 'message-stale']);
  });

  test('row 31: raw delivery is refused, and the answer says how to turn it off', async () => {
    const { status, body } = await it.post(event(record()), { 'x-amz-sns-rawdelivery': 'true' });
    expect([status, body['error']]).toEqual([403, 'raw-delivery']);
    expect(body['message']).toContain('RawMessageDelivery');
  });

  test.each([
    ['x-amz-sns-message-type', 'SubscriptionConfirmation'],
    ['x-amz-sns-topic-arn', OTHER_TOPIC],
  ])('row 31: the header %s that disagrees with the body is refused', async (name, value) => {
    const { status, body } = await it.post(it.authority.seal(notification(event(record()))), { [name]: value });
    expect([status, body['error']]).toEqual([403, 'header-mismatch']);
  });

  test('row 31: a header that names an allowed topic does not help a message of another', async () => {
    const { status } = await it.post(it.authority.seal(notification(event(record()), { TopicArn: OTHER_TOPIC })), {
      'x-amz-sns-topic-arn': TOPIC,
    });
    expect(status).toBe(403);
  });

  test('row 30: a genuine UnsubscribeConfirmation is answered 200, warned of, and not followed', async () => {
    const { status, body } = await it.post(it.authority.seal(confirmation({}, 'UnsubscribeConfirmation')));
    expect([status, body['outcome']]).toEqual([200, 'unsubscribed']);
    expect(it.log.lines.filter(({ level, message }) => level === 'warn' && message.startsWith('source stopped'))).toHaveLength(1);
    expect(await it.receiver.confirmations()).toEqual([]);
  });

  test.each(['null', '5', '[]', '""', '{', '[[[['])('row 34: the body %s is refused with 4xx', async (body) => {
    const { status } = await it.post(body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  test('row 35: a body that announces 3 MiB is refused before it is read', async () => {
    const head = `POST ${new URL(it.hook).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 3145728\r\n\r\n`;
    expect(await raw(head)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('row 35: a chunked body is counted, and refused at 2 MiB', async () => {
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const head = `POST ${new URL(it.hook).pathname} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(head + chunk.repeat(33))).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('row 35: a body that drips is given up with 503, so that SNS sends it again', async () => {
    const head = `POST ${new URL(it.hook).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{`;
    expect(await raw(head)).toMatch(/^HTTP\/1\.1 503 [^]*"body-timeout"/);
  });

  test('row 35: a compressed body is not inflated', async () => {
    const response = await fetch(it.hook, {
      method: 'POST',
      body: new Uint8Array([31, 139, 8, 0]),
      headers: { 'content-encoding': 'gzip' },
    });
    expect(response.status).toBe(400);
  });

  test.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])(
    'row 36: %s is refused with 405 and Allow, for a token that exists or not',
    async (method) => {
      for (const url of [it.hook, `${it.url}/hooks/unknown`]) {
        const response = await fetch(url, { method });
        expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      }
    },
  );

  test('row 36: an unknown token is 404, and an endless one too', async () => {
    for (const token of ['unknown', 'x'.repeat(4_000)]) {
      const response = await fetch(`${it.url}/hooks/${token}`, { method: 'POST', body: '{}' });
      expect([response.status, await response.json()]).toEqual([
        404,
        { error: 'webhook-unknown', message: 'there is no such webhook' },
      ]);
    }
  });

  test.each([
    ['CloudTrail validation message.', 'control'],
    ['Successfully validated SNS topic for Amazon Alert Group test.', 'control'],
    ['not JSON at all', 'control'],
    [JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b' }), 'control'],
  ])('row 37: %s is control, and no signal', async (message, outcome) => {
    const before = await ids();
    const { status, body } = await it.post(it.authority.seal(notification(message)));
    expect([status, body['outcome']]).toEqual([200, outcome]);
    expect(await ids()).toEqual(before);
  });

  test.each([
    ['a source that is not AWS', event(record(), { source: 'my.app' })],
    ['a detail type that is not CloudTrail', event(record(), { 'detail-type': 'EC2 Instance State-change Notification' })],
  ])('row 39: %s is dropped with 200, and counted', async (_, message) => {
    const before = (await it.receiver.stats()).messages.dropped ?? 0;
    const { status, body } = await it.post(it.authority.seal(notification(message)));
    expect([status, body['outcome']]).toEqual([200, 'dropped']);
    expect((await it.receiver.stats()).messages.dropped).toBe(before + 1);
  });

  test('row 44: eventVersion 3.0 is kept in quarantine, 1.99 with unknown fields is read', async () => {
    const future = await it.post(it.authority.seal(notification(event(record({ eventVersion: '3.0' })))));
    const minor = await it.post(it.authority.seal(notification(event(record({ eventVersion: '1.99', somethingNew: { a: 1 } })))));
    expect([future.body['outcome'], minor.body['outcome']]).toEqual(['quarantined', 'signals']);
  });

  test('every refusal is counted by its code', async () => {
    await it.post('{');
    expect((await it.receiver.stats()).refused['body-not-json']).toBeGreaterThan(0);
  });

  test('nothing that is logged holds a body, a token or a webhook URL', () => {
    const logged = JSON.stringify(it.log.lines, (_, value: unknown) =>
      value instanceof Error ? [value.message, value.stack] : value,
    );
    expect(logged).not.toContain(new URL(it.hook).pathname.split('/')[2]);
    expect(logged).not.toContain('AKIAEXAMPLE');
  });
});

/** Writes bytes to the server and gives its answer, whether or not it read them all. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(it.url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setEncoding('utf8').on('data', (text) => (answer += String(text)));
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
}

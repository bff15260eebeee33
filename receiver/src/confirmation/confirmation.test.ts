import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  confirmation,
  confirmEndpoint,
  eventually,
  notification,
  OTHER_TOPIC,
  startReceiver,
  TOPIC,
  type SnsCall,
  type TestReceiver,
} from '../../../test/support/receiver.ts';

const CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

let open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const name of CREDENTIALS) delete process.env[name];
  for (const each of open.reverse()) await each.close();
  open = [];
});

async function start(answer?: (call: SnsCall) => { code: string; status: number } | undefined, options = {}) {
  const sns = await confirmEndpoint(answer);
  const it = await startReceiver({ snsEndpoint: sns.url, ...options });
  open.push(sns, it);
  return { it, sns };
}
const settled = (it: TestReceiver) =>
  eventually(async () =>
    (await it.receiver.confirmations()).find(({ state }) => state !== 'pending' && state !== 'waiting-for-topic'),
  );

describe('a subscription', () => {
  test('is confirmed by ConfirmSubscription with the topic and the token of the message', async () => {
    const { it, sns } = await start();
    const fields = confirmation();
    expect(await it.post(it.authority.seal(fields))).toEqual({
      status: 200,
      body: { outcome: 'confirmation', duplicate: false },
    });
    expect((await settled(it)).state).toBe('confirmed');
    expect(sns.calls).toHaveLength(1);
    expect(sns.calls[0]?.parameters).toMatchObject({ Action: 'ConfirmSubscription', TopicArn: TOPIC, Token: fields['Token'] });
  });

  test('is confirmed unsigned, and may then be ended by anyone, where there are no credentials', async () => {
    const { it, sns } = await start();
    await it.post(it.authority.seal(confirmation()));
    await settled(it);
    expect(sns.calls[0]?.signed).toBe(false);
    expect(sns.calls[0]?.parameters).not.toHaveProperty('AuthenticateOnUnsubscribe');
    const warnings = it.log.lines.filter(({ level, message }) => level === 'warn' && message.includes('UnsubscribeURL'));
    expect(warnings.map(({ about }) => about['topicArn'])).toEqual([TOPIC]);
  });

  test('is confirmed signed with AuthenticateOnUnsubscribe where there are credentials', async () => {
    for (const name of CREDENTIALS) process.env[name] = 'example';
    const { it, sns } = await start();
    await it.post(it.authority.seal(confirmation()));
    await settled(it);
    expect(sns.calls).toHaveLength(1);
    expect(sns.calls[0]?.signed).toBe(true);
    expect(sns.calls[0]?.parameters).toMatchObject({ AuthenticateOnUnsubscribe: 'true' });
  });

  test.each([
    ['AuthorizationError', 403],
    ['InvalidClientTokenId', 403],
    ['ANameThatNobodyKnows', 403],
    ['ANameThatNobodyKnows', 401],
  ])('is confirmed unsigned, with a warning, when SNS refuses the signature with %s and %i', async (code, status) => {
    for (const name of CREDENTIALS) process.env[name] = 'example';
    const { it, sns } = await start(({ signed }) => (signed ? { code, status } : undefined));
    await it.post(it.authority.seal(confirmation()));
    expect((await settled(it)).state).toBe('confirmed');
    expect(sns.calls.map(({ signed }) => signed)).toEqual([true, false]);
    expect(it.log.lines.some(({ level, message }) => level === 'warn' && message.includes('refused the signed call'))).toBe(true);
  });

  test('row 26: with a bad signature and an internal SubscribeURL is refused without any outbound call', async () => {
    const { it, sns } = await start();
    const evil = { SubscribeURL: 'http://169.254.169.254/latest/meta-data' };
    const sealed = it.authority.seal(confirmation(evil));
    const before = it.fetched.length;
    expect((await it.post({ ...sealed, Signature: `${'A'.repeat(342)}==` })).status).toBe(403);
    expect((await it.post({ ...sealed, Signature: '' })).status).toBe(403);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect([it.fetched.length - before, sns.calls.length]).toEqual([0, 0]);
  });

  test.each([
    ['host', { SubscribeURL: 'https://sns.us-east-1.evil.example/?Action=ConfirmSubscription' }],
    [
      'topic',
      { SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${OTHER_TOPIC}&Token=t` },
    ],
  ])('row 27: whose SubscribeURL has another %s than the fields say is refused and never confirmed', async (_, more) => {
    const { it, sns } = await start();
    const { status, body } = await it.post(it.authority.seal(confirmation(more)));
    expect([status, body['error']]).toEqual([403, 'confirmation-mismatch']);
    expect(await it.receiver.confirmations()).toEqual([]);
    expect(sns.calls).toEqual([]);
  });

  test('row 28: is answered 200 and tried again when SNS fails', async () => {
    let failures = 2;
    const { it, sns } = await start(() => (failures-- > 0 ? { code: 'InternalError', status: 500 } : undefined));
    expect((await it.post(it.authority.seal(confirmation()))).status).toBe(200);
    expect(await settled(it)).toMatchObject({ state: 'confirmed', attempts: 3 });
    expect(sns.calls).toHaveLength(3);
  });

  test('row 28: whose token SNS does not know is given up, and the operator warned', async () => {
    const { it, sns } = await start(() => ({ code: 'InvalidParameter', status: 400 }));
    expect((await it.post(it.authority.seal(confirmation()))).status).toBe(200);
    expect(await settled(it)).toMatchObject({ state: 'failed', reason: 'InvalidParameterException' });
    expect(sns.calls).toHaveLength(1);
    expect(it.log.lines.some(({ level, message }) => level === 'warn' && message.includes('subscribe the webhook'))).toBe(true);
  });

  test('row 29: that comes fifty times is confirmed once, and fifty different ones ten a second', async () => {
    const { it, sns } = await start();
    const same = it.authority.seal(confirmation());
    await Promise.all(Array.from({ length: 50 }, () => it.post(same)));
    await settled(it);
    expect(sns.calls).toHaveLength(1);
    const answers = await Promise.all(Array.from({ length: 50 }, () => it.post(it.authority.seal(confirmation()))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(sns.calls.length).toBeLessThanOrEqual(1 + 30);
  });
});

test('what another process revokes is seen also while SNS does not answer', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const it = await startReceiver({ snsEndpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
  try {
    await it.post(it.authority.seal(confirmation()));
    await new Promise((resolve) => silent.once('request', resolve));
    const db = new Sqlite(it.database);
    db.exec('UPDATE webhooks SET revoked_at = 1');
    db.close();
    // Long before SNS is given up, which takes ten seconds.
    const seen = await Promise.race([
      eventually(async () => (await it.post('{}')).status === 404),
      new Promise((resolve) => setTimeout(() => resolve('too late'), 5_000).unref()),
    ]);
    expect(seen).toBe(true);
  } finally {
    await it.close();
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  }
});

describe('a subscription for a topic that nobody registered', () => {
  const stray = (more = {}) => confirmation({ TopicArn: OTHER_TOPIC, ...more });

  test('row 25: is refused, shown to the operator, and never confirmed', async () => {
    const { it, sns } = await start();
    const { status, body } = await it.post(it.authority.seal(stray()));
    expect([status, body['error']]).toEqual([403, 'topic-not-allowed']);
    expect(await it.receiver.confirmations()).toMatchObject([{ topicArn: OTHER_TOPIC, state: 'waiting-for-topic' }]);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect([it.fetched, sns.calls]).toEqual([[], []]);
  });

  test('is verified and confirmed once the topic is added', async () => {
    const { it, sns } = await start();
    await it.post(it.authority.seal(stray()));
    await it.receiver.addTopic({ monitor: 'trail', arn: OTHER_TOPIC });
    expect((await settled(it)).state).toBe('confirmed');
    expect(sns.calls[0]?.parameters['TopicArn']).toBe(OTHER_TOPIC);
  });

  test('is confirmed even when the topic is added a day later', async () => {
    const { it } = await start();
    await it.post(it.authority.seal(stray({ Timestamp: new Date(Date.now() - 24 * 3_600_000).toISOString() })));
    await it.receiver.addTopic({ monitor: 'trail', arn: OTHER_TOPIC });
    expect((await settled(it)).state).toBe('confirmed');
  });

  test('expires with its token after 48 hours', async () => {
    let later = 0;
    const { it, sns } = await start(undefined, { now: () => Date.now() + later });
    await it.post(it.authority.seal(stray()));
    later = 49 * 3_600_000;
    expect((await settled(it)).state).toBe('expired');
    expect(sns.calls).toEqual([]);
  });

  test('is tried again when it seems to come from the future, since the receiver may be behind', async () => {
    let behind = 3_600_000;
    const { it } = await start(undefined, { now: () => Date.now() - behind });
    await it.post(it.authority.seal(stray()));
    await it.receiver.addTopic({ monitor: 'trail', arn: OTHER_TOPIC });
    const put = await eventually(async () => (await it.receiver.confirmations()).find(({ attempts }) => attempts > 0));
    expect(put).toMatchObject({ state: 'waiting-for-topic', reason: 'message-from-the-future' });
    behind = 0;
    expect((await settled(it)).state).toBe('confirmed');
  });

  test('row 26: is not confirmed when it proves to be forged', async () => {
    const { it, sns } = await start();
    await it.post({ ...it.authority.seal(stray()), Message: 'You have chosen otherwise' });
    await it.receiver.addTopic({ monitor: 'trail', arn: OTHER_TOPIC });
    expect(await settled(it)).toMatchObject({ state: 'failed', reason: 'signature-mismatch' });
    expect(sns.calls).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['whose topic nobody could register', { TopicArn: 'arn:aws:sns:nowhere:111122223333:t' }],
    ['whose certificate is elsewhere', { SigningCertURL: 'https://sns.us-east-1.amazonaws.com/x.pem' }],
    ['whose SubscribeURL is elsewhere', { SubscribeURL: 'https://sns.eu-west-1.evil.example/?Action=ConfirmSubscription' }],
    ['whose token has died', { Timestamp: new Date(Date.now() - 49 * 3_600_000).toISOString() }],
  ])('is not kept, and takes no room, %s', async (_, more) => {
    const { it } = await start();
    const { status, body } = await it.post({ ...it.authority.seal(stray()), ...more });
    expect([status, body['error']]).toEqual([403, 'topic-not-allowed']);
    expect(await it.receiver.confirmations()).toEqual([]);
  });

  test('has room for a hundred; the next is asked to come again', async () => {
    const { it } = await start();
    const answers: number[] = [];
    for (let i = 0; i < 101; i += 1) answers.push((await it.post(it.authority.seal(stray()))).status);
    expect(answers).toEqual([...Array<number>(100).fill(403), 503]);
    expect(await it.receiver.confirmations()).toHaveLength(100);
  });

  test('does not count as a source: its notifications are refused', async () => {
    const { it } = await start();
    await it.post(it.authority.seal(stray()));
    expect((await it.post(it.authority.seal(notification('{}', { TopicArn: OTHER_TOPIC })))).status).toBe(403);
  });
});

test.each(['confirmed', 'failed', 'expired'] as const)(
  'a token is in the database only until its subscription is %s',
  async (state) => {
    let later = 0;
    let broken = true;
    const answer = () =>
      broken
        ? { code: 'ServiceUnavailable', status: 503 }
        : state === 'failed'
          ? { code: 'InvalidParameter', status: 400 }
          : undefined;
    const { it } = await start(answer, { now: () => Date.now() + later });
    const fields = confirmation();
    await it.post(it.authority.seal(fields));
    const db = new Sqlite(it.database, { readonly: true });
    const kept = () => JSON.stringify(['messages', 'confirmations'].map((name) => db.prepare(`SELECT * FROM ${name}`).all()));
    expect(kept().split(String(fields['Token']))).toHaveLength(4);
    broken = false;
    if (state === 'expired') later = 49 * 3_600_000;
    expect((await settled(it)).state).toBe(state);
    expect(kept()).not.toContain(fields['Token']);
    expect(kept()).not.toContain('SubscribeURL');
    db.close();
  },
);

test('the token by which an ended subscription could begin again is never in the database', async () => {
  const { it } = await start();
  const fields = confirmation({}, 'UnsubscribeConfirmation');
  expect((await it.post(it.authority.seal(fields))).status).toBe(200);
  const db = new Sqlite(it.database, { readonly: true });
  expect(JSON.stringify(db.prepare('SELECT * FROM messages').all())).not.toContain(fields['Token']);
  db.close();
});

test('what a stopped receiver left unconfirmed is confirmed at the next start', async () => {
  let broken = true;
  const sns = await confirmEndpoint(() => (broken ? { code: 'ServiceUnavailable', status: 503 } : undefined));
  const folder = mkdtempSync(join(tmpdir(), 'restart-'));
  open.push({ close: () => rmSync(folder, { recursive: true, force: true }) });
  const database = join(folder, 'receiver.db');
  const first = await startReceiver({ snsEndpoint: sns.url, database });
  await first.post(first.authority.seal(confirmation()));
  await eventually(async () => sns.calls.length > 0);
  await first.close();
  broken = false;
  const second = await startReceiver({ snsEndpoint: sns.url, database });
  open.push(sns, second);
  expect((await settled(second)).state).toBe('confirmed');
});

/** Reads on threads, which start from the built package only: `npm test` builds first. */
import { eventually, event, notification, record, TOPIC } from '../../../test/support/receiver.ts';
import {
  ACCOUNT,
  BUCKET,
  keyOf,
  ROLE,
  startArchiveReceiver,
  type ArchiveReceiver,
} from '../../../test/support/archive-receiver.ts';

let it: ArchiveReceiver;
afterEach(() => it.close());
const start = async (options: Parameters<typeof startArchiveReceiver>[0] = {}) => (it = await startArchiveReceiver(options));

const signals = () => it.receiver.signals({ limit: 500 });
const ids = async () => (await signals()).map(({ eventId }) => eventId).sort();
const jobs = async (state: string) =>
  (await it.api('GET', `/jobs?state=${state}`)).body.jobs as { reason?: string; kind: string; id: number }[];
const stored = (count: number) => eventually(async () => (await signals()).length === count);
const settled = () => eventually(async () => (await jobs('waiting')).length === 0 && (await jobs('running')).length === 0);
const waiting = () => eventually(async () => (await jobs('waiting')).find(({ reason }) => reason !== undefined));
const records = (...eventIDs: string[]) => eventIDs.map((eventID) => record({ eventID }));

describe('a log file that is announced', () => {
  beforeEach(() => start());

  test('becomes signals, by the role of its account and its external ID, from the owner that is expected', async () => {
    it.put(keyOf('a'), records('1', '2'));
    expect(await it.announce(keyOf('a'))).toMatchObject({ status: 200, body: { outcome: 'queued' } });
    await stored(2);
    expect((await signals())[0]).toMatchObject({
      provenance: [{ path: 's3', bucket: BUCKET, key: keyOf('a') }],
      accountId: ACCOUNT,
    });
    const got = it.stub.calls.find(({ operation }) => operation === 'GetObject');
    expect(got?.parameters).toMatchObject({ Bucket: BUCKET, ExpectedBucketOwner: ACCOUNT });
  });

  test('twice is read once', async () => {
    it.put(keyOf('a'), records('1'));
    await it.announce(keyOf('a'));
    await it.announce(keyOf('a'));
    await stored(1);
    await settled();
    expect(it.stub.count('GetObject')).toBe(1);
  });

  test('row 52: an event that came by EventBridge as well is one signal with both provenances, whichever came first', async () => {
    const deliver = (detail: object) => it.post(it.authority.seal(notification(event(detail))));
    await deliver(record({ eventID: 'first-by-eventbridge' }));
    it.put(keyOf('a'), records('first-by-eventbridge', 'first-by-s3'));
    await it.announce(keyOf('a'));
    await stored(2);
    await deliver(record({ eventID: 'first-by-s3' }));
    const ways = Object.fromEntries(
      (await signals()).map(({ eventId, provenance }) => [eventId, provenance.map(({ path }) => path)]),
    );
    expect(ways).toEqual({ 'first-by-eventbridge': ['eventbridge', 's3'], 'first-by-s3': ['s3', 'eventbridge'] });
  });

  test('row 47: of many records one that is bad is a dead letter alone, and can be read again', async () => {
    it.put(keyOf('a'), [...records('1'), record({ eventID: undefined }), 7, ...records('2')]);
    await it.announce(keyOf('a'));
    await stored(2);
    await settled();
    const dead = await jobs('dead');
    expect(dead.map(({ kind, reason }) => [kind, reason?.split(':')[0]]).sort()).toEqual([
      ['record', 'record-not-an-object'],
      ['record', 'record-unreadable'],
    ]);
    expect((await it.api('POST', '/jobs/redrive', { all: true })).body).toMatchObject({ count: 2 });
    await eventually(async () => (await jobs('dead')).length === 2);
  });

  test('row 42: a record of another account than its path says is nobody’s', async () => {
    it.put(keyOf('a'), [record({ eventID: 'own' }), record({ eventID: 'foreign', recipientAccountId: '444455556666' })]);
    await it.announce(keyOf('a'));
    await stored(1);
    await settled();
    expect(await jobs('dead')).toMatchObject([{ reason: expect.stringMatching(/^account-mismatch: /) }]);
  });

  test('row 41: one that is in no pinned bucket is not read, and those beside it are', async () => {
    it.put(keyOf('a'), records('1'));
    const stranger = 'AWSLogs/999988887777/CloudTrail/us-east-1/2026/01/02/x.json.gz';
    expect(await it.announce(stranger, keyOf('a'))).toMatchObject({ status: 200, body: { outcome: 'queued' } });
    await stored(1);
    expect(await jobs('dead')).toMatchObject([{ kind: 'message', reason: expect.stringMatching(/bucket-not-pinned/) }]);
    expect(it.stub.count('GetObject')).toBe(1);
    const alone = await it.announce(stranger);
    expect(alone).toMatchObject({ status: 200, body: { outcome: 'quarantined' } });
  });

  test.each(['CloudTrail-Insight', 'CloudTrail-NetworkActivity'])('of %s is read too', async (kind) => {
    it.put(keyOf('a', kind), records('1'));
    await it.announce(keyOf('a', kind));
    await stored(1);
    expect(await ids()).toEqual(['1']);
  });

  test('of a digest is left', async () => {
    expect(await it.announce(keyOf('a', 'CloudTrail-Digest'))).toMatchObject({ status: 200, body: { outcome: 'dropped' } });
    expect(it.stub.count('GetObject')).toBe(0);
  });
});

describe('a log file that cannot be read', () => {
  beforeEach(() => start());

  test.each([
    ['is denied', () => it.stub.fail('GetObject', 403, 'AccessDenied', { times: 9 }), /^access-denied: /],
    ['is throttled', () => it.stub.fail('GetObject', 503, 'SlowDown', { times: 9 }), /^throttled: /],
    ['is not there yet', () => undefined, /^no-such-key: /],
    ['breaks off', () => it.stub.spoil('ends early'), /^(cut-short|truncated|network): /],
  ])('since it %s is tried again, and read once it can be', async (_why, break_, reason) => {
    if (!String(reason).includes('no-such-key')) it.put(keyOf('a'), records('1'));
    break_();
    await it.announce(keyOf('a'));
    expect((await waiting()).reason).toMatch(reason);
    it.put(keyOf('a'), records('1'));
    it.stub.recover();
    await stored(1);
  });

  test('row 46: since it is no gzip that CloudTrail wrote, it is a dead letter at once', async () => {
    it.stub.put(BUCKET, keyOf('a'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255, 255]));
    await it.announce(keyOf('a'));
    expect((await eventually(async () => (await jobs('dead'))[0])).reason).toMatch(/^(corrupt|truncated): /);
  });

  test('since its bucket is somebody else’s is tried again, and nothing of it is read', async () => {
    it.stub.bucket(BUCKET, { owner: '999988887777', region: 'us-east-1' });
    it.put(keyOf('a'), records('1'));
    await it.announce(keyOf('a'));
    expect((await waiting()).reason).toMatch(/^access-denied: /);
    expect(await ids()).toEqual([]);
  });
});

test('row 49: a role is assumed by what the registry says of the account, and not before it is proven', async () => {
  await start({ connect: false });
  it.put(keyOf('a'), records('1'));
  await it.announce(keyOf('a'));
  expect((await waiting()).reason).toMatch(/^account-not-connected: connect 111122223333 with `clarion-receiver account connect/);
  expect(it.stub.count('AssumeRole')).toBe(0);
  expect(await it.api('POST', `/accounts/${ACCOUNT}/connect`)).toMatchObject({ status: 200 });
  await stored(1);
});

test('an account whose role asks for no external ID is not connected', async () => {
  await start({ connect: false });
  it.stub.role(ROLE);
  expect(await it.api('POST', `/accounts/${ACCOUNT}/connect`)).toMatchObject({
    status: 422,
    body: { error: expect.any(String) },
  });
  expect((await it.api('GET', `/accounts/${ACCOUNT}`)).body).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/^external-id-not-required/),
  });
});

test('row 40: a finding that a stranger could publish to an allowed topic is quarantined unless its account is connected', async () => {
  await start();
  await it.receiver.addTopic({ monitor: 'findings', arn: TOPIC, kind: 'guardduty' });
  const finding = (account: string) => ({
    ...event({
      schemaVersion: '2.0',
      accountId: account,
      region: 'us-east-1',
      id: 'f1',
      type: 'Recon:EC2/PortProbe',
      severity: 8,
    }),
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account,
  });
  const deliver = (body: object) => it.post(it.authority.seal(notification(body)));
  const time = { updatedAt: '2026-01-02T03:04:05Z' };
  const withTime = (account: string) => ({ ...finding(account), detail: { ...(finding(account) as any).detail, ...time } });
  expect(await deliver(withTime('999988887777'))).toMatchObject({ status: 200, body: { outcome: 'quarantined' } });
  expect(await deliver(withTime(ACCOUNT))).toMatchObject({ status: 200, body: { outcome: 'signals' } });
});

test('row 38: a quarantined message is a signal once its account is connected and it is asked for again', async () => {
  await start();
  const detail = record({ eventID: 'late', recipientAccountId: '444455556666' });
  const body = it.authority.seal(notification(event(detail, { account: '444455556666' })));
  expect(await it.post(body)).toMatchObject({ body: { outcome: 'quarantined' } });
  const [letter] = await jobs('dead');
  expect(letter).toMatchObject({ kind: 'message', reason: expect.stringMatching(/^quarantined: the account is not connected/) });
  await it.api('PUT', '/accounts/444455556666', { roleArn: 'arn:aws:iam::444455556666:role/ClarionIntegrationRole' });
  expect((await it.api('POST', '/jobs/redrive', { ids: [letter!.id] })).body).toMatchObject({ count: 1 });
  await stored(1);
  expect(await jobs('dead')).toEqual([]);
});

import { randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsStub, type StubBucket } from '../../../test/support/aws-stub.ts';
import {
  ACCOUNT,
  clientsOf,
  EXTERNAL_ID,
  PIN,
  ROLE_ARN,
  setUp,
  type ClientOptions,
} from '../../../test/support/aws-stub/clients.ts';
import type { Bucket, ListPage, ListRequest } from './bucket.ts';
import { failureOf } from './failure.ts';
import { ObjectBody } from './object-body.ts';

const KEY = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/x.json.gz';
const CONTENT = randomBytes(300_000);
const STRANGER = '444455556666';

let stub: AwsStub;
let close: (() => void)[] = [];
beforeEach(async () => {
  stub = await AwsStub.start();
  setUp(stub);
  stub.put(PIN.bucket, KEY, CONTENT);
});
afterEach(async () => {
  for (const each of close) each();
  close = [];
  await stub.stop();
});
const clients = (options: ClientOptions = {}) => {
  const made = clientsOf(stub, options);
  close.push(made.close);
  return made;
};
async function bytes(bucket: Bucket, key = KEY, signal?: AbortSignal): Promise<Buffer> {
  const { body } = await bucket.getObject(key, signal);
  return Buffer.concat(await body.toArray());
}
/** Not `toEqual`, which looks at 300,000 bytes one by one. */
const expectContent = (read: Buffer) => expect(read.equals(CONTENT)).toBe(true);
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  );
const change = (bucket: Partial<StubBucket>) => stub.buckets.set(PIN.bucket, { ...stub.buckets.get(PIN.bucket)!, ...bucket });
const calls = () => stub.calls.map(({ operation, region }) => `${operation} ${region}`);

describe('an object', () => {
  test('is read as it is stored, with its length, digest and time', async () => {
    const { body, ...rest } = await clients().bucket().getObject(KEY);
    expectContent(Buffer.concat(await body.toArray()));
    expect(rest).toEqual({
      contentLength: CONTENT.length,
      etag: expect.stringMatching(/^[0-9a-f]{32}$/),
      lastModified: new Date('2026-01-02T03:04:05Z'),
    });
  });

  test.each([
    [
      'put in parts',
      { etag: `${'0'.repeat(32)}-7`, headers: { 'x-amz-checksum-crc32': 'AAAAAA==-7', 'x-amz-checksum-type': 'COMPOSITE' } },
    ],
    ['with a checksum of another kind', { headers: { 'x-amz-checksum-sha256': 'bm90IHRoZSBzdW0gb2YgdGhpcw==' } }],
    ['without any digest', { etag: '' }],
  ])('%s is read', async (_, more) => {
    stub.put(PIN.bucket, KEY, CONTENT, more);
    expectContent(await bytes(clients().bucket()));
  });

  test.each(['AWSLogs/a b+c%2Bd&e=é/x.json.gz', "AWSLogs/(x)'!*~.json.gz", 'AWSLogs//x.json.gz'])(
    'called %j is read under this very name',
    async (key) => {
      stub.put(PIN.bucket, key, 'here');
      expect((await bytes(clients().bucket(), key)).toString()).toBe('here');
    },
  );

  test.each(['other/x.json.gz', 'AWSLogs', 'xAWSLogs/y', '', 'AWSLogs/../other/x', 'AWSLogs/./x', 'AWSLogs/x/..'])(
    'called %j is outside of the prefix, and nothing is asked',
    async (key) => {
      expect(await failure(clients().bucket().getObject(key))).toMatchObject({ code: 'outside-pin', mayHeal: false });
      expect(stub.calls).toEqual([]);
    },
  );

  test.each([
    `arn:aws:s3:us-east-1:${STRANGER}:accesspoint/x`,
    'arn:aws:s3::444455556666:accesspoint/x.mrap',
    'logs.evil.example/x',
    'UPPER',
    'a',
    '',
  ])('of %j, which names no bucket, is not asked for', async (bucket) => {
    expect(await failure(clients().bucket({ bucket }).getObject(KEY))).toMatchObject({ code: 'outside-pin' });
    expect(stub.calls).toEqual([]);
  });

  test.each(['eu-west-1.evil.example', 'x@evil.example', ''])('in a Region %j is not asked for', async (region) => {
    expect(await failure(clients().bucket({ region }).getObject(KEY))).toMatchObject({ code: 'outside-pin' });
    expect(stub.calls).toEqual([]);
  });
});

describe('denied', () => {
  test('the wrong external ID: STS does not give the role', async () => {
    const bucket = clients().bucket({}, { externalId: 'another-tenant-s' });
    expect(await failure(bytes(bucket))).toMatchObject({ code: 'role-denied', mayHeal: true });
  });

  test("a role of another account than the row's: STS is not asked", async () => {
    const bucket = clients().bucket({}, { accountId: STRANGER });
    expect(await failure(bytes(bucket))).toMatchObject({ code: 'role-invalid', mayHeal: true });
    expect(stub.calls).toEqual([]);
  });

  test('row 41: a bucket that somebody else owns by now: S3 refuses, since every call says who should own it', async () => {
    change({ owner: STRANGER });
    const bucket = clients().bucket();
    expect(await failure(bytes(bucket))).toMatchObject({ code: 'access-denied', mayHeal: true });
    expect(await failure(pages(bucket, { prefix: 'AWSLogs/' }))).toMatchObject({ code: 'access-denied' });
    const s3 = stub.calls.filter(({ parameters }) => 'Bucket' in parameters);
    expect(new Set(s3.map(({ operation }) => operation))).toEqual(new Set(['HeadBucket', 'GetObject', 'ListObjectsV2']));
    expect(new Set(s3.map(({ parameters }) => parameters['ExpectedBucketOwner']))).toEqual(new Set([ACCOUNT]));
  });

  test('a bucket of an account that is not the one whose role reads it is read, where the monitor says whose it is', async () => {
    change({ owner: STRANGER });
    expectContent(await bytes(clients().bucket({ ownerAccountId: STRANGER })));
  });

  test('a role that may not read the bucket', async () => {
    stub.role(ROLE_ARN, { externalIds: [EXTERNAL_ID], buckets: [] });
    expect(await failure(bytes(clients().bucket()))).toMatchObject({ code: 'access-denied', mayHeal: true });
  });

  test('the KMS key: the reason says so where S3 does, and names the key among others where it does not', async () => {
    change({ key: 'denied' });
    const told = await failure(bytes(clients().bucket()));
    expect(told).toMatchObject({ code: 'kms-denied', mayHeal: true });
    expect(told?.reason).not.toMatch(/arn:|1234abcd/);
    change({ key: 'denied without a word' });
    const untold = await failure(bytes(clients().bucket()));
    expect(untold).toMatchObject({ code: 'access-denied', mayHeal: true });
    expect(untold?.reason).toContain('kms:Decrypt');
    change({ key: 'disabled' });
    expect(await failure(bytes(clients().bucket()))).toMatchObject({ code: 'kms-key-unusable', mayHeal: true });
  });

  test('an object that is gone: it may come while it is young, and is given up later', async () => {
    const gone = await clients()
      .bucket()
      .getObject('AWSLogs/gone')
      .catch((error: unknown) => error);
    expect(failureOf(gone, 60_000)).toMatchObject({ code: 'no-such-key', mayHeal: true });
    expect(failureOf(gone, 24 * 3_600_000)).toMatchObject({ code: 'no-such-key', mayHeal: false });
  });

  test('an object in an archive: given up, until a person restores it', async () => {
    stub.put(PIN.bucket, KEY, 'x', { archived: true });
    expect(await failure(bytes(clients().bucket()))).toMatchObject({ code: 'archived', mayHeal: false });
  });

  test('a bucket that is not there', async () => {
    expect(await failure(bytes(clients().bucket({ bucket: 'no-such' })))).toMatchObject({ code: 'no-such-bucket' });
  });

  test('too many calls, then not: once more is tried at once, the rest is left to the job', async () => {
    stub.fail('GetObject', 503, 'SlowDown');
    const bucket = clients().bucket();
    expectContent(await bytes(bucket));
    stub.fail('GetObject', 503, 'SlowDown', { times: 2 });
    expect(await failure(bytes(bucket))).toMatchObject({ code: 'throttled', mayHeal: true });
    expectContent(await bytes(bucket));
  });

  test('a session that ended in between: another is got, once', async () => {
    const bucket = clients().bucket({ region: 'eu-west-1' });
    await bytes(bucket);
    stub.expireSessions();
    expectContent(await bytes(bucket));
    expect(stub.count('AssumeRole')).toBe(2);
    stub.fail('GetObject', 403, 'InvalidAccessKeyId', { times: 2 });
    expect(await failure(bytes(bucket))).toMatchObject({ code: 'session-expired', mayHeal: true });
    expectContent(await bytes(bucket));
  });

  test('a session that ended for many at once: each goes on, and another is got once', async () => {
    const bucket = clients().bucket({ region: 'eu-west-1' });
    await bytes(bucket);
    stub.expireSessions();
    const all = await Promise.all(Array.from({ length: 10 }, () => bytes(bucket)));
    expect(all.every((each) => each.equals(CONTENT))).toBe(true);
    expect(stub.count('AssumeRole')).toBe(2);
  });
});

describe("the bucket's Region", () => {
  test('is asked of S3 once, and then known', async () => {
    const bucket = clients().bucket();
    await bytes(bucket);
    await bytes(bucket);
    expect(calls().filter((call) => !call.startsWith('AssumeRole'))).toEqual([
      'HeadBucket us-east-1',
      'GetObject eu-west-1',
      'GetObject eu-west-1',
    ]);
  });

  test('is not asked where the monitor says it', async () => {
    await bytes(clients().bucket({ region: 'eu-west-1' }));
    expect(calls()).toEqual(['AssumeRole us-east-1', 'GetObject eu-west-1']);
  });

  test.each(['PermanentRedirect', 'AuthorizationHeaderMalformed'] as const)(
    'is what %s says, where the monitor says another, and then known',
    async (elsewhere) => {
      change({ elsewhere });
      const bucket = clients().bucket({ region: 'us-west-2' });
      expectContent(await bytes(bucket));
      await bytes(bucket);
      const asked = calls().filter((call) => call.startsWith('GetObject'));
      expect(asked).toEqual(['GetObject us-west-2', 'GetObject eu-west-1', 'GetObject eu-west-1']);
    },
  );

  test('is found out again when the bucket was made anew elsewhere', async () => {
    const bucket = clients().bucket();
    await bytes(bucket);
    change({ region: 'ap-south-1' });
    expectContent(await bytes(bucket));
  });

  test('is known from a refusal as well, and the session may use keys there alone', async () => {
    stub.fail('HeadBucket', 403, 'AccessDenied');
    change({ region: 'us-east-1' });
    await bytes(clients().bucket());
    const policies = stub.calls.flatMap(({ parameters }) => parameters['Policy'] ?? []);
    expect(policies.map((policy) => /"s3\.([a-z0-9-]+)\.amazonaws/.exec(policy)?.[1])).toEqual([undefined, 'us-east-1']);
  });

  test('that leads in circles is a failure that may heal', async () => {
    stub.fail('GetObject', 301, 'PermanentRedirect', { times: 4 });
    expect(await failure(bytes(clients().bucket()))).toMatchObject({ code: 'wrong-region', mayHeal: true });
  });
});

describe('a body', () => {
  test.each(['breaks off', 'ends early'] as const)('that %s is a failure that may heal', async (fault) => {
    stub.spoil(fault);
    const bucket = clients().bucket();
    expect(await failure(bytes(bucket))).toMatchObject({ mayHeal: true });
    expectContent(await bytes(bucket));
  });

  test('that hangs is a time-out, which may heal', async () => {
    stub.spoil('hangs');
    expect(await failure(bytes(clients({ idleTimeoutMs: 100 }).bucket()))).toMatchObject({ code: 'timeout', mayHeal: true });
  });

  test('that comes too slowly altogether is a time-out, which may heal', async () => {
    stub.spoil('hangs');
    expect(await failure(bytes(clients({ bodyTimeoutMs: 100 }).bucket()))).toMatchObject({ code: 'timeout', mayHeal: true });
  });

  test('whose reader pauses longer than S3 may is read to its end', async () => {
    const { body } = await clients({ idleTimeoutMs: 50 }).bucket().getObject(KEY);
    const got: Buffer[] = [];
    for await (const chunk of body) {
      got.push(chunk as Buffer);
      if (got.length < 3) await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expectContent(Buffer.concat(got));
  });

  test('that is said to be too large is not opened, and given up', async () => {
    const bucket = clients({ maxBytes: CONTENT.length - 1 }).bucket();
    expect(await failure(bucket.getObject(KEY))).toMatchObject({ code: 'too-large', mayHeal: false });
    expectContent(await bytes(clients({ maxBytes: CONTENT.length }).bucket()));
  });

  test('is broken off by a signal: before the answer, and within the body', async () => {
    const bucket = clients().bucket();
    const [before, within] = [new AbortController(), new AbortController()];
    before.abort();
    expect(await failure(bucket.getObject(KEY, before.signal))).toMatchObject({ code: 'aborted', mayHeal: true });
    stub.spoil('hangs');
    const { body } = await bucket.getObject(KEY, within.signal);
    setTimeout(() => within.abort(), 20);
    expect(await failure(body.toArray())).toMatchObject({ code: 'aborted', mayHeal: true });
  });

  test('whose error comes before anybody reads ends no process, and is met by who reads then', async () => {
    stub.spoil('breaks off');
    const { body } = await clients().bucket().getObject(KEY);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await failure(body.toArray())).toMatchObject({ mayHeal: true });
  });
});

describe('a body whose length nobody said', () => {
  let server: Server;
  let reached: Promise<ServerResponse>;
  const open = async (limits: { maxBytes?: number } = {}) => {
    let reach: (response: ServerResponse) => void;
    reached = new Promise((resolve) => (reach = resolve));
    server = createServer((_, response) => {
      response.write(CONTENT);
      reach(response);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { get } = await import('node:http');
    const source = await new Promise<import('node:http').IncomingMessage>((resolve) =>
      get({ port: (server.address() as AddressInfo).port }, resolve),
    );
    return new ObjectBody(source, undefined, limits);
  };
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('is counted, and given up when it is too large', async () => {
    const body = await open({ maxBytes: CONTENT.length - 1 });
    expect(await failure(body.toArray())).toMatchObject({ code: 'too-large', mayHeal: false });
  });

  test('has its connection closed when its reader goes', async () => {
    const body = await open();
    const closed = reached.then((response) => new Promise((resolve) => response.once('close', () => resolve(true))));
    body.destroy();
    expect(await closed).toBe(true);
  });
});

async function pages(bucket: Bucket, request: ListRequest): Promise<ListPage[]> {
  const found: ListPage[] = [];
  for await (const page of bucket.listObjects(request)) found.push(page);
  return found;
}

describe('a list', () => {
  const keysOf = (found: readonly ListPage[]) => found.flatMap(({ objects }) => objects.map(({ key }) => key));

  test('has all keys under the prefix in order, page by page, with size, digest and time', async () => {
    stub.pageSize = 2;
    for (const name of ['c', 'a', 'e', 'b', 'd']) stub.put(PIN.bucket, `AWSLogs/x/${name}`, name);
    stub.put(PIN.bucket, 'other', 'x');
    const found = await pages(clients().bucket(), { prefix: 'AWSLogs/x/' });
    expect(found.map(({ objects }) => objects.length)).toEqual([2, 2, 1]);
    expect(keysOf(found)).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `AWSLogs/x/${name}`));
    expect(found[0]?.objects[0]).toEqual({
      key: 'AWSLogs/x/a',
      size: 1,
      etag: '0cc175b9c0f1b6a831c399e269772661',
      lastModified: Date.parse('2026-01-02T03:04:05Z'),
    });
  });

  test('begins after a key', async () => {
    for (const name of ['a', 'b', 'c']) stub.put(PIN.bucket, `AWSLogs/x/${name}`);
    const found = await pages(clients().bucket(), { prefix: 'AWSLogs/x/', startAfter: 'AWSLogs/x/a' });
    expect(keysOf(found)).toEqual(['AWSLogs/x/b', 'AWSLogs/x/c']);
  });

  test('has folders where a delimiter is given, each once', async () => {
    stub.pageSize = 1;
    for (const name of ['1/a', '1/b', '2/a', 'x']) stub.put(PIN.bucket, `AWSLogs/x/${name}`);
    const found = await pages(clients().bucket(), { prefix: 'AWSLogs/x/', delimiter: '/' });
    expect(found.flatMap(({ prefixes }) => prefixes)).toEqual(['AWSLogs/x/1/', 'AWSLogs/x/2/']);
    expect(keysOf(found)).toEqual(['AWSLogs/x/x']);
  });

  test('has names that XML could not hold', async () => {
    const names = ['a b+c%2B', 'é<&>"', '\u0001\u000b', '100%', '日本/x'].map((name) => `AWSLogs/${name}`);
    for (const name of names) stub.put(PIN.bucket, name);
    expect(new Set(keysOf(await pages(clients().bucket(), { prefix: 'AWSLogs/' })))).toEqual(new Set([KEY, ...names]));
  });

  test('makes no call that nobody asks for', async () => {
    stub.pageSize = 1;
    for (const name of ['a', 'b', 'c']) stub.put(PIN.bucket, `AWSLogs/x/${name}`);
    for await (const page of clients().bucket().listObjects({ prefix: 'AWSLogs/x/' }))
      if (keysOf([page])[0]?.endsWith('a')) break;
    expect(stub.count('ListObjectsV2')).toBe(1);
  });

  test('outside of the prefix is not asked for', async () => {
    expect(await failure(pages(clients().bucket(), { prefix: '' }))).toMatchObject({ code: 'outside-pin' });
    expect(stub.calls).toEqual([]);
  });
});

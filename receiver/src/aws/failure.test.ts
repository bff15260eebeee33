import { createServer, get as httpGet, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { AwsStub } from '../../../test/support/aws-stub.ts';
import { clientsOf, PIN, ROLE, setUp } from '../../../test/support/aws-stub/clients.ts';
import { AwsProblem, FAILURES, failureOf, problemOf, type FailureCode } from './failure.ts';

const KEY = 'AWSLogs/x.json.gz';
const HOUR = 3_600_000;
/** What AWS writes into its messages, and nobody else should. */
const SECRET = 'FwoGZXIvYXdzEXAMPLETOKEN of arn:aws:iam::999988887777:user/ada';

let stub: AwsStub;
let aws: ReturnType<typeof clientsOf>;
beforeEach(async () => {
  stub = await AwsStub.start();
  setUp(stub);
  stub.put(PIN.bucket, KEY, 'x');
  aws = clientsOf(stub);
});
afterEach(async () => {
  aws.close();
  await stub.stop();
});

async function failing(work: Promise<unknown>): Promise<AwsProblem> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AwsProblem);
  return error as AwsProblem;
}
const fetchRaw = (url: string) => new Promise((resolve, reject) => httpGet(url, resolve).once('error', reject));
const get = (pin = {}) => failing(aws.bucket({ region: 'eu-west-1', ...pin }).getObject(KEY));

test.each<[status: number, name: string, code: FailureCode, mayHeal: boolean, message?: string]>([
  [503, 'SlowDown', 'throttled', true],
  [503, 'ServiceUnavailable', 'unavailable', true],
  [500, 'InternalError', 'unavailable', true],
  [502, 'NobodyKnows', 'unavailable', true],
  [429, 'NobodyKnows', 'throttled', true],
  [400, 'RequestTimeout', 'timeout', true],
  [403, 'AccessDenied', 'access-denied', true],
  [403, 'AllAccessDisabled', 'access-denied', true],
  [403, 'NobodyKnows', 'access-denied', true],
  [403, 'AccessDenied', 'kms-denied', true, 'User: x is not authorized to perform: kms:Decrypt on resource: y'],
  [403, 'AccessDenied', 'kms-denied', true, 'The ciphertext refers to a customer master key that does not exist'],
  [400, 'KMS.DisabledException', 'kms-key-unusable', true],
  [400, 'KMS.KMSInvalidStateException', 'kms-key-unusable', true],
  [400, 'KMS.NotFoundException', 'kms-key-unusable', true],
  [403, 'RequestTimeTooSkewed', 'credentials-refused', true],
  [403, 'SignatureDoesNotMatch', 'credentials-refused', true],
  [301, 'PermanentRedirect', 'wrong-region', true],
  [400, 'AuthorizationHeaderMalformed', 'wrong-region', true],
  [403, 'InvalidObjectState', 'archived', false],
  [400, 'InvalidRequest', 'not-readable', false],
  [405, 'MethodNotAllowed', 'not-readable', false],
  [418, 'NobodyKnows', 'unexpected', true],
])('S3 answering %i %s is %s, may heal: %s', async (status, name, code, mayHeal, message = SECRET) => {
  stub.fail('GetObject', status, name, { times: 2, message });
  expect(failureOf(await get(), 30 * 24 * HOUR)).toMatchObject({ code, mayHeal });
});

test.each(['NoSuchKey', 'NoSuchBucket'])('S3 answering %s may heal while the object is young', async (name) => {
  stub.fail('GetObject', 404, name);
  const problem = await get();
  expect(failureOf(problem).mayHeal).toBe(true);
  expect(failureOf(problem, HOUR / 2).mayHeal).toBe(true);
  expect(failureOf(problem, 2 * HOUR).mayHeal).toBe(false);
});

test.each<[status: number, name: string, code: FailureCode]>([
  [403, 'AccessDenied', 'role-denied'],
  [403, 'InvalidClientTokenId', 'credentials-refused'],
  [403, 'ExpiredTokenException', 'credentials-refused'],
  [403, 'RegionDisabledException', 'region-disabled'],
  [400, 'Throttling', 'throttled'],
  [400, 'ValidationError', 'role-invalid'],
  [400, 'PackedPolicyTooLarge', 'unexpected'],
])('STS answering %i %s is %s, and may heal', async (status, name, code) => {
  stub.fail('AssumeRole', status, name, { times: 2, message: SECRET });
  expect(failureOf(await failing(aws.sts.assume(ROLE, { externalId: 'x1' })))).toMatchObject({ code, mayHeal: true });
});

test.each<[name: string, code: FailureCode, mayHeal: boolean]>([
  ['com.amazonaws.sqs#QueueDoesNotExist', 'queue-unknown', false],
  ['AccessDeniedException', 'queue-denied', true],
  ['KmsAccessDenied', 'queue-denied', true],
  ['RequestThrottled', 'throttled', true],
])('SQS answering %s is %s, may heal: %s', async (name, code, mayHeal) => {
  stub.fail('ReceiveMessage', 400, name, { times: 2, message: SECRET });
  const sqs = new SQSClient({ endpoint: stub.url, maxAttempts: 1 });
  const error: unknown = await sqs.send(new ReceiveMessageCommand({ QueueUrl: stub.url })).catch((thrown: unknown) => thrown);
  expect(failureOf(problemOf('sqs', error))).toMatchObject({ code, mayHeal });
  sqs.destroy();
});

test('a receiver without credentials of its own is told so', async () => {
  const { AWS_ACCESS_KEY_ID } = process.env;
  delete process.env['AWS_ACCESS_KEY_ID'];
  try {
    expect(failureOf(await get())).toMatchObject({ code: 'credentials-missing', mayHeal: true });
  } finally {
    process.env['AWS_ACCESS_KEY_ID'] = AWS_ACCESS_KEY_ID;
  }
});

describe('an AWS that does not answer', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const listening = async (onConnection: Parameters<Server['on']>[1]) => {
    server = createServer().on('connection', onConnection).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };

  test('in time is a time-out, which may heal', async () => {
    const late = clientsOf(await listening(() => undefined), { callTimeoutMs: 200 });
    expect(failureOf(await failing(late.bucket().getObject(KEY)))).toMatchObject({ code: 'timeout', mayHeal: true });
    late.close();
  });

  test('is not waited for by whoever breaks it off', async () => {
    const stop = new AbortController();
    const late = clientsOf(await listening(() => stop.abort()));
    const asked = late.sts.assume(ROLE, { externalId: 'x1' }, stop.signal);
    expect(failureOf(await failing(asked))).toMatchObject({ code: 'aborted', mayHeal: true });
    late.close();
  });

  // Asked without the SDK, which does not know Node's errors again in the realm of a test. The command line's test asks with it.
  const meets = (url: string) => failing(fetchRaw(url).catch((error: unknown) => Promise.reject(problemOf('s3', error))));

  test('but hangs up is the network, which may heal', async () => {
    const { url } = await listening((socket: { destroy(): void }) => socket.destroy());
    expect(failureOf(await meets(url))).toMatchObject({ code: 'network', mayHeal: true });
  });

  test('since nothing listens is the network, which may heal', async () => {
    const { url } = await listening(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const { code, reason } = failureOf(await meets(url));
    expect([code, reason.includes('ECONNREFUSED')]).toEqual(['network', true]);
  });

  test('to the name it was asked by is the network, which may heal', async () => {
    expect(failureOf(await meets('http://nobody.invalid'))).toMatchObject({ code: 'network', mayHeal: true });
  });
});

test("a reason names AWS's error, its status and the request, and nothing of its message", async () => {
  stub.fail('GetObject', 403, 'AccessDenied', { times: 1, message: SECRET });
  const { reason } = failureOf(await get());
  expect(reason).toMatch(/\(AccessDenied, 403, request [\w-]+\)$/);
  for (const word of SECRET.split(' ').filter((each) => each.length > 4)) expect(reason).not.toContain(word);
});

test('whatever an error holds, its reason is one of ours with at most four words from outside', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'AccessDenied', 'a\nb', 'x'.repeat(999)),
  );
  const thrown = fc.oneof(
    fc.anything(),
    fc.record(
      {
        name: text,
        message: text,
        code: fc.oneof(text, fc.integer()),
        $metadata: fc.record({ httpStatusCode: fc.oneof(fc.integer(), text), requestId: text }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
  );
  const reasons: readonly string[] = Object.values(FAILURES).map(({ reason }) => reason);
  fc.assert(
    fc.property(thrown, fc.constantFrom('sts', 's3', 'sqs'), (error, service) => {
      const { reason, code } = failureOf(problemOf(service, error));
      const [, ours = '', outside = ''] = /^(.*) \(([^()]*)\)$/s.exec(reason) ?? [];
      expect(reasons).toContain(ours);
      expect(Object.keys(FAILURES)).toContain(code);
      expect(outside).toMatch(/^([\w.-]{1,64}|no name)(, -?\d+)?(, request [\w.-]{1,64})?$/);
    }),
  );
});

test('a fault of our own is no word of AWS, and is tried again', () => {
  expect(failureOf(new TypeError('token=abc'))).toEqual({
    code: 'unexpected',
    mayHeal: true,
    reason: 'unexpected error (TypeError)',
  });
});

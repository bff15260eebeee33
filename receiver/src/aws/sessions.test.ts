import { AwsStub } from '../../../test/support/aws-stub.ts';
import { ACCOUNT, clientsOf, EXTERNAL_ID, PIN, ROLE, ROLE_ARN, setUp } from '../../../test/support/aws-stub/clients.ts';
import { roleOf } from './role.ts';
import { sessionPolicy } from './session-policy.ts';

const SCOPE = { bucket: 'acme-logs', prefix: 'AWSLogs/', region: 'eu-west-1' };
const MINUTE = 60_000;

let stub: AwsStub;
let now: number;
let aws: ReturnType<typeof clientsOf>;
beforeEach(async () => {
  stub = await AwsStub.start();
  setUp(stub);
  now = Date.now();
  aws = clientsOf(stub, { now: () => now });
});
afterEach(async () => {
  aws.close();
  await stub.stop();
});
const asked = () => stub.calls.filter(({ operation }) => operation === 'AssumeRole').map(({ parameters }) => parameters);

test("a session is asked for by the account's role and external ID, under a fixed name, narrowed to its scope", async () => {
  const session = await aws.sessions.session(ROLE, SCOPE);
  expect(stub.sessions.get(session.credentials.accessKeyId)?.roleArn).toBe(ROLE_ARN);
  expect(asked()).toEqual([
    {
      RoleArn: ROLE_ARN,
      ExternalId: EXTERNAL_ID,
      RoleSessionName: 'clarion-receiver',
      DurationSeconds: '3600',
      Policy: sessionPolicy(ROLE, SCOPE),
    },
  ]);
});

test('a session without a scope is another, and may what its role may', async () => {
  const narrow = await aws.sessions.session(ROLE, SCOPE);
  expect(await aws.sessions.session(ROLE)).not.toBe(narrow);
  expect(asked()[1]).toEqual({
    RoleArn: ROLE_ARN,
    ExternalId: EXTERNAL_ID,
    RoleSessionName: 'clarion-receiver',
    DurationSeconds: '3600',
  });
});

test('a session is asked for once, however many want it at once and later', async () => {
  const sessions = await Promise.all(Array.from({ length: 20 }, () => aws.sessions.session(ROLE, SCOPE)));
  sessions.push(await aws.sessions.session({ ...ROLE }, { ...SCOPE }));
  expect(new Set(sessions).size).toBe(1);
  expect(asked()).toHaveLength(1);
});

test('another account, role, external ID, bucket, prefix or Region is another session, so that each change is in force at once', async () => {
  const other = '444455556666';
  const otherArn = `arn:aws:iam::${other}:role/ClarionIntegrationRole`;
  stub.role(otherArn);
  stub.role(`${ROLE_ARN}2`);
  stub.role(ROLE_ARN);
  const roles = [
    ROLE,
    { ...ROLE, accountId: other, roleArn: otherArn },
    { ...ROLE, roleArn: `${ROLE_ARN}2` },
    { ...ROLE, externalId: 'another' },
  ];
  const scopes = [SCOPE, { ...SCOPE, bucket: 'other' }, { ...SCOPE, prefix: 'x/' }, { ...SCOPE, region: 'us-east-1' }];
  const wanted = [...roles.map((role) => [role, SCOPE] as const), ...scopes.slice(1).map((scope) => [ROLE, scope] as const)];
  const sessions = await Promise.all(wanted.map(([role, scope]) => aws.sessions.session(role, scope)));
  expect(new Set(sessions).size).toBe(wanted.length);
  expect(asked()).toHaveLength(wanted.length);
});

test('a session is renewed two minutes before it ends', async () => {
  const first = await aws.sessions.session(ROLE, SCOPE);
  now = first.expiresAt - 2 * MINUTE - 1;
  expect(await aws.sessions.session(ROLE, SCOPE)).toBe(first);
  now += 1;
  expect(await aws.sessions.session(ROLE, SCOPE)).not.toBe(first);
  expect(asked()).toHaveLength(2);
});

test('one that still lives carries over a failure of STS; one that ended does not', async () => {
  const first = await aws.sessions.session(ROLE, SCOPE);
  stub.fail('AssumeRole', 403, 'AccessDenied', { times: 2 });
  now = first.expiresAt - MINUTE;
  expect(await aws.sessions.session(ROLE, SCOPE)).toBe(first);
  now = first.expiresAt;
  await expect(aws.sessions.session(ROLE, SCOPE)).rejects.toMatchObject({ code: 'role-denied' });
});

test('one that AWS no longer takes is not given again, not even while STS fails', async () => {
  const first = await aws.sessions.session(ROLE, SCOPE);
  aws.sessions.drop(first);
  stub.fail('AssumeRole', 403, 'AccessDenied');
  await expect(aws.sessions.session(ROLE, SCOPE)).rejects.toMatchObject({ code: 'role-denied' });
  const second = await aws.sessions.session(ROLE, SCOPE);
  expect(second).not.toBe(first);
  // Said late by someone who still had the first.
  aws.sessions.drop(first);
  expect(await aws.sessions.session(ROLE, SCOPE)).toBe(second);
});

test('one that is dropped while its successor is asked for carries over nothing', async () => {
  const first = await aws.sessions.session(ROLE, SCOPE);
  now = first.expiresAt - MINUTE;
  stub.fail('AssumeRole', 403, 'AccessDenied');
  const waiting = aws.sessions.session(ROLE, SCOPE);
  aws.sessions.drop(first);
  await expect(waiting).rejects.toMatchObject({ code: 'role-denied' });
});

test('a failure is met by all who wait, and by nobody after them', async () => {
  stub.fail('AssumeRole', 403, 'AccessDenied');
  const waiting = await Promise.allSettled([aws.sessions.session(ROLE, SCOPE), aws.sessions.session(ROLE, SCOPE)]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await aws.sessions.session(ROLE, SCOPE);
  expect(asked()).toHaveLength(2);
});

test('of more sessions than are kept, those that were used last are', async () => {
  const few = clientsOf(stub, { limit: 2 }).sessions;
  const scopes = ['a', 'b', 'c'].map((prefix) => ({ ...SCOPE, prefix }));
  const [a, b] = [await few.session(ROLE, scopes[0]), await few.session(ROLE, scopes[1])];
  expect(await few.session(ROLE, scopes[0])).toBe(a);
  await few.session(ROLE, scopes[2]);
  expect(await few.session(ROLE, scopes[0])).toBe(a);
  expect(await few.session(ROLE, scopes[1])).not.toBe(b);
});

test('what waits for STS when all is closed is broken off', async () => {
  const waiting = aws.sessions.session(ROLE, SCOPE);
  aws.sessions.close();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
});

describe('row 49: role and external ID come from the row of the account, and from nowhere else', () => {
  const row = { id: ACCOUNT, roleArn: ROLE_ARN, externalId: EXTERNAL_ID };

  test('row 49: the role is what the registry says, and nothing else', () => {
    expect(roleOf(row)).toEqual(ROLE);
    expect(roleOf({ ...row, externalId: 'its-own' })).toEqual({ ...ROLE, externalId: 'its-own' });
  });

  test('row 49: the external ID of another tenant does not open the role', async () => {
    const stolen = roleOf({ ...row, externalId: 'the-other-tenant-s' });
    await expect(aws.sessions.session(stolen, SCOPE)).rejects.toMatchObject({ code: 'role-denied' });
  });

  test("row 49: a role of another account than the row's is refused before STS is asked", async () => {
    const foreign = { ...ROLE, roleArn: ROLE_ARN.replace(ACCOUNT, '444455556666') };
    stub.role(foreign.roleArn);
    await expect(aws.sessions.session(foreign, SCOPE)).rejects.toMatchObject({ code: 'role-invalid' });
    expect(stub.calls).toEqual([]);
  });

  test.each([
    ['no ARN', { roleArn: 'ClarionIntegrationRole' }],
    ['the ARN of a user', { roleArn: ROLE_ARN.replace(':role/', ':user/') }],
    ['an ARN with a line break', { roleArn: `${ROLE_ARN}\n` }],
    ['a partition that is not known', { roleArn: ROLE_ARN.replace('arn:aws:', 'arn:aws-evil:') }],
    ['no external ID', { externalId: '' }],
    ['an external ID of one letter', { externalId: 'x' }],
    ['an external ID with a space', { externalId: 'a b' }],
  ])('row 49: %s is refused before STS is asked', async (_, wrong) => {
    await expect(aws.sessions.session({ ...ROLE, ...wrong }, SCOPE)).rejects.toMatchObject({ code: 'role-invalid' });
    expect(stub.calls).toEqual([]);
  });

  test('row 49: what an event names changes neither role, nor external ID, nor session name, nor what the session may read', async () => {
    stub.put(PIN.bucket, 'AWSLogs/x');
    const bucket = aws.bucket({ region: 'eu-west-1' });
    await (await bucket.getObject('AWSLogs/x')).body.toArray();
    const [before] = asked();
    for (const key of [`AWSLogs/${ROLE_ARN.replace(ACCOUNT, '444455556666')}`, 'AWSLogs/*', 'AWSLogs/?ExternalId=x']) {
      await expect(bucket.getObject(key)).rejects.toMatchObject({ code: 'no-such-key' });
    }
    expect(asked()).toEqual([before]);
  });

  test.each([
    'arn:aws:iam::111122223333:role/ClarionIntegrationRole',
    'arn:aws:iam::111122223333:role/security/clarion/ClarionIntegrationRole',
    'arn:aws-cn:iam::111122223333:role/Clarion',
    'arn:aws-us-gov:iam::111122223333:role/Clarion',
  ])('row 49: %s is a role that may be', async (roleArn) => {
    stub.role(roleArn, { externalIds: [EXTERNAL_ID] });
    await expect(aws.sessions.session({ ...ROLE, roleArn }, SCOPE)).resolves.toHaveProperty('credentials');
  });
});

describe("STS's Region", () => {
  const regionOf = async (roleArn = ROLE_ARN, options = {}) => {
    stub.role(roleArn);
    const { sessions } = clientsOf(stub, options);
    await sessions.session({ ...ROLE, roleArn }, SCOPE);
    return stub.calls.at(-1)?.region;
  };
  const { AWS_REGION } = process.env;
  afterEach(() => void (process.env['AWS_REGION'] = AWS_REGION));

  test('is what is configured, else what the environment says', async () => {
    process.env['AWS_REGION'] = 'eu-north-1';
    expect(await regionOf()).toBe('eu-north-1');
    expect(await regionOf(ROLE_ARN, { region: 'ap-south-1' })).toBe('ap-south-1');
  });

  test.each([
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])("is otherwise the first of the role's partition: of %s, %s", async (partition, region) => {
    delete process.env['AWS_REGION'];
    expect(await regionOf(ROLE_ARN.replace('arn:aws:', `arn:${partition}:`))).toBe(region);
  });
});

test('AWS_ENDPOINT_URL is another AWS', async () => {
  process.env['AWS_ENDPOINT_URL'] = stub.url;
  try {
    const { AwsAccess } = await import('./access.ts');
    const { Sts } = await import('./sts.ts');
    const access = new AwsAccess();
    expect(access.isElsewhere('S3')).toBe(true);
    await new Sts(access).assume(ROLE, { externalId: EXTERNAL_ID });
    expect(asked()).toHaveLength(1);
    access.close();
  } finally {
    delete process.env['AWS_ENDPOINT_URL'];
  }
});

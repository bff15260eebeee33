import { AwsStub } from '../../../test/support/aws-stub.ts';
import { ACCOUNT, clientsOf, EXTERNAL_ID, ROLE, ROLE_ARN } from '../../../test/support/aws-stub/clients.ts';
import { proveConnection } from './connect.ts';

let stub: AwsStub;
let aws: ReturnType<typeof clientsOf>;
beforeEach(async () => {
  stub = await AwsStub.start();
  stub.role(ROLE_ARN, { externalIds: [EXTERNAL_ID] });
  aws = clientsOf(stub);
});
afterEach(async () => {
  aws.close();
  await stub.stop();
});
const prove = (role = {}) => proveConnection(aws.sts, { ...ROLE, ...role });
const said = () =>
  stub.calls.filter(({ operation }) => operation === 'AssumeRole').map(({ parameters }) => parameters['ExternalId']);

test('an account is connected when its role is given for its external ID, and neither without one nor for another', async () => {
  expect(await prove()).toEqual({ state: 'connected' });
  expect(said()).toEqual([EXTERNAL_ID, undefined, expect.stringMatching(/^[\w-]{43}$/)]);
  expect(stub.count('GetCallerIdentity')).toBe(1);
});

test('the sessions of a proof may do nothing, and end as soon as sessions can', async () => {
  await prove();
  const asked = stub.calls.filter(({ operation }) => operation === 'AssumeRole');
  for (const { parameters } of asked) {
    const statement = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(JSON.parse(parameters['Policy'] ?? '')).toEqual({ Version: '2012-10-17', Statement: [statement] });
    expect(parameters['DurationSeconds']).toBe('900');
  }
});

test('a role that can be assumed without any external ID is refused, and the reason names the condition that it lacks', async () => {
  stub.role(ROLE_ARN);
  const connection = await prove();
  expect(connection).toMatchObject({ state: 'failed', code: 'external-id-not-required' });
  expect(connection).toHaveProperty('reason', expect.stringMatching(/StringEquals on sts:ExternalId.*up to a minute/));
});

test('a role that demands an external ID, but takes any, is refused', async () => {
  const takesAny = { includes: (externalId: string) => externalId !== '' } as unknown as string[];
  stub.role(ROLE_ARN, { externalIds: takesAny });
  expect(await prove()).toMatchObject({ state: 'failed', code: 'external-id-not-required' });
  expect(said()).toHaveLength(3);
});

test('each proof asks for another external ID that nobody has', async () => {
  await prove();
  await prove();
  expect(said()[2]).not.toBe(said()[5]);
});

test.each([
  ['that is for another external ID', { externalIds: ['another'] }],
  ['that trusts somebody else', { trusted: ['arn:aws:iam::444455556666:root'] }],
])('a role %s is not assumable, and the reason names what to check', async (_, role) => {
  stub.role(ROLE_ARN, role);
  const connection = await prove();
  expect(connection).toMatchObject({ state: 'failed', code: 'role-not-assumable' });
  expect(connection).toHaveProperty('reason', expect.stringMatching(/trust policy names.*external ID.*up to a minute/));
  expect(stub.count('AssumeRole')).toBe(1);
});

test('a role that is not there is not assumable', async () => {
  stub.roles.clear();
  expect(await prove()).toMatchObject({ state: 'failed', code: 'role-not-assumable' });
});

test('a session of another account than the row says is refused', async () => {
  stub.role(ROLE_ARN, { externalIds: [EXTERNAL_ID], accountId: '444455556666' });
  expect(await prove()).toMatchObject({ state: 'failed', code: 'account-differs' });
});

test.each([
  ['a role of another account', { accountId: '444455556666' }],
  ['what is no role', { roleArn: `arn:aws:iam::${ACCOUNT}:user/ada` }],
  ['an external ID that AWS would not take', { externalId: 'a b' }],
])('%s is refused before AWS is asked', async (_, role) => {
  expect(await prove(role)).toMatchObject({ state: 'failed', code: 'role-invalid' });
  expect(stub.calls).toEqual([]);
});

test.each<[operation: string, status: number, name: string, code: string]>([
  ['AssumeRole', 400, 'Throttling', 'throttled'],
  ['AssumeRole', 500, 'InternalFailure', 'unavailable'],
  ['AssumeRole', 403, 'InvalidClientTokenId', 'credentials-refused'],
  ['AssumeRole', 403, 'RegionDisabledException', 'region-disabled'],
  ['GetCallerIdentity', 503, 'ServiceUnavailable', 'unavailable'],
])('while %s answers %i %s, nothing is decided', async (operation, status, name, code) => {
  stub.fail(operation, status, name, { times: 2 });
  expect(await prove()).toMatchObject({ state: 'undecided', code });
  stub.recover();
  expect(await prove()).toEqual({ state: 'connected' });
});

test('a refusal that is none of the trust policy does not prove that the external ID is needed', async () => {
  stub.role(ROLE_ARN);
  stub.fail('AssumeRole', 500, 'InternalFailure', { times: 2, after: 1 });
  expect(await prove()).toMatchObject({ state: 'undecided', code: 'unavailable' });
});

test('what is broken off decides nothing', async () => {
  const stop = new AbortController();
  stop.abort();
  expect(await proveConnection(aws.sts, ROLE, stop.signal)).toMatchObject({ state: 'undecided', code: 'aborted' });
});

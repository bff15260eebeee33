import { permitted, keyPolicyOf } from '../../../test/support/simulate.ts';
import type { AccountRole } from './role.ts';
import { sessionPolicy, type SessionScope } from './session-policy.ts';

const ACCOUNT = '111122223333';
const ROLE: AccountRole = {
  accountId: ACCOUNT,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`,
  externalId: 'the-workspace-s-own',
};
const SCOPE = { bucket: 'acme-logs', prefix: 'AWSLogs/o-a1b2c3d4e5/', region: 'eu-west-1' };
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/sample`;

/** What a session may that is narrowed so, if its role may do everything. */
const may = (action: string, resource: string, context: Record<string, string> = {}, scope: SessionScope = SCOPE) =>
  permitted({
    principal: ROLE.roleArn,
    action,
    resource,
    owner: ACCOUNT,
    identityPolicies: [sessionPolicy(ROLE, scope)],
    context,
    ...(action.startsWith('kms:') && { resourcePolicy: keyPolicyOf(ACCOUNT) }),
  });
const object = (key: string, bucket = SCOPE.bucket) => `arn:aws:s3:::${bucket}/${key}`;

test('a session reads objects under its prefix, and no others', async () => {
  expect(await may('s3:GetObject', object(`${SCOPE.prefix}${ACCOUNT}/x.json.gz`))).toBe(true);
  expect(await may('s3:GetObject', object('AWSLogs/x.json.gz'))).toBe(false);
  expect(await may('s3:GetObject', object(`${SCOPE.prefix}x`, 'other-logs'))).toBe(false);
});

test('a session lists what is under its prefix, and nothing else', async () => {
  const bucket = 'arn:aws:s3:::acme-logs';
  expect(await may('s3:ListBucket', bucket, { 's3:prefix': `${SCOPE.prefix}${ACCOUNT}/` })).toBe(true);
  expect(await may('s3:ListBucket', bucket, { 's3:prefix': 'AWSLogs/' })).toBe(false);
  expect(await may('s3:ListBucket', bucket)).toBe(false);
  expect(await may('s3:ListBucket', 'arn:aws:s3:::other-logs', { 's3:prefix': SCOPE.prefix })).toBe(false);
});

test('a session uses keys through S3 of the Region of its bucket alone', async () => {
  const via = (service: string) => may('kms:Decrypt', KEY, { 'kms:ViaService': service });
  expect(await via('s3.eu-west-1.amazonaws.com')).toBe(true);
  expect(await via('s3.us-east-1.amazonaws.com')).toBe(false);
  expect(await via('sqs.eu-west-1.amazonaws.com')).toBe(false);
  expect(await may('kms:Decrypt', KEY)).toBe(false);
});

test('a session that is to find the Region uses no key', async () => {
  const { bucket, prefix } = SCOPE;
  expect(await may('kms:Decrypt', KEY, { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' }, { bucket, prefix })).toBe(false);
});

test.each(['s3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:PutObjectAcl'])(
  'a session may not %s',
  async (action) => {
    expect(await may(action, object(`${SCOPE.prefix}x`))).toBe(false);
  },
);

test.each(['kms:Encrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'])('a session may not %s', async (action) => {
  expect(await may(action, KEY, { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })).toBe(false);
});

test.each(['*', '?', 'a*b/', '${aws:username}/'])('a prefix %j is no wildcard', async (prefix) => {
  expect(await may('s3:GetObject', object(`${prefix}x`), {}, { ...SCOPE, prefix })).toBe(true);
  expect(await may('s3:GetObject', object('other/x'), {}, { ...SCOPE, prefix })).toBe(false);
  expect(await may('s3:GetObject', object('axxb/x'), {}, { ...SCOPE, prefix })).toBe(false);
});

test.each([
  ['aws-cn', 'cn-north-1', 's3.cn-north-1.amazonaws.com.cn'],
  ['aws-us-gov', 'us-gov-west-1', 's3.us-gov-west-1.amazonaws.com'],
])('in %s it is written with its own names', (partition, region, via) => {
  const role = { ...ROLE, roleArn: ROLE.roleArn.replace('arn:aws:', `arn:${partition}:`) };
  const policy = sessionPolicy(role, { ...SCOPE, region });
  expect(policy).toContain(`"arn:${partition}:s3:::acme-logs/`);
  expect(policy).toContain(`"${via}"`);
});

test('a prefix of 512 characters, more than a trail may have of its own, fits into what STS takes', () => {
  const policy = sessionPolicy(ROLE, { ...SCOPE, bucket: 'b'.repeat(63), prefix: `${'x'.repeat(511)}/` });
  expect(policy.length).toBeLessThanOrEqual(2_048);
});

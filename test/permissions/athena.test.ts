import { ATHENA_BUCKETS, groupStatements, policyDocument, statementsOf } from 'clarion-aws-constructs/blueprint';
import { permitted } from '../support/simulate.ts';
import { ACCOUNT, REGION } from './service-authorization.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;
const TABLE = `arn:aws:glue:${REGION}:${ACCOUNT}:table/logs/vpc`;
const BUCKET = 'arn:aws:s3:::queried-logs';
const group = policyDocument(groupStatements('athena', { partition: 'aws', accountId: ACCOUNT, athenaWorkgroup: 'clarion' }));
const buckets = policyDocument(statementsOf(ATHENA_BUCKETS, { bucketArns: [BUCKET], objectArns: [`${BUCKET}/*`] }));
const administrator = policyDocument([{ sid: 'Everything', actions: ['*'], resources: ['*'] }]);

const may = (identityPolicies: readonly unknown[], action: string, resource: string, via?: string) =>
  permitted({
    principal: ROLE,
    action,
    resource,
    owner: ACCOUNT,
    identityPolicies,
    ...(via !== undefined && { context: { 'aws:CalledVia': [via] } }),
  });
const workgroup = (name: string) => `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/${name}`;

describe('a role with the group athena', () => {
  test('runs queries in its own workgroup, whose results need no bucket, and in no other', async () => {
    expect(await may([group], 'athena:StartQueryExecution', workgroup('clarion'))).toBe(true);
    for (const other of ['primary', 'clarion-2', 'x-clarion']) {
      expect(await may([group], 'athena:StartQueryExecution', workgroup(other))).toBe(false);
      expect(await may([group], 'athena:GetQueryResults', workgroup(other))).toBe(false);
    }
  });

  test.each(['athena:UpdateWorkGroup', 'athena:CreateNamedQuery', 'athena:DeleteWorkGroup'])('does not do %s', async (action) => {
    expect(await may([group], action, workgroup('clarion'))).toBe(false);
  });

  test('uses the Glue catalog, and no catalog that runs a function', async () => {
    const catalog = (name: string) => `arn:aws:athena:${REGION}:${ACCOUNT}:datacatalog/${name}`;
    expect(await may([group], 'athena:ListTableMetadata', catalog('AwsDataCatalog'))).toBe(true);
    expect(await may([group], 'athena:ListTableMetadata', catalog('connector'))).toBe(false);
    expect(await may([group], 'lambda:InvokeFunction', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:connector`)).toBe(false);
  });

  test.each(['glue:CreateTable', 'glue:UpdateTable', 'glue:DeleteTable', 'glue:BatchCreatePartition'])(
    'is denied %s, whatever else is attached to it',
    async (action) => {
      expect(await may([administrator], action, TABLE)).toBe(true);
      expect(await may([administrator, group], action, TABLE)).toBe(false);
    },
  );

  test.each(['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'])(
    'is denied %s, whatever else is attached to it, by Athena and by itself',
    async (action) => {
      expect(await may([administrator], action, `${BUCKET}/x`)).toBe(true);
      expect(await may([administrator, group], action, `${BUCKET}/x`)).toBe(false);
      expect(await may([administrator, group], action, `${BUCKET}/x`, 'athena.amazonaws.com')).toBe(false);
    },
  );

  test('reads no object where no bucket is named', async () => {
    expect(await may([group], 's3:GetObject', `${BUCKET}/x`, 'athena.amazonaws.com')).toBe(false);
  });

  test.each([
    ['s3:GetObject', `${BUCKET}/x`, 'arn:aws:s3:::other/x'],
    ['s3:ListBucket', BUCKET, 'arn:aws:s3:::other'],
    ['s3:GetBucketLocation', BUCKET, 'arn:aws:s3:::other'],
  ])('does %s on a bucket that is named, through Athena alone', async (action, resource, other) => {
    const attached = [group, buckets];
    expect(await may(attached, action, resource, 'athena.amazonaws.com')).toBe(true);
    expect(await may(attached, action, resource)).toBe(false);
    expect(await may(attached, action, resource, 'cloudformation.amazonaws.com')).toBe(false);
    expect(await may(attached, action, other, 'athena.amazonaws.com')).toBe(false);
  });
});

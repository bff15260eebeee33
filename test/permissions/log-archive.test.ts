import {
  logArchiveKeyPolicy,
  logArchiveKeyStatements,
  logArchiveStatements,
  policyDocument,
} from 'clarion-aws-constructs/blueprint';
import { keyPolicyOf, permitted, type AskedOfIdentity } from '../support/simulate.ts';

const ACCOUNT = '111122223333';
const KEY_ACCOUNT = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;
const BUCKET = 'arn:aws:s3:::trail-logs';
const PREFIX = 'AWSLogs/o-abc/';
const REGION = 'eu-west-1';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const VIA_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };

const refs = { bucketArn: BUCKET, prefix: PREFIX };
const keyRefs = { kmsKeyArn: KEY, region: REGION, dnsSuffix: 'amazonaws.com' };
const attached = [policyDocument([...logArchiveStatements(refs), ...logArchiveKeyStatements(keyRefs)])];
const may = (action: string, resource: string, more: Partial<AskedOfIdentity> = {}) =>
  permitted({
    principal: ROLE,
    action,
    resource,
    identityPolicies: attached,
    ...(action.startsWith('kms:') && { resourcePolicy: keyPolicyOf(ACCOUNT) }),
    ...more,
  });

describe('a role that reads the log archive', () => {
  test('reads log files under the prefix', async () => {
    expect(await may('s3:GetObject', `${BUCKET}/${PREFIX}${ACCOUNT}/CloudTrail/x.json.gz`)).toBe(true);
  });

  test.each([`${BUCKET}/AWSLogs/o-other/x.json.gz`, `${BUCKET}/secrets.txt`, `arn:aws:s3:::other/${PREFIX}x.json.gz`])(
    'does not read %s',
    async (object) => {
      expect(await may('s3:GetObject', object)).toBe(false);
    },
  );

  test('lists the keys under the prefix, and no others', async () => {
    const list = (context: Record<string, string>, bucket = BUCKET) => may('s3:ListBucket', bucket, { context });
    expect(await list({ 's3:prefix': PREFIX })).toBe(true);
    expect(await list({ 's3:prefix': `${PREFIX}${ACCOUNT}/` })).toBe(true);
    expect(await list({ 's3:prefix': 'AWSLogs/' })).toBe(false);
    expect(await list({})).toBe(false);
    expect(await list({ 's3:prefix': PREFIX }, 'arn:aws:s3:::other')).toBe(false);
  });

  test('asks where the bucket is, and no other bucket', async () => {
    expect(await may('s3:GetBucketLocation', BUCKET)).toBe(true);
    expect(await may('s3:GetBucketLocation', 'arn:aws:s3:::other')).toBe(false);
  });

  test.each(['s3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:PutObjectAcl'])('does not do %s', async (action) => {
    expect(await may(action, `${BUCKET}/${PREFIX}x.json.gz`)).toBe(false);
  });

  test.each(['s3:PutBucketPolicy', 's3:PutBucketNotification', 's3:DeleteBucket'])('does not do %s', async (action) => {
    expect(await may(action, BUCKET)).toBe(false);
  });

  test("uses the bucket's key through S3 in that Region, with or without a Bucket Key, which sends no object's ARN", async () => {
    const decrypt = (context: Record<string, string>, key = KEY) => may('kms:Decrypt', key, { context });
    expect(await decrypt(VIA_S3)).toBe(true);
    expect(await decrypt({ ...VIA_S3, 'kms:EncryptionContext:aws:s3:arn': `${BUCKET}/${PREFIX}x.json.gz` })).toBe(true);
    expect(await decrypt({ ...VIA_S3, 'kms:EncryptionContext:aws:s3:arn': BUCKET })).toBe(true);
    expect(await decrypt({})).toBe(false);
    expect(await decrypt({ 'kms:ViaService': `secretsmanager.${REGION}.amazonaws.com` })).toBe(false);
    expect(await decrypt({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe(false);
    expect(await decrypt(VIA_S3, KEY.replace('1234abcd', 'ffffffff'))).toBe(false);
  });

  test('does nothing else with the key', async () => {
    expect(await may('kms:Encrypt', KEY, { context: VIA_S3 })).toBe(false);
    expect(await may('kms:PutKeyPolicy', KEY)).toBe(false);
  });

  test('may not use a key where the bucket has none', async () => {
    const identityPolicies = [policyDocument(logArchiveStatements(refs))];
    expect(await may('kms:Decrypt', KEY, { identityPolicies, context: VIA_S3 })).toBe(false);
    expect(await may('s3:GetObject', `${BUCKET}/${PREFIX}x.json.gz`, { identityPolicies })).toBe(true);
  });
});

describe('the statement for the policy of a key that is not ours', () => {
  const key = KEY.replace(ACCOUNT, KEY_ACCOUNT);
  const keyPolicy = policyDocument(logArchiveKeyPolicy({ roleArn: ROLE, region: REGION, dnsSuffix: 'amazonaws.com' }));
  const identityPolicies = [policyDocument(logArchiveKeyStatements({ ...keyRefs, kmsKeyArn: key }))];
  const use = (more: Partial<AskedOfIdentity> = {}) =>
    permitted({
      principal: ROLE,
      action: 'kms:Decrypt',
      resource: key,
      identityPolicies,
      resourcePolicy: keyPolicy,
      context: VIA_S3,
      ...more,
    });

  test('lets the role decrypt through S3, in another account too', async () => {
    expect(await use()).toBe(true);
    expect(await use({ resource: KEY, identityPolicies: [] })).toBe(true);
  });

  test('is of no use to another account without what the role itself is granted, nor the other way round', async () => {
    expect(await use({ identityPolicies: [] })).toBe(false);
    expect(await use({ resourcePolicy: policyDocument([]) })).toBe(false);
  });

  test('lets nobody else decrypt, nothing that does not come through S3, and nobody manage the key', async () => {
    const same = { resource: KEY, identityPolicies: [] };
    expect(await use({ ...same, principal: `arn:aws:iam::${ACCOUNT}:role/other` })).toBe(false);
    expect(await use({ ...same, context: {} })).toBe(false);
    expect(await use({ ...same, action: 'kms:PutKeyPolicy' })).toBe(false);
  });
});

import { PARTITIONS, PERMISSION_GROUP_IDS } from 'clarion-aws-constructs/blueprint';
import { DETAIL_TYPES } from '../registry/definitions.ts';
import { NAME, NAME_RULE } from '../registry/names.ts';
import { SIGNAL_SOURCES } from '../signals/signal.ts';
import { TOPIC_ARN } from '../sns/hosts.ts';
import { checked, DEFINITIONS, documentProblems, WORKSPACE_SCHEMA } from './check.ts';

const isFit = (definition: string, value: unknown) => {
  try {
    checked(definition, value, 'it');
    return true;
  } catch {
    return false;
  }
};

describe('schema/workspace.schema.json', () => {
  test('has the facts as they are elsewhere', () => {
    expect(DEFINITIONS['Name']).toMatchObject({ pattern: NAME.source, description: `a name: ${NAME_RULE}` });
    expect(String(DEFINITIONS['TopicArn']?.['pattern']).replaceAll('\\/', '/')).toBe(TOPIC_ARN.source);
    expect(DEFINITIONS['Kind']).toMatchObject({ enum: SIGNAL_SOURCES, description: `one of ${SIGNAL_SOURCES.join(', ')}` });
    expect(DEFINITIONS['PermissionGroup']).toMatchObject({
      enum: PERMISSION_GROUP_IDS,
      description: `one of ${PERMISSION_GROUP_IDS.join(', ')}`,
    });
    const partitions = PARTITIONS.map(({ name }) => name).join('|');
    expect(DEFINITIONS['RoleArn']?.['pattern']).toContain(`arn:(?:${partitions}):iam::`);
    expect(DEFINITIONS['DetailType']?.['enum']).toEqual(Object.values(DETAIL_TYPES).flat());
  });

  test('has a rule in words wherever something can be wrong', () => {
    const rules = (schema: object): boolean =>
      '$ref' in schema || 'description' in schema ? children(schema).every(rules) : false;
    const children = (schema: object) => {
      const { properties = {}, items } = schema as { properties?: object; items?: object };
      return [...(Object.values(properties) as object[]), ...(items === undefined ? [] : [items])];
    };
    expect([WORKSPACE_SCHEMA, ...Object.values(DEFINITIONS)].filter((schema) => !rules(schema))).toEqual([]);
  });

  test('its examples are as it says', () => {
    for (const example of WORKSPACE_SCHEMA['examples'] as unknown[]) expect(documentProblems(example)).toEqual([]);
    for (const [name, { examples = [] }] of Object.entries(DEFINITIONS)) {
      for (const example of examples as unknown[]) expect([name, isFit(name, example)]).toEqual([name, true]);
    }
  });
});

describe('the rules of S3', () => {
  const fits = (bucket: string, prefix = 'AWSLogs/') => isFit('BucketPin', { bucket, prefix, accountId: '111122223333' });

  test.each(['abc', 'my-logs.example.com', 'a'.repeat(63), '1-2-3', '999', 'aws-cloudtrail-logs-111122223333-0a1b2c3d'])(
    'the bucket %s may be',
    (bucket) => {
      expect(fits(bucket)).toBe(true);
    },
  );

  test.each([
    ...['ab', 'a'.repeat(64), 'Logs', 'a_b', '-ab', 'ab-', '.ab', 'ab.', 'a..b', '192.168.5.4', 'xn--abc', 'sthree-abc'],
    ...['amzn-s3-demo-bucket', 'abc-s3alias', 'abc--ol-s3', 'abc.mrap', 'abc--x-s3', 'abc--table-s3', 'a b', 'logs\n', 'a/b', ''],
  ])('the bucket %j may not', (bucket) => {
    expect(fits(bucket)).toBe(false);
  });

  test.each(['AWSLogs/', 'my prefix/AWSLogs/o-a1b2c3d4e5/', 'env=prod/', 'ü/', '.../', `${'a'.repeat(1023)}/`])(
    'the prefix %s may be',
    (prefix) => {
      expect(fits('logs', prefix)).toBe(true);
    },
  );

  test.each(['', '/', '/AWSLogs/', 'AWSLogs', 'AWSLogs//', 'a/../b/', './', '../', 'a\n/', '\u0000/', `${'a'.repeat(1024)}/`])(
    'the prefix %j, which could mean another folder, may not',
    (prefix) => {
      expect(fits('logs', prefix)).toBe(false);
    },
  );
});

describe('a role', () => {
  const fits = (roleArn: string) => isFit('Account', { id: '111122223333', roleArn });

  test.each([
    'arn:aws:iam::111122223333:role/ClarionIntegrationRole',
    'arn:aws-cn:iam::111122223333:role/r',
    'arn:aws-us-gov:iam::111122223333:role/security/team/r',
  ])('%s may be', (arn) => {
    expect(fits(arn)).toBe(true);
  });

  test.each([
    'arn:aws:iam::111122223333:user/u',
    'arn:aws:iam::111122223333:role/',
    'arn:aws:iam::1111:role/r',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:iam::111122223333:role/r\n',
    'arn:aws-iso:iam::111122223333:role/r',
    'arn:aws-eusc:iam::111122223333:role/r',
    'arn:aws:sts::111122223333:assumed-role/r/s',
    ` arn:aws:iam::111122223333:role/r`,
    `arn:aws:iam::111122223333:role/${'r'.repeat(65)}`,
  ])('%j may not', (arn) => {
    expect(fits(arn)).toBe(false);
  });
});

test.each(['a', 'a'.repeat(1225), 'a b', 'ä1', 'a\n', '', 'a;b', "a'b"])('the external ID %j is none that STS takes', (id) => {
  expect(isFit('ExternalId', id)).toBe(false);
});

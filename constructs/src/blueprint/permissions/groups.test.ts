import { policyDocument, type Statement } from '../policy';
import { ATHENA_BUCKETS, ATHENA_BUCKETS_LIMIT } from './athena';
import { statementsOf } from './group';
import {
  ATTACHED_POLICIES_LIMIT,
  DEFAULT_PERMISSION_GROUPS,
  groupStatements,
  MANAGED_POLICY_LIMIT,
  PERMISSION_GROUP_IDS,
} from './groups';
import { LOG_ARCHIVE } from './log-archive';

/** The longest that AWS has or takes. */
const LONGEST = { partition: 'aws-us-gov', accountId: '111122223333', athenaWorkgroup: 'w'.repeat(100) };
const BUCKETS = Array.from(
  { length: ATHENA_BUCKETS_LIMIT },
  (_, index) => `arn:aws-us-gov:s3:::${String(index).padStart(63, 'b')}`,
);
const size = (statements: readonly Statement[]) => JSON.stringify(policyDocument(statements)).replaceAll(/\s/g, '').length;

describe('the policy of each group', () => {
  test.each(PERMISSION_GROUP_IDS)('stays within what AWS takes, with the longest names: %s', (id) => {
    expect(size(groupStatements(id, LONGEST))).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
  });

  test('stays within it for Athena with as many buckets as can be named, and not with many more', () => {
    const withBuckets = (bucketArns: readonly string[]) =>
      size([
        ...groupStatements('athena', LONGEST),
        ...statementsOf(ATHENA_BUCKETS, { bucketArns, objectArns: bucketArns.map((arn) => `${arn}/*`) }),
      ]);
    expect(withBuckets(BUCKETS)).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
    expect(withBuckets([...BUCKETS, ...BUCKETS])).toBeGreaterThan(MANAGED_POLICY_LIMIT);
  });

  test('stays within it for the log archive', () => {
    const refs = {
      bucketArn: BUCKETS[0]!,
      prefix: 'p'.repeat(1024),
      kmsKeyArn: `arn:aws-us-gov:kms:ap-southeast-7:111122223333:key/mrk-${'1'.repeat(32)}`,
      region: 'ap-southeast-7',
      dnsSuffix: 'amazonaws.com.cn',
    };
    expect(size(statementsOf(LOG_ARCHIVE.grants, refs))).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
  });
});

describe('the groups', () => {
  test('are few enough for one role, with the log archive and one of its own beside them', () => {
    expect(PERMISSION_GROUP_IDS.length + 2).toBeLessThanOrEqual(ATTACHED_POLICIES_LIMIT);
  });

  test('are by default those that step 4 of the setup guide names', () => {
    expect(DEFAULT_PERMISSION_GROUPS).toEqual(['cloudtrail', 'cloudwatch', 'route53']);
  });
});

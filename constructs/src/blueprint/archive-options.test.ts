import { resolveArchive, type CloudTrailArchiveOptions } from '.';

const GOOD: CloudTrailArchiveOptions = { bucketName: 'acme-logs', prefix: 'AWSLogs/o-a1b2c3d4e5/', notification: 'merge' };
const EXISTING = 'arn:aws:sns:us-east-1:111122223333:siem';
const resolve = (more: object = {}, known = true) => resolveArchive({ ...GOOD, ...more }, () => known);

describe('the options of an archive', () => {
  test('are one way to notify, and the role of step 4', () => {
    expect(resolve()).toEqual({
      roleName: 'ClarionIntegrationRole',
      modes: { merge: true, replace: false, 'existing-topic': false, manual: false },
    });
  });

  test('change nothing of the bucket where nothing is said', () => {
    expect(resolve({ notification: undefined }).modes).toMatchObject({ manual: true, merge: false });
  });

  test('may leave the way to whoever deploys', () => {
    const [isMerge, isReplace] = [{ condition: 'merge' }, { condition: 'replace' }];
    const { modes } = resolveArchive(
      { ...GOOD, notification: { merge: isMerge, replace: isReplace }, existingTopicArn: { value: '', given: isMerge } },
      () => true,
    );
    expect(modes).toEqual({ merge: isMerge, replace: isReplace, 'existing-topic': false, manual: false });
  });

  test.each([
    ['bucket-name-invalid', { bucketName: 'arn:aws:s3:::acme-logs' }],
    ['bucket-name-invalid', { bucketName: 's3://acme-logs' }],
    ['archive-prefix-invalid', { prefix: '' }],
    ['archive-prefix-invalid', { prefix: '/AWSLogs/' }],
    ['archive-prefix-invalid', { prefix: 'AWSLogs' }],
    ['archive-prefix-invalid', { prefix: 'AWSLogs//' }],
    ['archive-prefix-invalid', { prefix: 'AWSLogs/*/' }],
    ['archive-prefix-invalid', { prefix: 'env=prod/AWSLogs/' }],
    ['archive-prefix-invalid', { prefix: 'logs (old)/AWSLogs/' }],
    ['archive-prefix-invalid', { prefix: 'AWSLogs/${aws:username}/' }],
    ['archive-prefix-invalid', { prefix: `${'p'.repeat(1024)}/` }],
    ['notification-unknown', { notification: 'overwrite' }],
    ['notification-unknown', { notification: 'Merge' }],
    ['replace-not-confirmed', { notification: 'replace' }],
    ['existing-topic-differs', { notification: 'existing-topic' }],
    ['existing-topic-differs', { notification: 'merge', existingTopicArn: EXISTING }],
    ['existing-topic-differs', { notification: 'manual', existingTopicArn: EXISTING }],
    ['key-arn-invalid', { bucketKeyArn: 'alias/logs' }],
    ['role-name-invalid', { roleName: 'arn:aws:iam::111122223333:role/LogReader' }],
    ['path-invalid', { path: 'security' }],
  ])('are refused, %s: %j', (code, more) => {
    expect(() => resolve(more)).toThrow(new RegExp(`^${code}: `));
  });

  test.each([
    ['the longest prefix', { prefix: `${'p'.repeat(1023)}/` }],
    ['the longest bucket', { bucketName: 'b'.repeat(63) }],
    ['replace that is confirmed', { notification: 'replace', replaceAllNotifications: true }],
    ['a topic that is there already', { notification: 'existing-topic', existingTopicArn: EXISTING }],
  ])('are taken: %s', (_name, more) => {
    expect(() => resolve(more)).not.toThrow();
  });

  test('are not judged where only deployment knows them', () => {
    expect(() =>
      resolve({ bucketName: '${Token[TOKEN.1]}', prefix: '${Token[TOKEN.2]}', bucketKeyArn: '${Token[TOKEN.3]}' }, false),
    ).not.toThrow();
  });
});

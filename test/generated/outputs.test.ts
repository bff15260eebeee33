import { readFileSync } from 'node:fs';
import { keyPolicy, policyDocument, topicPolicy, type Publisher } from 'clarion-aws-constructs/blueprint';
import { Evaluation, parseTemplate } from '../support/cloudformation.ts';

/** What a template tells, for given parameters. */
const outputs = (name: string, parameters: Readonly<Record<string, string>>) => {
  const url = new URL(`../../cloudformation/${name}.template.yaml`, import.meta.url);
  return new Evaluation(parseTemplate(readFileSync(url, 'utf8')), parameters).outputs() as Record<string, string>;
};

const EXISTING = 'arn:aws:sns:us-east-1:111122223333:security';
const ACCOUNT = '111122223333';

test.each<[name: string, parameters: Record<string, string>, publishers: Publisher[]]>([
  ['cloudtrail-events', {}, ['events']],
  ['cloudwatch-alarms', {}, ['cloudwatch']],
  ['cloudwatch-alarms', { AllAlarms: 'true' }, ['cloudwatch', 'events']],
  ['guardduty-findings', {}, ['events']],
])('%s with %j shows the statements that %j need, and no others', (name, parameters, publishers) => {
  const own = outputs(name, parameters);
  expect(JSON.parse(own['KeyPolicy']!)).toEqual(policyDocument(keyPolicy(publishers)));
  const refs = { topicArn: 'Topic.Ref', accountId: ACCOUNT };
  expect(JSON.parse(own['RequiredPolicy']!)).toEqual(policyDocument(topicPolicy(publishers, refs)));

  const existing = outputs(name, { ...parameters, ExistingTopicArn: EXISTING });
  expect(existing['TopicArn']).toBe(EXISTING);
  const statements = topicPolicy(publishers, { ...refs, topicArn: EXISTING });
  expect(JSON.parse(existing['RequiredPolicy']!)).toEqual(policyDocument(statements));
});

test.each(['cloudtrail-events', 'cloudwatch-alarms', 'guardduty-findings'])(
  '%s shows all that is pasted into Clarion in one block',
  (name) => {
    const { TopicArn, Clarion } = outputs(name, {});
    expect(Object.values(JSON.parse(Clarion!).topicArns)).toEqual([TopicArn]);
  },
);

describe('account', () => {
  const ARCHIVE = { CloudTrailArchive: 'true', ArchiveBucketName: 'acme-logs', ArchivePrefix: 'AWSLogs/o-a1b2c3d4e5/' };
  const all = (parameters: Readonly<Record<string, string>>) =>
    outputs('account', { PrincipalArn: ACCOUNT, ExternalId: 'workspace-1', ...parameters });
  const of = (parameters: Readonly<Record<string, string>>) => {
    const {
      Clarion = '',
      CloudTrailArchiveTopicArn = '',
      NotificationConfiguration = '',
      BucketKeyPolicy = '',
    } = all(parameters);
    const clarion = JSON.parse(Clarion) as { topicArns: Record<string, string>; roleArn: string };
    return { clarion, CloudTrailArchiveTopicArn, NotificationConfiguration, BucketKeyPolicy };
  };

  test('shows all that is pasted into Clarion in one block, and nothing for what is left out', () => {
    const { clarion, CloudTrailArchiveTopicArn, NotificationConfiguration, BucketKeyPolicy } = of({});
    expect(clarion).toEqual({
      topicArns: {
        cloudtrail: 'CloudTrailTopicTopic.Ref',
        cloudtrailArchive: '',
        cloudwatch: 'CloudWatchTopicTopic.Ref',
        guardduty: 'GuardDutyTopicTopic.Ref',
      },
      roleArn: `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`,
      externalId: 'workspace-1',
    });
    expect([CloudTrailArchiveTopicArn, NotificationConfiguration, BucketKeyPolicy]).toEqual(['', '', '']);
  });

  test('shows one topic for all monitors, and the one that the log archive has besides', () => {
    const { topicArns } = of({ ...ARCHIVE, ArchiveNotification: 'merge', OneTopic: 'true' }).clarion;
    expect(topicArns).toEqual({
      cloudtrail: 'Topic.Ref',
      cloudtrailArchive: 'CloudTrailArchiveTopic.Ref',
      cloudwatch: 'Topic.Ref',
      guardduty: 'Topic.Ref',
    });
  });

  test('shows what to add to the bucket by hand, and to the policy of its key', () => {
    const shown = of({ ...ARCHIVE, ArchiveNotification: 'manual', IntegrationRole: 'false', RoleName: 'LogReader' });
    expect(JSON.parse(shown.NotificationConfiguration)).toMatchObject({
      TopicConfigurations: [{ TopicArn: 'CloudTrailArchiveTopic.Ref', Events: ['s3:ObjectCreated:*'] }],
    });
    expect(JSON.parse(shown.BucketKeyPolicy).Statement).toMatchObject([
      { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/LogReader` }, Action: 'kms:Decrypt' },
    ]);
  });

  test('shows the topic that the bucket notifies already', () => {
    const existing = { ...ARCHIVE, ArchiveNotification: 'existing-topic', ArchiveExistingTopicArn: EXISTING };
    expect(of(existing)).toMatchObject({
      CloudTrailArchiveTopicArn: EXISTING,
      clarion: { topicArns: { cloudtrailArchive: EXISTING } },
    });
  });

  test.each<[publishers: Publisher[], parameters: Record<string, string>]>([
    [['events', 'cloudwatch'], {}],
    [['events'], { CloudWatchAlarms: 'false' }],
    [['events', 'cloudwatch', { s3: '' }], { ...ARCHIVE, ArchiveNotification: 'manual' }],
    [['events', { s3: '' }], { ...ARCHIVE, ArchiveNotification: 'manual', CloudWatchAlarms: 'false' }],
  ])('shows what a key must admit: SNS, and %j with %j', (publishers, parameters) => {
    const sids = (statements: readonly { readonly Sid: string }[]) => statements.map(({ Sid }) => Sid).sort();
    const shown = JSON.parse(all(parameters)['KeyPolicy']!);
    const wanted = policyDocument(keyPolicy(publishers)).Statement;
    expect(sids(shown.Statement)).toEqual(sids(wanted as { Sid: string }[]));
    expect(shown.Statement).toEqual(expect.arrayContaining([...wanted]));
  });

  test('shows where messages wait that could not be delivered, by monitor', () => {
    const urls = (parameters: Readonly<Record<string, string>>) => JSON.parse(all(parameters)['DeadLetterQueueUrls']!);
    expect(urls({ ...ARCHIVE, ArchiveNotification: 'manual', AllAlarms: 'true' })).toEqual({
      cloudtrail: { topic: 'CloudTrailTopicDeadLettersQueue.Ref', rule: 'CloudTrailEventsDeadLettersQueue.Ref' },
      cloudtrailArchive: { topic: 'CloudTrailArchiveTopicDeadLettersQueue.Ref' },
      cloudwatch: { topic: 'CloudWatchTopicDeadLettersQueue.Ref', rule: 'CloudWatchAlarmsDeadLettersQueue.Ref' },
      guardduty: { topic: 'GuardDutyTopicDeadLettersQueue.Ref', rule: 'GuardDutyFindingsDeadLettersQueue.Ref' },
    });
    expect(urls({ OneTopic: 'true', GuardDutyFindings: 'false' })).toEqual({
      cloudtrail: { topic: 'TopicDeadLettersQueue.Ref', rule: 'CloudTrailEventsDeadLettersQueue.Ref' },
      cloudtrailArchive: { topic: '' },
      cloudwatch: { topic: 'TopicDeadLettersQueue.Ref', rule: '' },
      guardduty: { topic: '', rule: '' },
    });
  });

  test('shows the trust of a role that is there already, and the command that writes it', () => {
    const { TrustPolicy, UpdateTrustCommand } = all({ Adopt: 'true', RoleName: 'SecurityTools' });
    expect(JSON.parse(TrustPolicy!).Statement).toMatchObject([{ Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }]);
    expect(UpdateTrustCommand).toContain(`--role-name 'SecurityTools' --policy-document '${TrustPolicy!}'`);
    expect(all({ IntegrationRole: 'false' })).toMatchObject({ TrustPolicy: '', UpdateTrustCommand: '' });
  });
});

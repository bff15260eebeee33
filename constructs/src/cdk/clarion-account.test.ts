import { App, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ClarionAccount, type ClarionAccountProps } from '.';

const TRUST = { principalArn: 'arn:aws:iam::444455556666:role/agent', externalId: 'workspace-1' };
const NO_ROLE = { integrationRole: false };
const WEBHOOK = 'https://receiver.example.com/hooks/one';
const BUCKET = { bucketName: 'acme-logs', prefix: 'AWSLogs/o-a1b2c3d4e5/' };
const ARCHIVE = { ...BUCKET, notification: 'merge' } as const;

function stackWith(props: ClarionAccountProps, region = 'us-east-1') {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region } });
  const account = new ClarionAccount(stack, 'Clarion', props);
  return { stack, account, template: Template.fromStack(stack) };
}
const topicNames = (template: Template) =>
  Object.values(template.findResources('AWS::SNS::Topic')).map(({ Properties }) => Properties.TopicName as string);
/** Who may publish, by topic. */
const publishers = (template: Template) => {
  const topics = template.findResources('AWS::SNS::Topic');
  const entries = Object.values(template.findResources('AWS::SNS::TopicPolicy')).map(({ Properties }) => [
    topics[Properties.Topics[0].Ref]!['Properties'].TopicName as string,
    Properties.PolicyDocument.Statement.flatMap(({ Principal }: any) => Principal.Service ?? []),
  ]);
  return Object.fromEntries(entries) as Record<string, string[]>;
};

describe('ClarionAccount in CDK', () => {
  test('has all parts but the log archive, whose bucket nobody else knows, and a topic for each monitor', () => {
    const { account, template } = stackWith({ ...TRUST, webhookUrl: WEBHOOK });
    expect(publishers(template)).toEqual({
      'clarion-cloudtrail': ['events.amazonaws.com'],
      'clarion-cloudwatch': ['cloudwatch.amazonaws.com'],
      'clarion-guardduty': ['events.amazonaws.com'],
    });
    template.resourceCountIs('AWS::SNS::Subscription', 3);
    template.resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: 'ClarionIntegrationRole' }, 1);
    expect(account.cloudTrailArchive).toBeUndefined();
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test.each([
    ['cloudTrailEvents', 'clarion-cloudtrail'],
    ['cloudWatchAlarms', 'clarion-cloudwatch'],
    ['guardDutyFindings', 'clarion-guardduty'],
  ] as const)('leaves out %s with its topic, and nothing else', (part, topic) => {
    const all = topicNames(stackWith({ ...TRUST }).template);
    const { account, template } = stackWith({ ...TRUST, [part]: false });
    expect(account[part]).toBeUndefined();
    expect(topicNames(template)).toEqual(all.filter((name) => name !== topic));
    template.resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: 'ClarionIntegrationRole' }, 1);
  });

  test('leaves out the role, and then needs nobody to trust', () => {
    const { account, template } = stackWith(NO_ROLE);
    expect(account.integrationRole).toBeUndefined();
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('takes one topic for all monitors, which admits who publishes to one of them, and one subscription', () => {
    const all = stackWith({ ...NO_ROLE, oneTopic: true, webhookUrl: WEBHOOK, namePrefix: 'acme' });
    expect(publishers(all.template)).toEqual({ acme: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] });
    all.template.resourceCountIs('AWS::SNS::Subscription', 1);
    expect(all.account.cloudTrailEvents!.topic).toBe(all.account.guardDutyFindings!.topic);

    const { template } = stackWith({ ...NO_ROLE, oneTopic: true, cloudWatchAlarms: false });
    expect(publishers(template)).toEqual({ clarion: ['events.amazonaws.com'] });
  });

  test('makes the role in its home Region alone', () => {
    const { template } = stackWith({ ...TRUST, homeRegion: 'eu-west-1' });
    const [[home] = ['']] = Object.entries(template.findConditions('*', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }));
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy']) {
      for (const resource of Object.values(template.findResources(type))) expect(resource).toMatchObject({ Condition: home });
    }
  });

  test('tells what a key must admit: who publishes to one of its topics, and SNS', () => {
    const admitted = (props: ClarionAccountProps) =>
      (JSON.stringify(stackWith(props).account.keyPolicy).match(/\w+(?=\.amazonaws\.com)/g) ?? []).sort();
    expect(admitted(NO_ROLE)).toEqual(['cloudwatch', 'events', 'sns']);
    expect(admitted({ ...NO_ROLE, cloudWatchAlarms: false, cloudTrailArchive: ARCHIVE })).toEqual(['events', 's3', 'sns']);
  });

  test.each<[code: string, props: ClarionAccountProps]>([
    ['role-without-trust', {}],
    ['role-without-trust', { principalArn: TRUST.principalArn }],
    ['principal-invalid', { ...TRUST, principalArn: '*' }],
    ['webhook-url-invalid', { ...NO_ROLE, webhookUrl: 'http://receiver.example.com/hooks/one' }],
    ['name-prefix-invalid', { ...NO_ROLE, namePrefix: '1st' }],
    ['bus-name-alone', { ...NO_ROLE, busName: 'findings' }],
    ['bucket-name-invalid', { ...NO_ROLE, cloudTrailArchive: { ...ARCHIVE, bucketName: 'arn:aws:s3:::acme-logs' } }],
    ['archive-prefix-invalid', { ...NO_ROLE, cloudTrailArchive: { ...ARCHIVE, prefix: 'AWSLogs' } }],
    ['replace-not-confirmed', { ...NO_ROLE, cloudTrailArchive: { ...BUCKET, notification: 'replace' } }],
    ['existing-topic-differs', { ...NO_ROLE, cloudTrailArchive: { ...BUCKET, notification: 'existing-topic' } }],
  ])('refuses with %s what a part would refuse: %j', (code, props) => {
    expect(() => stackWith(props)).toThrow(new RegExp(`^${code}: `));
  });
});

describe('the log archive of a ClarionAccount in CDK', () => {
  const READ_POLICY = { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'ReadLogFiles' })]) } };
  const readBy = (template: Template) => {
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy', { Properties: READ_POLICY }));
    return policy!['Properties'].Roles as unknown[];
  };

  test('has a topic of its own, even where the monitors share one, which the bucket alone publishes to', () => {
    const { template } = stackWith({ ...NO_ROLE, oneTopic: true, webhookUrl: WEBHOOK, cloudTrailArchive: ARCHIVE });
    expect(publishers(template)).toEqual({
      clarion: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'],
      'clarion-cloudtrail-s3': ['s3.amazonaws.com'],
    });
    template.resourceCountIs('AWS::SNS::Subscription', 2);
  });

  test('is read by the role that is made here, after that is made', () => {
    const { template } = stackWith({ ...TRUST, cloudTrailArchive: ARCHIVE });
    const [role] = Object.keys(template.findResources('AWS::IAM::Role', { Properties: { RoleName: 'ClarionIntegrationRole' } }));
    expect(readBy(template)).toEqual([{ Ref: role }]);
  });

  test.each([
    ['left out', { ...NO_ROLE, roleName: 'LogReader' }],
    ['adopted', { ...TRUST, adopt: true, roleName: 'LogReader' }],
  ])('is read by the role of that name where it is %s', (_how, props) => {
    expect(readBy(stackWith({ ...props, cloudTrailArchive: ARCHIVE }).template)).toEqual(['LogReader']);
  });

  test('is read by the role of that name where it is made in another Region', () => {
    const { template } = stackWith({ ...TRUST, homeRegion: 'eu-west-1', cloudTrailArchive: ARCHIVE });
    const [[home] = ['']] = Object.entries(template.findConditions('*', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }));
    expect(readBy(template)).toEqual([{ 'Fn::If': [home, { Ref: expect.any(String) }, 'ClarionIntegrationRole'] }]);
  });

  test('signs as the others do, but for a topic that is there already, whose owner says', () => {
    const own = stackWith({ ...NO_ROLE, signatureVersion: 1, cloudTrailArchive: ARCHIVE });
    own.template.allResourcesProperties('AWS::SNS::Topic', { SignatureVersion: '1' });
    const existingTopicArn = 'arn:aws:sns:us-east-1:111122223333:siem';
    const cloudTrailArchive = { ...BUCKET, notification: 'existing-topic', existingTopicArn } as const;
    const { account, template } = stackWith({ ...NO_ROLE, signatureVersion: 1, webhookUrl: WEBHOOK, cloudTrailArchive });
    expect(account.cloudTrailArchive!.topic.topicArn).toBe(existingTopicArn);
    expect(topicNames(template)).not.toContain('clarion-cloudtrail-s3');
    template.resourcePropertiesCountIs('AWS::SNS::Subscription', { TopicArn: existingTopicArn }, 1);
  });

  test('can be left to whoever deploys, with all of its resources', () => {
    const stack = new Stack(new App(), 'Stack');
    const given = new CfnCondition(stack, 'HasArchive', { expression: Fn.conditionEquals(new CfnParameter(stack, 'On'), 'yes') });
    const account = new ClarionAccount(stack, 'Clarion', { ...TRUST, cloudTrailArchive: { value: ARCHIVE, given } });
    const ids = account.cloudTrailArchive!.node.findAll().flatMap((each) => ('cfnOptions' in each ? [each] : []));
    expect(ids.length).toBeGreaterThan(10);
    for (const resource of ids) expect(resource).toMatchObject({ cfnOptions: { condition: { logicalId: expect.anything() } } });
    Template.fromStack(stack).hasResource('Custom::ClarionBucketNotification', { Condition: 'HasArchive' });
  });
});

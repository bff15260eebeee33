import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { ClarionAccount, type ClarionAccountProps } from '.';

const TRUST = { principalArn: 'arn:aws:iam::444455556666:role/agent', externalId: 'workspace-1' };
const NO_ROLE = { integrationRole: false };
const WEBHOOK = 'https://receiver.example.com/hooks/one';
const BUCKET = { bucketName: 'acme-logs', prefix: 'AWSLogs/o-a1b2c3d4e5/' };
const ARCHIVE = { ...BUCKET, notification: 'merge' } as const;

type Found = Record<string, Record<string, any> | undefined>;

function synthesizedWith(props: ClarionAccountProps) {
  const stack = new TerraformStack(new App(), 'stack');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  const account = new ClarionAccount(stack, 'clarion', props);
  const { resource = {}, data = {} } = JSON.parse(Testing.synth(stack)) as { resource?: Found; data?: Found };
  return { account, resource, data };
}
const all = (found: Record<string, any> | undefined): any[] => Object.values(found ?? {});
const topicNames = ({ aws_sns_topic: topics }: Found) => all(topics).map(({ name }) => name as string);
/** Who may publish, by topic. */
const publishers = ({ resource, data }: { resource: Found; data: Found }) =>
  Object.fromEntries(
    all(resource['aws_sns_topic_policy']).map(({ arn, policy }) => {
      const nameIn = (reference: string) => /\$\{(?:data\.)?\w+\.([\w-]+)\./.exec(reference)![1]!;
      const { statement } = data['aws_iam_policy_document']![nameIn(policy)];
      const services = statement
        .flatMap(({ principals }: any) => principals[0].identifiers)
        .filter((each: string) => each !== '*');
      return [resource['aws_sns_topic']![nameIn(arn)].name as string, services];
    }),
  ) as Record<string, string[]>;

describe('ClarionAccount in cdktf', () => {
  test('has all parts but the log archive, whose bucket nobody else knows, and a topic for each monitor', () => {
    const made = synthesizedWith({ ...TRUST, webhookUrl: WEBHOOK });
    expect(publishers(made)).toEqual({
      'clarion-cloudtrail': ['events.amazonaws.com'],
      'clarion-cloudwatch': ['cloudwatch.amazonaws.com'],
      'clarion-guardduty': ['events.amazonaws.com'],
    });
    expect(all(made.resource['aws_sns_topic_subscription'])).toHaveLength(3);
    expect(all(made.resource['aws_iam_role'])).toMatchObject([{ name: 'ClarionIntegrationRole' }]);
    expect(made.account.cloudTrailArchive).toBeUndefined();
    expect(made.resource).not.toHaveProperty('aws_lambda_function');
  });

  test.each([
    ['cloudTrailEvents', 'clarion-cloudtrail'],
    ['cloudWatchAlarms', 'clarion-cloudwatch'],
    ['guardDutyFindings', 'clarion-guardduty'],
  ] as const)('leaves out %s with its topic, and nothing else', (part, topic) => {
    const before = topicNames(synthesizedWith({ ...TRUST }).resource);
    const { account, resource } = synthesizedWith({ ...TRUST, [part]: false });
    expect(account[part]).toBeUndefined();
    expect(topicNames(resource)).toEqual(before.filter((name) => name !== topic));
    expect(all(resource['aws_iam_role'])).toMatchObject([{ name: 'ClarionIntegrationRole' }]);
  });

  test('leaves out the role, and then needs nobody to trust', () => {
    const { account, resource } = synthesizedWith(NO_ROLE);
    expect(account.integrationRole).toBeUndefined();
    expect(resource).not.toHaveProperty('aws_iam_role');
    expect(resource).not.toHaveProperty('aws_iam_policy');
  });

  test('takes one topic for all monitors, which admits who publishes to one of them, and one subscription', () => {
    const made = synthesizedWith({ ...NO_ROLE, oneTopic: true, webhookUrl: WEBHOOK, namePrefix: 'acme' });
    expect(publishers(made)).toEqual({ acme: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] });
    expect(all(made.resource['aws_sns_topic_subscription'])).toHaveLength(1);
    expect(made.account.cloudTrailEvents!.topic).toBe(made.account.guardDutyFindings!.topic);

    const without = synthesizedWith({ ...NO_ROLE, oneTopic: true, cloudWatchAlarms: false });
    expect(publishers(without)).toEqual({ clarion: ['events.amazonaws.com'] });
  });

  test('makes the role in its home Region alone', () => {
    const { resource } = synthesizedWith({ ...TRUST, homeRegion: 'eu-west-1' });
    for (const type of ['aws_iam_role', 'aws_iam_policy', 'aws_iam_role_policy_attachment']) {
      for (const each of all(resource[type])) expect(each.count).toMatch(/local\./);
    }
  });

  test('tells what a key must admit: who publishes to one of its topics, and SNS', () => {
    const admitted = (props: ClarionAccountProps) =>
      (JSON.stringify(synthesizedWith(props).account.keyPolicy).match(/\w+(?=\.amazonaws\.com)/g) ?? []).sort();
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
    expect(() => synthesizedWith(props)).toThrow(new RegExp(`^${code}: `));
  });
});

describe('the log archive of a ClarionAccount in cdktf', () => {
  const readBy = ({ aws_iam_role_policy_attachment: attachments }: Found) =>
    Object.entries(attachments ?? {}).find(([name]) => name.includes('archive'))![1].role as string;

  test('has a topic of its own, even where the monitors share one, which the bucket alone publishes to', () => {
    const made = synthesizedWith({ ...NO_ROLE, oneTopic: true, webhookUrl: WEBHOOK, cloudTrailArchive: ARCHIVE });
    expect(publishers(made)).toEqual({
      clarion: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'],
      'clarion-cloudtrail-s3': ['s3.amazonaws.com'],
    });
    expect(all(made.resource['aws_sns_topic_subscription'])).toHaveLength(2);
  });

  test('is read by the role that is made here, after that is made', () => {
    const { resource } = synthesizedWith({ ...TRUST, cloudTrailArchive: ARCHIVE });
    const [[role] = ['']] = Object.entries(resource['aws_iam_role']!).filter(([, { name }]) => name === 'ClarionIntegrationRole');
    expect(readBy(resource)).toBe(`\${aws_iam_role.${role}.id}`);
  });

  test.each([
    ['left out', { ...NO_ROLE, roleName: 'LogReader' }],
    ['adopted', { ...TRUST, adopt: true, roleName: 'LogReader' }],
  ])('is read by the role of that name where it is %s', (_how, props) => {
    expect(readBy(synthesizedWith({ ...props, cloudTrailArchive: ARCHIVE }).resource)).toBe('LogReader');
  });

  test('is read by the role of that name where it is made in another Region', () => {
    const { resource } = synthesizedWith({ ...TRUST, homeRegion: 'eu-west-1', cloudTrailArchive: ARCHIVE });
    expect(readBy(resource)).toMatch(/^\$\{local\.\S+ \? aws_iam_role\.\S+\[0\]\.id : "ClarionIntegrationRole"\}$/);
  });

  test('signs as the others do, but for a topic that is there already, whose owner says', () => {
    const own = synthesizedWith({ ...NO_ROLE, signatureVersion: 1, cloudTrailArchive: ARCHIVE });
    for (const topic of all(own.resource['aws_sns_topic'])) expect(topic.signature_version).toBe(1);
    const existingTopicArn = 'arn:aws:sns:us-east-1:111122223333:siem';
    const cloudTrailArchive = { ...BUCKET, notification: 'existing-topic', existingTopicArn } as const;
    const { account, resource } = synthesizedWith({ ...NO_ROLE, signatureVersion: 1, webhookUrl: WEBHOOK, cloudTrailArchive });
    expect(account.cloudTrailArchive!.topic.topicArn).toBe(existingTopicArn);
    expect(topicNames(resource)).not.toContain('clarion-cloudtrail-s3');
    expect(all(resource['aws_sns_topic_subscription']).map(({ topic_arn }) => topic_arn)).toContain(existingTopicArn);
  });

  test('changes nothing of the bucket unless that is said', () => {
    const { account, resource } = synthesizedWith({ ...NO_ROLE, cloudTrailArchive: BUCKET });
    expect(resource).not.toHaveProperty('aws_lambda_invocation');
    expect(account.cloudTrailArchive!.notificationConfiguration).toMatchObject({ TopicConfigurations: [{}] });
  });

  test('takes what only deployment knows', () => {
    const stack = new TerraformStack(new App(), 'stack');
    new AwsProvider(stack, 'aws', { region: 'us-east-1' });
    const text = (id: string) => new TerraformVariable(stack, id, { type: 'string' }).stringValue;
    const given = new TerraformVariable(stack, 'on', { type: 'bool' }).booleanValue;
    new ClarionAccount(stack, 'clarion', {
      ...TRUST,
      cloudTrailArchive: {
        bucketName: text('bucket'),
        prefix: text('prefix'),
        notification: { merge: given },
        attachReadPolicy: given,
      },
    });
    const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Found };
    expect(all(resource['aws_lambda_invocation'])).toMatchObject([{ count: '${var.on ? 1 : 0}' }]);
  });
});

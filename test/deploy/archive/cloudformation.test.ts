/** The template, each way to notify, on a bucket that has three other notifications. */
import { readFileSync } from 'node:fs';
import { aws } from '../../support/aws.ts';
import { startEmulator, type Emulator } from '../../support/emulator.ts';
import { needs } from '../../support/needs.ts';
import { mintTls } from '../../support/tls.ts';
import { startWebhook, type Webhook } from '../../support/webhook.ts';
import { arn, configuration, customersBucket, THREE_OTHERS } from '../../bucket-notification/customer.ts';
import { announcedBy, confirm, integrationRole, logFile, ORGANIZATION, PREFIX, roleMay } from './deployed.ts';

const TEMPLATE = readFileSync(new URL('../../../cloudformation/cloudtrail-archive.template.yaml', import.meta.url), 'utf8');
type Parameters = Readonly<Record<string, string>>;

needs(['moto'], 'cloudformation/cloudtrail-archive.template.yaml', () => {
  let emulator: Emulator;
  let webhook: Webhook;
  beforeAll(async () => {
    const tls = await mintTls();
    emulator = await startEmulator({ caFile: tls.caFile });
    webhook = await startWebhook(tls);
  });
  beforeEach(async () => {
    await emulator.reset();
    await customersBucket(emulator, 'logs');
    await integrationRole(emulator);
  });
  afterAll(async () => {
    await webhook?.stop();
    await emulator?.stop();
  });

  const stack = (operation: string, parameters: Parameters) =>
    aws(emulator, 'cloudformation', `${operation}-stack`, {
      StackName: 'archive',
      TemplateBody: TEMPLATE,
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: Object.entries({ BucketName: 'logs', Prefix: PREFIX, ...parameters }).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    });
  const deleteStack = () => aws(emulator, 'cloudformation', 'delete-stack', { StackName: 'archive' });
  const outputs = async (): Promise<Record<string, string>> => {
    const { Stacks } = await aws<any>(emulator, 'cloudformation', 'describe-stacks', { StackName: 'archive' });
    return Object.fromEntries(Stacks[0].Outputs.map(({ OutputKey, OutputValue }: any) => [OutputKey, OutputValue]));
  };
  const topicsOn = async (bucket = 'logs') =>
    ((await configuration(emulator, bucket)).TopicConfigurations ?? []).map((each: any) => each.TopicArn as string);
  const whatIsLeft = async () => ({
    functions: (await aws<any>(emulator, 'lambda', 'list-functions')).Functions,
    roles: (await aws<any>(emulator, 'iam', 'list-roles')).Roles.map((role: any) => role.RoleName),
    policies: (await aws<any>(emulator, 'iam', 'list-policies', { Scope: 'Local' })).Policies,
    logGroups: (await aws<any>(emulator, 'logs', 'describe-log-groups')).logGroups,
    topics: (await aws<any>(emulator, 'sns', 'list-topics')).Topics.map((topic: any) => topic.TopicArn),
  });
  const NOTHING = {
    functions: [],
    roles: ['ClarionIntegrationRole'],
    policies: [],
    logGroups: [],
    topics: [arn('sns', 'reports')],
  };

  test('merge: log files reach the webhook, the role may read them, and after the deletion the bucket is as it was', async () => {
    const path = '/cloudformation/merge';
    await stack('create', { Notification: 'merge', WebhookUrl: webhook.url + path });
    const { TopicArn, NotificationConfiguration, Clarion } = await outputs();
    expect(await topicsOn()).toEqual([arn('sns', 'reports'), TopicArn]);
    expect(await configuration(emulator, 'logs')).toMatchObject({
      QueueConfigurations: THREE_OTHERS.QueueConfigurations,
      LambdaFunctionConfigurations: THREE_OTHERS.LambdaFunctionConfigurations,
      EventBridgeConfiguration: {},
    });
    expect(JSON.parse(NotificationConfiguration!).TopicConfigurations[0]).toMatchObject({ TopicArn });
    expect(JSON.parse(Clarion!)).toMatchObject({ topicArns: { cloudtrail: TopicArn }, bucket: 'logs', region: 'us-east-1' });

    await confirm(emulator, webhook, path);
    expect(await announcedBy(emulator, webhook, path, 'logs')).toEqual([logFile()]);

    expect(await roleMay(emulator, 's3:GetObject', `arn:aws:s3:::logs/${logFile()}`)).toBe(true);
    expect(await roleMay(emulator, 's3:GetObject', 'arn:aws:s3:::logs/reports/x.csv')).toBe(false);
    expect(await roleMay(emulator, 's3:PutObject', `arn:aws:s3:::logs/${logFile()}`)).toBe(false);

    await deleteStack();
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
    expect(await whatIsLeft()).toEqual(NOTHING);
  });

  test('merge, moved to another bucket: the old one is as it was, and the role may read the new one alone', async () => {
    await customersBucket(emulator, 'other-logs', {});
    await stack('create', { Notification: 'merge' });
    const { TopicArn } = await outputs();
    await stack('update', { Notification: 'merge', BucketName: 'other-logs' });
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
    expect(await topicsOn('other-logs')).toEqual([TopicArn]);
    expect(await roleMay(emulator, 's3:GetObject', `arn:aws:s3:::other-logs/${logFile()}`)).toBe(true);
    expect(await roleMay(emulator, 's3:GetObject', `arn:aws:s3:::logs/${logFile()}`)).toBe(false);
    await deleteStack();
    expect(await configuration(emulator, 'other-logs')).toEqual({});
  });

  test('merge, under another prefix and with another topic: one entry, as it is now', async () => {
    await stack('create', { Notification: 'merge' });
    await stack('update', { Notification: 'merge', Prefix: `${ORGANIZATION}/${PREFIX}`, TopicName: 'log-files' });
    expect(await topicsOn()).toEqual([arn('sns', 'reports'), arn('sns', 'log-files')]);
    expect(JSON.stringify(await configuration(emulator, 'logs'))).toContain(`"${ORGANIZATION}/${PREFIX}"`);
    await deleteStack();
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
  });

  test('merge, where another install has the prefix already: refused with its way out, and nothing is left of it', async () => {
    await stack('create', { Notification: 'merge' });
    const before = await configuration(emulator, 'logs');
    const second = aws(emulator, 'cloudformation', 'create-stack', {
      StackName: 'second',
      TemplateBody: TEMPLATE,
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: Object.entries({ BucketName: 'logs', Prefix: PREFIX, Notification: 'merge', NamePrefix: 'second' }).map(
        ([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }),
      ),
    });
    await expect(second).rejects.toThrow(/clarion-clarion-cloudtrail-s3.*existing-topic/);
    expect(await configuration(emulator, 'logs')).toEqual(before);
    expect((await whatIsLeft()).functions).toHaveLength(1);
  });

  test('replace: our entry alone, and after the deletion none', async () => {
    await stack('create', { Notification: 'replace', ReplaceAllNotifications: 'true' });
    const { TopicArn } = await outputs();
    expect(await configuration(emulator, 'logs')).toEqual({ TopicConfigurations: [expect.objectContaining({ TopicArn })] });
    await deleteStack();
    expect(await configuration(emulator, 'logs')).toEqual({});
    expect(await whatIsLeft()).toEqual(NOTHING);
  });

  test('existing-topic: the webhook hears of what the topic is told already, and the bucket is not written', async () => {
    const path = '/cloudformation/existing';
    const siem = { TopicArn: arn('sns', 'reports'), Events: ['s3:ObjectCreated:*'], Id: 'siem' };
    const Filter = {
      Key: {
        FilterRules: [
          { Name: 'prefix', Value: PREFIX },
          { Name: 'suffix', Value: '.json.gz' },
        ],
      },
    };
    const NotificationConfiguration = { TopicConfigurations: [{ ...siem, Filter }] };
    await aws(emulator, 's3', 'put-bucket-notification-configuration', { Bucket: 'logs', NotificationConfiguration });
    const before = await configuration(emulator, 'logs');

    await stack('create', {
      Notification: 'existing-topic',
      ExistingTopicArn: arn('sns', 'reports'),
      WebhookUrl: webhook.url + path,
    });
    expect((await outputs())['TopicArn']).toBe(arn('sns', 'reports'));
    await confirm(emulator, webhook, path);
    expect(await announcedBy(emulator, webhook, path, 'logs')).toEqual([logFile()]);
    expect(await configuration(emulator, 'logs')).toEqual(before);
    expect((await whatIsLeft()).functions).toEqual([]);
    await deleteStack();
    expect(await configuration(emulator, 'logs')).toEqual(before);
    expect(await whatIsLeft()).toEqual(NOTHING);
  });

  test('manual: the bucket is not written, and what to add by hand works as it is shown', async () => {
    const path = '/cloudformation/manual';
    await stack('create', { Notification: 'manual', WebhookUrl: webhook.url + path });
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);

    const shown = JSON.parse((await outputs())['NotificationConfiguration']!);
    await aws(emulator, 's3', 'put-bucket-notification-configuration', { Bucket: 'logs', NotificationConfiguration: shown });
    await confirm(emulator, webhook, path);
    expect(await announcedBy(emulator, webhook, path, 'logs')).toEqual([logFile()]);
    await deleteStack();
    // By hand it was added, and by hand it goes.
    expect((await configuration(emulator, 'logs')).TopicConfigurations).toHaveLength(1);
  });

  test.each([
    ['a bucket that is not there', { BucketName: 'not-there' }, 'NoSuchBucket'],
    ['a topic that is not said', { Notification: 'existing-topic' }, 'only then'],
    ['replace that is not confirmed', { Notification: 'replace' }, 'must say so too'],
    ['a prefix without a slash', { Prefix: 'AWSLogs' }, 'whole folders'],
    ['another mode', { Notification: 'overwrite' }, 'one of merge, replace, existing-topic and manual'],
  ])('refuses %s, and leaves nothing', async (_name, parameters, said) => {
    await expect(stack('create', { Notification: 'merge', ...(parameters as Parameters) })).rejects.toThrow(said);
    expect(await configuration(emulator, 'logs')).toEqual(THREE_OTHERS);
    expect(await whatIsLeft()).toEqual(NOTHING);
  });
});

/** The template against the local AWS, which refuses types it does not know, and whose parameters, rules and policies mean something. */
import { readFileSync } from 'node:fs';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { LEAST_PRIVILEGE, NOTHING, verdicts, whatIsThere } from './deployed.ts';
import { byDefault, EXCLUDED_ROLE, putEvents, withEverything } from './events.ts';
import { path } from './example.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { rotatesUrl } from './rotation.ts';
import { createStack, deleteStack, updateStack } from './stack.ts';
import { trustTopic } from '../support/trust-topic.ts';

const MINUTE = 60_000;
const TEMPLATE = readFileSync(path('cloudformation/cloudtrail-events.template.yaml'), 'utf8');

needs(['moto', 'aws-cli'], 'examples/cloudformation', () => {
  let endpoint: ReceiverEndpoint;

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
  });
  afterAll(() => endpoint?.stop());

  /** What the script shows last: the topic's ARN. */
  const deploy = async (...parameters: string[]) => {
    const { stdout } = await command(path('examples/cloudformation/deploy.sh'), parameters, { env: endpoint.emulator.env });
    return stdout.trim().split('\n').at(-1);
  };

  test(
    'deploys in two steps, brings events to the receiver, and leaves nothing',
    async () => {
      const arn = topicArn('clarion-cloudtrail');
      expect(await deploy()).toBe(arn);
      expect(await whatIsThere(endpoint)).toMatchObject({ subscriptions: [], alarms: { length: 3 } });

      await trustTopic(endpoint.receiver, arn);
      expect(await deploy(`WebhookUrl=${await endpoint.createWebhook('template')}`)).toBe(arn);
      await endpoint.confirmed(arn, 1);
      await putEvents(endpoint, byDefault('clarion-cloudtrail'));
      expect(await verdicts(endpoint, arn)).toEqual(LEAST_PRIVILEGE);

      await deleteStack(endpoint, 'clarion');
      expect(await whatIsThere(endpoint)).toEqual(NOTHING);
    },
    MINUTE,
  );
});

needs(['moto'], 'cloudformation/cloudtrail-events.template.yaml', () => {
  let endpoint: ReceiverEndpoint;

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
  });
  afterEach(() => endpoint.emulator.reset());
  afterAll(() => endpoint?.stop());

  test('sends what is switched on, to the previous webhook too, under the names that were given', async () => {
    await trustTopic(endpoint.receiver, topicArn('all-events'));
    const { TopicArn } = await createStack(endpoint, 'clarion', TEMPLATE, {
      WebhookUrl: await endpoint.createWebhook('current'),
      PreviousWebhookUrl: await endpoint.createWebhook('previous'),
      TopicName: 'all-events',
      SignatureVersion: '1',
      ReadOnlyEvents: 'true',
      IncludeInsights: 'true',
      IncludeDataEvents: 'true',
      ExcludeRoleArns: EXCLUDED_ROLE,
      DeliveryAlarms: 'false',
    });
    expect(TopicArn).toBe(topicArn('all-events'));
    await endpoint.confirmed(TopicArn!, 2);
    await putEvents(endpoint, withEverything('all-events'));
    expect(await verdicts(endpoint, TopicArn!)).toEqual(LEAST_PRIVILEGE);
    expect((await whatIsThere(endpoint))['alarms']).toEqual([]);

    await deleteStack(endpoint, 'clarion');
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  });

  test('rotates a webhook URL without a moment in which none is confirmed', async () => {
    const [old, current] = [await endpoint.createWebhook('rotated'), await endpoint.createWebhook('rotated-to')];
    await trustTopic(endpoint.receiver, topicArn('clarion-cloudtrail'));
    const { TopicArn } = await createStack(endpoint, 'clarion', TEMPLATE, { WebhookUrl: old });
    await endpoint.confirmed(TopicArn!, 1);
    const update = (PreviousWebhookUrl: string) =>
      updateStack(endpoint, 'clarion', TEMPLATE, { WebhookUrl: current, PreviousWebhookUrl });
    await rotatesUrl(endpoint, TopicArn!, [old, current], { both: () => update(old), current: () => update('') });

    await deleteStack(endpoint, 'clarion');
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  });

  test('subscribes nothing while that is switched off', async () => {
    await createStack(endpoint, 'clarion', TEMPLATE, { WebhookUrl: 'https://hooks.example.com/x', Subscribe: 'false' });
    expect(await whatIsThere(endpoint)).toMatchObject({ subscriptions: [], topics: { length: 1 } });
  });

  test.each([
    ['a webhook URL without TLS', { WebhookUrl: 'http://hooks.example.com/x' }, 'https, with a public host name'],
    ['a webhook URL with a user', { WebhookUrl: 'https://me@hooks.example.com/x' }, 'https, with a public host name'],
    ['a webhook URL that only this machine has', { WebhookUrl: 'https://localhost/x' }, 'https, with a public host name'],
    ['a previous webhook URL alone', { PreviousWebhookUrl: 'https://hooks.example.com/x' }, 'beside a new one'],
    [
      'the same webhook URL as new and as previous',
      { WebhookUrl: 'https://hooks.example.com/x', PreviousWebhookUrl: 'https://hooks.example.com/x' },
      'differs from it',
    ],
    ['a role to exclude that is a pattern', { ExcludeRoleArns: 'arn:aws:iam::123456789012:role/*' }, 'without wildcards'],
  ])('refuses %s, and makes nothing', async (_, parameters, said) => {
    await expect(createStack(endpoint, 'clarion', TEMPLATE, parameters)).rejects.toThrow(said);
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  });
});

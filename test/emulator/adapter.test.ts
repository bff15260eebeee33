/**
 * The local AWS itself. moto knows the APIs; what is asserted here is what we added to it.
 *
 * The handshake, the headers, the retries and the string to sign are our reading of AWS's documents, not AWS: a test that passes
 * shows that emulator and reading agree. `sns-validator`, AWS's own, judges the signatures from outside.
 */
import { createVerify, X509Certificate } from 'node:crypto';
import { EventEmitter } from 'node:events';
import https from 'node:https';
import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import MessageValidator from 'sns-validator';
import { aws } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { mintTls } from '../support/tls.ts';
import { HANGS_UP, startWebhook, type Delivered, type Webhook } from '../support/webhook.ts';

type Message = Readonly<Record<string, string>>;

const PAUSE_MS = 400;
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

needs(['moto'], 'the local AWS', () => {
  let emulator: Emulator;
  let webhook: Webhook;
  let topics = 0;

  const ask = <T = Record<string, unknown>>(service: string, operation: string, input: Record<string, unknown> = {}) =>
    aws<T>(emulator, service, operation, input);
  const createTopic = async (attributes: Record<string, string> = {}) =>
    (await ask<{ TopicArn: string }>('sns', 'create-topic', { Name: `topic-${++topics}`, Attributes: attributes })).TopicArn;
  const createQueue = async (name: string) => {
    const { QueueUrl } = await ask<{ QueueUrl: string }>('sqs', 'create-queue', { QueueName: name });
    return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:123456789012:${name}` };
  };
  const receive = async (url: string) => {
    type Received = { Messages?: { Body: string; MessageAttributes?: Record<string, { StringValue: string }> }[] };
    const { Messages = [] } = await ask<Received>('sqs', 'receive-message', { QueueUrl: url, MessageAttributeNames: ['All'] });
    return Messages;
  };
  const subscribe = async (TopicArn: string, path: string, attributes: Record<string, string> = {}) => {
    const input = {
      TopicArn,
      Protocol: 'https',
      Endpoint: webhook.url + path,
      Attributes: attributes,
      ReturnSubscriptionArn: true,
    };
    const { SubscriptionArn } = await ask<{ SubscriptionArn: string }>('sns', 'subscribe', input);
    const asked = await webhook.next(
      ({ message }) => message['TopicArn'] === TopicArn && message['Type'] === 'SubscriptionConfirmation',
    );
    return { SubscriptionArn, asked: asked.message };
  };
  const confirm = (message: Message, more: Record<string, unknown> = {}) =>
    ask<{ SubscriptionArn: string }>('sns', 'confirm-subscription', {
      TopicArn: message['TopicArn'],
      Token: message['Token'],
      ...more,
    });
  const connect = async (path: string, topic: Record<string, string> = {}, attributes: Record<string, string> = {}) => {
    const TopicArn = await createTopic(topic);
    const { SubscriptionArn, asked } = await subscribe(TopicArn, path, attributes);
    await confirm(asked);
    return { TopicArn, SubscriptionArn };
  };
  const isNotification = (path: string) => (delivery: Delivered) =>
    delivery.path === path && delivery.message['Type'] === 'Notification';

  beforeAll(async () => {
    const tls = await mintTls();
    emulator = await startEmulator({ caFile: tls.caFile });
    webhook = await startWebhook(tls, ({ path, message }) => {
      if (message['Type'] !== 'Notification') return 200;
      return { '/broken': 500, '/throttling': 429, '/hanging-up': HANGS_UP, '/refusing': 403 }[path] ?? 200;
    });
  });
  afterAll(async () => {
    await webhook?.stop();
    await emulator?.stop();
  });

  const signableFields = (message: Message) =>
    message['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const verifies = async (message: Message) => {
    const pem = await emulator.fetchCertificate(message['SigningCertURL'] ?? '');
    const text = signableFields(message).flatMap((name) => (name in message ? [`${name}\n${message[name]}\n`] : []));
    const verifier = createVerify(message['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1').update(text.join(''));
    return verifier.verify(pem, message['Signature'] ?? '', 'base64');
  };

  /** What AWS's own validator says, which fetches the certificate over https by itself: that fetch is led to the emulator. */
  const judgedByAws = async (message: Message) => {
    const get = jest.spyOn(https, 'get').mockImplementation(((url: string, done: (response: Readable) => void) => {
      void emulator.fetchCertificate(url).then((pem) => done(Object.assign(Readable.from([pem]), { statusCode: 200 })));
      return new EventEmitter();
    }) as unknown as typeof https.get);
    try {
      return await new Promise<Error | null>((resolve) => new MessageValidator().validate({ ...message }, resolve));
    } finally {
      get.mockRestore();
    }
  };

  describe('SNS', () => {
    test('asks a webhook to confirm, with a signed message and its headers, and tells its ARN only on request', async () => {
      const TopicArn = await createTopic();
      const input = { TopicArn, Protocol: 'https', Endpoint: `${webhook.url}/handshake` };
      expect(await ask('sns', 'subscribe', input)).toEqual({ SubscriptionArn: 'pending confirmation' });
      const asked = await webhook.next(({ path }) => path === '/handshake');
      expect(asked.headers).toMatchObject({
        'content-type': 'text/plain; charset=UTF-8',
        'x-amz-sns-message-type': 'SubscriptionConfirmation',
        'x-amz-sns-message-id': asked.message['MessageId'],
        'x-amz-sns-topic-arn': TopicArn,
      });
      expect(asked.headers).not.toHaveProperty('x-amz-sns-subscription-arn');
      expect(await verifies(asked.message)).toBe(true);
      const { Subscriptions } = await ask('sns', 'list-subscriptions-by-topic', { TopicArn });
      expect(Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }]);
    });

    test('sends a pending subscription nothing, and refuses a token it did not send', async () => {
      const TopicArn = await createTopic();
      const { asked, SubscriptionArn } = await subscribe(TopicArn, '/pending');
      await ask('sns', 'publish', { TopicArn, Message: 'too early' });
      await expect(confirm({ ...asked, Token: 'ab'.repeat(104) })).rejects.toThrow(/InvalidParameter.*Token/);
      await pause();
      expect(webhook.delivered.filter(isNotification('/pending'))).toEqual([]);
      const { Attributes } = await ask('sns', 'get-subscription-attributes', { SubscriptionArn });
      expect(Attributes).toMatchObject({ PendingConfirmation: 'true' });
    });

    test('confirms with the right token, and remembers that it was authenticated', async () => {
      const { asked, SubscriptionArn } = await subscribe(await createTopic(), '/confirmed');
      expect(await confirm(asked, { AuthenticateOnUnsubscribe: 'true' })).toEqual({ SubscriptionArn });
      const { Attributes } = await ask('sns', 'get-subscription-attributes', { SubscriptionArn });
      expect(Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'true' });
      const unsigned = await fetch(`${emulator.url}/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`);
      expect(await unsigned.text()).toContain('AuthorizationError');
    });

    test('confirms by the SubscribeURL as well, unsigned', async () => {
      const { asked, SubscriptionArn } = await subscribe(await createTopic(), '/by-url');
      const { search, hostname } = new URL(asked['SubscribeURL'] ?? '');
      expect(hostname).toBe('sns.us-east-1.amazonaws.com');
      const answer = await fetch(`${emulator.url}/${search}`);
      expect(await answer.text()).toContain(SubscriptionArn);
      const { Attributes } = await ask('sns', 'get-subscription-attributes', { SubscriptionArn });
      expect(Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'false' });
    });

    test.each([
      ['1', 'SHA1'],
      ['2', 'SHA256'],
    ])('signs version %s with %s, subject and line breaks included, and AWS’s own validator agrees', async (version) => {
      const path = `/version-${version}`;
      const { TopicArn, SubscriptionArn } = await connect(path, { SignatureVersion: version });
      await ask('sns', 'publish', { TopicArn, Subject: 'Sübject', Message: 'line 1\nline 2 — é' });
      const { message, headers } = await webhook.next(isNotification(path));
      expect(message).toMatchObject({ SignatureVersion: version, Subject: 'Sübject', Message: 'line 1\nline 2 — é', TopicArn });
      expect(headers).toMatchObject({ 'x-amz-sns-message-type': 'Notification', 'x-amz-sns-subscription-arn': SubscriptionArn });
      expect(await verifies(message)).toBe(true);
      expect(await verifies({ ...message, Message: 'another' })).toBe(false);

      expect(await judgedByAws(message)).toBeNull();
      expect(await judgedByAws({ ...message, Message: 'another' })).toMatchObject({
        message: 'The message signature is invalid.',
      });
    });

    test('signs with one certificate that looks like SNS’s, in every Region and after a reset', async () => {
      const { asked } = await subscribe(await createTopic(), '/certificate');
      const url = asked['SigningCertURL'] ?? '';
      expect(url).toMatch(/^https:\/\/sns\.us-east-1\.amazonaws\.com\/SimpleNotificationService-[0-9a-f]{32}\.pem$/);
      const pem = await emulator.fetchCertificate(url);
      const certificate = new X509Certificate(pem);
      expect(certificate.checkHost('sns.amazonaws.com')).toBe('sns.amazonaws.com');
      expect(certificate.issuer).toContain('O=Amazon');
      expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
      await emulator.reset();
      expect(await emulator.fetchCertificate(url.replace('us-east-1', 'eu-west-1'))).toBe(pem);
      await expect(emulator.fetchCertificate(url.replace(/-[0-9a-f]{32}/, `-${'0'.repeat(32)}`))).rejects.toThrow('404');
      expect(await ask('sns', 'list-topics')).toEqual({ Topics: [] });
    });

    test('delivers only what the filter policy lets through', async () => {
      const { TopicArn } = await connect(
        '/filtered',
        {},
        { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"kind":["wanted"]}' },
      );
      await ask('sns', 'publish', { TopicArn, Message: '{"kind":"other"}' });
      await ask('sns', 'publish', { TopicArn, Message: '{"kind":"wanted"}' });
      await webhook.next(isNotification('/filtered'));
      await pause();
      expect(webhook.delivered.filter(isNotification('/filtered')).map(({ message }) => message['Message'])).toEqual([
        '{"kind":"wanted"}',
      ]);
    });

    test.each([
      ['tries a 500 again as often as the delivery policy says', '/broken', 3],
      ['tries a 429 again', '/throttling', 3],
      ['tries again where the connection broke', '/hanging-up', 3],
      ['takes a 403 as an answer', '/refusing', 1],
    ])('%s, then gives the envelope to the dead-letter queue', async (_, path, tries) => {
      const queue = await createQueue(`dead-${path.slice(1)}`);
      const policy = { healthyRetryPolicy: { numRetries: 2, minDelayTarget: 1, maxDelayTarget: 1 } };
      const { TopicArn } = await connect(
        path,
        {},
        {
          DeliveryPolicy: JSON.stringify(policy),
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue.arn }),
        },
      );
      await ask('sns', 'publish', { TopicArn, Message: 'lost' });
      await webhook.next(isNotification(path));
      await pause();
      const came = webhook.delivered.filter(isNotification(path));
      expect(came).toHaveLength(tries);
      expect(new Set(came.map(({ message }) => message['MessageId'])).size).toBe(1);
      const [dead] = await receive(queue.url);
      expect(JSON.parse(dead?.Body ?? '{}')).toEqual(came[0]?.message);
    });

    test('delivers the bare message where the subscription asks for that, and says so in a header', async () => {
      const { TopicArn } = await connect('/raw', {}, { RawMessageDelivery: 'true' });
      await ask('sns', 'publish', { TopicArn, Message: 'bare' });
      const { headers } = await webhook.next(({ path, body }) => path === '/raw' && body === 'bare');
      expect(headers).toMatchObject({ 'x-amz-sns-rawdelivery': 'true', 'x-amz-sns-topic-arn': TopicArn });
    });

    test('delivers from other accounts and Regions as well', async () => {
      const place = { account: '222222222222', region: 'eu-west-1' };
      const there = (operation: string, input: Record<string, unknown>) => aws(emulator, 'sns', operation, input, place);
      const { TopicArn } = await there('create-topic', { Name: 'elsewhere' });
      expect(TopicArn).toBe('arn:aws:sns:eu-west-1:222222222222:elsewhere');
      await there('subscribe', { TopicArn, Protocol: 'https', Endpoint: `${webhook.url}/elsewhere` });
      const { message } = await webhook.next(({ path }) => path === '/elsewhere');
      await there('confirm-subscription', { TopicArn, Token: message['Token'] });
      await there('publish', { TopicArn, Message: 'from afar' });
      const { message: notification } = await webhook.next(isNotification('/elsewhere'));
      expect(notification['SigningCertURL']).toMatch(/^https:\/\/sns\.eu-west-1\.amazonaws\.com\//);
      expect(await verifies(notification)).toBe(true);
    });

    test('says goodbye to a webhook, signed, when its subscription ends', async () => {
      const { SubscriptionArn } = await connect('/leaving');
      await ask('sns', 'unsubscribe', { SubscriptionArn });
      const { message } = await webhook.next((delivery) => delivery.message['Type'] === 'UnsubscribeConfirmation');
      expect(await verifies(message)).toBe(true);
    });
  });

  describe('EventBridge', () => {
    const CALL = 'AWS API Call via CloudTrail';
    const putRule = async (
      Name: string,
      Arn: string,
      input: Record<string, unknown> = {},
      target: Record<string, unknown> = {},
    ) => {
      await ask('events', 'put-rule', { Name, EventPattern: JSON.stringify({ source: [`test.${Name}`] }), ...input });
      await ask('events', 'put-targets', { Rule: Name, Targets: [{ Id: 'target', Arn, ...target }] });
    };
    const putEvent = (name: string, Detail: Record<string, unknown>, DetailType = CALL) =>
      ask('events', 'put-events', {
        Entries: [
          {
            Source: `test.${name}`,
            DetailType,
            Detail: JSON.stringify(Detail),
            Time: '2026-01-02T03:04:05Z',
            Resources: ['arn:a'],
          },
        ],
      });
    const CREATE = { eventName: 'CreateUser', eventCategory: 'Management', readOnly: false };
    const LIST = { eventName: 'ListUsers', eventCategory: 'Management', readOnly: true };

    test('delivers a matching event to a webhook through a topic, in its own envelope', async () => {
      const { TopicArn } = await connect('/event', { SignatureVersion: '2' });
      await putRule('whole', TopicArn);
      await putEvent('whole', CREATE);
      const { message } = await webhook.next(isNotification('/event'));
      expect(await verifies(message)).toBe(true);
      expect(message).not.toHaveProperty('Subject');
      expect(JSON.parse(message['Message'] ?? '')).toEqual({
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': CALL,
        source: 'test.whole',
        account: '123456789012',
        time: '2026-01-02T03:04:05Z',
        region: 'us-east-1',
        resources: ['arn:a'],
        detail: CREATE,
      });
    });

    test.each([
      ['DISABLED', []],
      ['ENABLED', ['CreateUser']],
      ['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', ['CreateUser', 'ListUsers']],
    ])('delivers of a change and a read what a rule in the state %s lets through', async (State, expected) => {
      const queue = await createQueue(`state-${State}`);
      await putRule(State, queue.arn, { State });
      await putEvent(State, CREATE);
      await putEvent(State, LIST);
      const bodies = [...(await receive(queue.url)), ...(await receive(queue.url))].map(({ Body }) => JSON.parse(Body));
      expect(bodies.map(({ detail }) => detail.eventName).sort()).toEqual(expected);
      expect(bodies.every(({ account }) => account === '123456789012')).toBe(true);
    });

    test('matches a category that is missing or not among those left out', async () => {
      const queue = await createQueue('category');
      const eventCategory = [{ exists: false }, { 'anything-but': ['Data', 'NetworkActivity'] }];
      await putRule('category', queue.arn, {
        EventPattern: JSON.stringify({ source: ['test.category'], detail: { eventCategory } }),
      });
      for (const category of ['Data', 'NetworkActivity', 'Insight', undefined])
        await putEvent('category', { eventCategory: category, n: 1 });
      const bodies = [...(await receive(queue.url)), ...(await receive(queue.url)), ...(await receive(queue.url))];
      expect(bodies.map(({ Body }) => JSON.parse(Body).detail.eventCategory)).toEqual(['Insight', undefined]);
    });

    test('gives the event to the target’s dead-letter queue when the topic does not exist', async () => {
      const queue = await createQueue('undeliverable');
      const missing = 'arn:aws:sns:us-east-1:123456789012:missing';
      await putRule('lost', missing, {}, { DeadLetterConfig: { Arn: queue.arn } });
      await putEvent('lost', CREATE);
      const [dead] = await receive(queue.url);
      expect(JSON.parse(dead?.Body ?? '{}')).toMatchObject({ source: 'test.lost', detail: CREATE });
      expect(dead?.MessageAttributes).toMatchObject({
        ERROR_CODE: { StringValue: 'NO_RESOURCE' },
        TARGET_ARN: { StringValue: missing },
      });
    });
  });

  describe('CloudFormation', () => {
    const ref = (Ref: string) => ({ Ref });
    const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
    const allow = (Service: string, Action: string, Resource: unknown) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource }],
    });
    const TEMPLATE = {
      Parameters: {
        Url: { Type: 'String', AllowedPattern: 'https://.+', ConstraintDescription: 'must be an https URL' },
        State: { Type: 'String', Default: 'ENABLED', AllowedValues: ['ENABLED', 'DISABLED'] },
        Sources: { Type: 'CommaDelimitedList', Default: 'test.one,test.two' },
        WithAlarm: { Type: 'String', Default: 'yes' },
      },
      Rules: {
        EnabledNeedsAlarm: {
          RuleCondition: { 'Fn::Equals': [ref('State'), 'ENABLED'] },
          Assertions: [
            { Assert: { 'Fn::Contains': [['yes'], ref('WithAlarm')] }, AssertDescription: 'an enabled rule needs an alarm' },
          ],
        },
      },
      Conditions: { HasAlarm: { 'Fn::Equals': [ref('WithAlarm'), 'yes'] } },
      Resources: {
        Topic: {
          Type: 'AWS::SNS::Topic',
          Properties: { TopicName: 'stack-topic', SignatureVersion: '2', KmsMasterKeyId: 'alias/k' },
        },
        TopicPolicy: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: { Topics: [ref('Topic')], PolicyDocument: allow('events.amazonaws.com', 'sns:Publish', ref('Topic')) },
        },
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: { QueueName: 'stack-queue', MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: true },
        },
        QueuePolicy: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: { Queues: [ref('Queue')], PolicyDocument: allow('sns.amazonaws.com', 'sqs:SendMessage', arn('Queue')) },
        },
        Subscription: {
          Type: 'AWS::SNS::Subscription',
          Properties: {
            TopicArn: ref('Topic'),
            Protocol: 'https',
            Endpoint: ref('Url'),
            DeliveryPolicy: { healthyRetryPolicy: { numRetries: 1, minDelayTarget: 1, maxDelayTarget: 1 } },
            RedrivePolicy: { deadLetterTargetArn: arn('Queue') },
          },
        },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            Name: 'stack-rule',
            State: ref('State'),
            EventPattern: { source: ref('Sources'), detail: { 'Fn::If': ['HasAlarm', { a: [1] }, ref('AWS::NoValue')] } },
            Targets: [
              {
                Id: 'topic',
                Arn: ref('Topic'),
                DeadLetterConfig: { Arn: arn('Queue') },
                RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86400 },
              },
              { 'Fn::If': ['HasAlarm', ref('AWS::NoValue'), { Id: 'queue', Arn: arn('Queue') }] },
            ],
          },
        },
        Alarm: {
          Type: 'AWS::CloudWatch::Alarm',
          Condition: 'HasAlarm',
          Properties: {
            AlarmName: 'stack-alarm',
            Namespace: 'AWS/SNS',
            MetricName: 'NumberOfNotificationsFailed',
            Dimensions: [{ Name: 'TopicName', Value: { 'Fn::GetAtt': ['Topic', 'TopicName'] } }],
            Statistic: 'Sum',
            Period: 300,
            EvaluationPeriods: 1,
            Threshold: 0,
            ComparisonOperator: 'GreaterThanThreshold',
            AlarmActions: [ref('Topic')],
          },
        },
      },
      Outputs: {
        TopicArn: { Value: ref('Topic') },
        AlarmArn: { Condition: 'HasAlarm', Value: arn('Alarm') },
      },
    };
    const create = (StackName: string, parameters: Record<string, string>, template: unknown = TEMPLATE) =>
      ask('cloudformation', 'create-stack', {
        StackName,
        TemplateBody: JSON.stringify(template),
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      });
    const outputs = async (StackName: string) => {
      type Described = { Stacks: { StackStatus: string; Outputs?: { OutputKey: string; OutputValue: string }[] }[] };
      const { Stacks } = await ask<Described>('cloudformation', 'describe-stacks', { StackName });
      expect(Stacks[0]?.StackStatus).toBe('CREATE_COMPLETE');
      return Object.fromEntries(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []);
    };
    const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/stack-queue';
    const whatThereIs = async () => ({
      ...(await ask('sns', 'list-topics')),
      ...(await ask('sns', 'list-subscriptions')),
      ...(await ask('sqs', 'list-queues')),
      ...(await ask('events', 'list-rules')),
      ...(await ask('cloudwatch', 'describe-alarms')),
    });
    const NOTHING = { Topics: [], Subscriptions: [], Rules: [], MetricAlarms: [], CompositeAlarms: [] };

    beforeEach(() => emulator.reset());

    test('makes of a template what it says, down to the properties moto leaves out', async () => {
      await create('stack', { Url: `${webhook.url}/stack` });
      const { TopicArn, AlarmArn } = await outputs('stack');
      expect(AlarmArn).toContain(':alarm:stack-alarm');
      const topic = await ask<{ Attributes: Record<string, string> }>('sns', 'get-topic-attributes', { TopicArn });
      expect(topic.Attributes).toMatchObject({ SignatureVersion: '2', KmsMasterKeyId: 'alias/k', SubscriptionsPending: '1' });
      expect(topic.Attributes['Policy']).toContain('events.amazonaws.com');
      const queue = await ask<{ Attributes: Record<string, string> }>('sqs', 'get-queue-attributes', {
        QueueUrl,
        AttributeNames: ['All'],
      });
      expect(queue.Attributes).toMatchObject({ MessageRetentionPeriod: '1209600', SqsManagedSseEnabled: 'true' });
      expect(queue.Attributes['Policy']).toContain('sns.amazonaws.com');
      const rule = await ask<{ EventPattern: string }>('events', 'describe-rule', { Name: 'stack-rule' });
      expect(rule).toMatchObject({ State: 'ENABLED' });
      expect(JSON.parse(rule.EventPattern)).toEqual({ source: ['test.one', 'test.two'], detail: { a: [1] } });
      const { Targets } = await ask<{ Targets: unknown[] }>('events', 'list-targets-by-rule', { Rule: 'stack-rule' });
      expect(Targets).toEqual([
        {
          Id: 'topic',
          Arn: TopicArn,
          DeadLetterConfig: { Arn: queue.Attributes['QueueArn'] },
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86400 },
        },
      ]);
      const asked = await webhook.next(({ path }) => path === '/stack');
      await confirm(asked.message);
      const { Subscriptions } = await ask<{ Subscriptions: { SubscriptionArn: string }[] }>('sns', 'list-subscriptions');
      const { SubscriptionArn } = Subscriptions[0] ?? {};
      const { Attributes } = await ask('sns', 'get-subscription-attributes', { SubscriptionArn });
      expect(Attributes).toMatchObject({ PendingConfirmation: 'false', RedrivePolicy: expect.stringContaining('stack-queue') });
    });

    test('leaves nothing when a stack is deleted', async () => {
      await create('stack', { Url: `${webhook.url}/gone` });
      await ask('cloudformation', 'delete-stack', { StackName: 'stack' });
      expect(await whatThereIs()).toEqual(NOTHING);
    });

    test('updates a stack without replacing its topic or its subscription', async () => {
      const Url = `${webhook.url}/updated`;
      await create('stack', { Url });
      await confirm((await webhook.next(({ path }) => path === '/updated')).message);
      const before = await ask('sns', 'list-subscriptions');
      const template = structuredClone(TEMPLATE);
      template.Resources.Topic.Properties.SignatureVersion = '1';
      template.Resources.Subscription.Properties.DeliveryPolicy.healthyRetryPolicy.numRetries = 2;
      await ask('cloudformation', 'update-stack', {
        StackName: 'stack',
        TemplateBody: JSON.stringify(template),
        Parameters: [
          { ParameterKey: 'Url', UsePreviousValue: true },
          { ParameterKey: 'Sources', UsePreviousValue: true },
          { ParameterKey: 'State', ParameterValue: 'DISABLED' },
        ],
      });
      expect(await ask('sns', 'list-subscriptions')).toEqual(before);
      expect(await ask('events', 'describe-rule', { Name: 'stack-rule' })).toMatchObject({ State: 'DISABLED' });
    });

    test('honours a condition that does not hold', async () => {
      await create('stack', { Url: `${webhook.url}/quiet`, State: 'DISABLED', WithAlarm: 'no' });
      expect(await outputs('stack')).not.toHaveProperty('AlarmArn');
      type Listed = { StackResourceSummaries: { LogicalResourceId?: string }[] };
      const listed = await ask<Listed>('cloudformation', 'list-stack-resources', { StackName: 'stack' });
      const names = listed.StackResourceSummaries.map(({ LogicalResourceId }) => LogicalResourceId);
      expect(names.sort()).toEqual(
        Object.keys(TEMPLATE.Resources)
          .filter((name) => name !== 'Alarm')
          .sort(),
      );
      const { Targets } = await ask<{ Targets: unknown[] }>('events', 'list-targets-by-rule', { Rule: 'stack-rule' });
      expect(Targets).toHaveLength(2);
      const { EventPattern } = await ask<{ EventPattern: string }>('events', 'describe-rule', { Name: 'stack-rule' });
      expect(JSON.parse(EventPattern)).toEqual({ source: ['test.one', 'test.two'] });
    });

    test.each([
      [
        'a parameter outside its pattern',
        { Url: 'http://plain' },
        'Parameter Url failed to satisfy constraint: must be an https URL',
      ],
      [
        'a parameter that is none of those allowed',
        { Url: 'https://x', State: 'ON' },
        "Parameter 'State' must be one of AllowedValues",
      ],
      [
        'a parameter the template does not have',
        { Url: 'https://x', Other: '1' },
        'Parameters: [Other] do not exist in the template',
      ],
      ['a rule of the template that does not hold', { Url: 'https://x', WithAlarm: 'no' }, 'an enabled rule needs an alarm'],
    ])('refuses %s, and makes nothing', async (_, parameters, said) => {
      await expect(create('stack', parameters)).rejects.toThrow(said);
      expect(await whatThereIs()).toEqual(NOTHING);
    });

    test.each(['AWS::Invented::Thing', 'AWS::SecurityHub::Hub'])('refuses %s, which nothing here can make', async (Type) => {
      const template = {
        Resources: { ...TEMPLATE.Resources, Thing: { Type } },
        Parameters: TEMPLATE.Parameters,
        Conditions: TEMPLATE.Conditions,
      };
      await expect(create('stack', { Url: 'https://x' }, template)).rejects.toThrow(`Unrecognized resource types: [${Type}]`);
      expect(await whatThereIs()).toEqual(NOTHING);
    });

    test('reads the short forms of YAML', async () => {
      const TemplateBody = `
Parameters: { Given: { Type: String, Default: yes-it-is } }
Conditions:
  IsGiven: !Equals [!Ref Given, yes-it-is]
  Both: !And [!Condition IsGiven, !Not [!Equals [!Ref Given, '']]]
  Neither: !Not [!Condition Both]
Resources:
  Topic: { Type: AWS::SNS::Topic, Condition: Both }
  Other: { Type: AWS::SNS::Topic, Condition: Neither }
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Action: 'sns:*', Resource: '*' }] }
Outputs:
  Name: { Value: !Sub ['\${Name}/\${Given}', { Name: !GetAtt Topic.TopicName }] }
`;
      await ask('cloudformation', 'create-stack', { StackName: 'stack', TemplateBody });
      const { Topics } = await ask<{ Topics: { TopicArn: string }[] }>('sns', 'list-topics');
      expect(Topics).toHaveLength(1);
      const { TopicArn } = Topics[0] ?? { TopicArn: '' };
      expect(await outputs('stack')).toEqual({ Name: `${TopicArn.split(':').at(-1)}/yes-it-is` });
      const { Attributes } = await ask<{ Attributes: { Policy: string } }>('sns', 'get-topic-attributes', { TopicArn });
      expect(JSON.parse(Attributes.Policy)).toMatchObject({ Version: '2012-10-17' });
    });

    test('rolls back a stack whose creation fails half-way, and says why', async () => {
      const Broken = {
        Type: 'AWS::SNS::Subscription',
        DependsOn: 'Alarm',
        Properties: { TopicArn: 'arn:aws:sns:us-east-1:123456789012:no' },
      };
      const template = { ...TEMPLATE, Resources: { ...TEMPLATE.Resources, Broken } };
      await expect(create('stack', { Url: `${webhook.url}/half` }, template)).rejects.toThrow(/rolled back/);
      expect(await whatThereIs()).toEqual(NOTHING);
    });
  });

  test('CloudWatch publishes an alarm and its end to the topics among its actions', async () => {
    const { TopicArn } = await connect('/alarm');
    const metric = { Namespace: 'Test', MetricName: 'm', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1 };
    const actions = { AlarmActions: [TopicArn], OKActions: [TopicArn] };
    const comparison = { ComparisonOperator: 'GreaterThanThreshold' };
    await ask('cloudwatch', 'put-metric-alarm', { AlarmName: 'alarm', ...metric, ...actions, ...comparison });
    for (const StateValue of ['ALARM', 'ALARM', 'OK']) {
      await ask('cloudwatch', 'set-alarm-state', { AlarmName: 'alarm', StateValue, StateReason: 'test' });
    }
    await pause();
    const states = webhook.delivered.filter(isNotification('/alarm')).map(({ message }) => JSON.parse(message['Message'] ?? ''));
    expect(states.map(({ NewStateValue }) => NewStateValue)).toEqual(['ALARM', 'OK']);
  });
});

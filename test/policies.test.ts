import {
  keyPolicy,
  policyDocument,
  ruleDeadLetterPolicy,
  tlsOnly,
  topicDeadLetterPolicy,
  topicPolicy,
} from 'clarion-aws-constructs/blueprint';
import { allowed, permitted, type Asked } from './support/simulate.ts';

const ACCOUNT = '111122223333';
const OTHER_ACCOUNT = '999999999999';
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:clarion-cloudtrail`;
const OTHER_TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:other`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:dead-letters`;
const RULES = [
  `arn:aws:events:eu-west-1:${ACCOUNT}:rule/clarion-1`,
  `arn:aws:events:eu-west-1:${ACCOUNT}:rule/clarion-2`,
] as const;
const OTHER_RULE = `arn:aws:events:eu-west-1:${ACCOUNT}:rule/other`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

describe("the topic's policy", () => {
  const policy = policyDocument(topicPolicy(['events'], { topicArn: TOPIC, accountId: ACCOUNT }));
  const publish = (service: string, context?: Asked['context'], resource = TOPIC) =>
    allowed({ service, action: 'sns:Publish', resource, policy, ...(context && { context }) });

  test('lets EventBridge publish for this account', async () => {
    expect(await publish('events.amazonaws.com', { 'aws:SourceAccount': ACCOUNT })).toBe(true);
  });

  test('lets EventBridge publish when it does not say for whom, since AWS does not promise that it does', async () => {
    expect(await publish('events.amazonaws.com')).toBe(true);
  });

  test('does not let EventBridge publish for another account', async () => {
    expect(await publish('events.amazonaws.com', { 'aws:SourceAccount': OTHER_ACCOUNT })).toBe(false);
  });

  test.each(['s3.amazonaws.com', 'cloudwatch.amazonaws.com', 'sns.amazonaws.com'])('does not let %s publish', async (service) => {
    expect(await publish(service, { 'aws:SourceAccount': ACCOUNT })).toBe(false);
  });

  test('lets EventBridge do nothing else', async () => {
    for (const action of ['sns:Subscribe', 'sns:SetTopicAttributes', 'sns:DeleteTopic']) {
      expect(await allowed({ service: 'events.amazonaws.com', action, resource: TOPIC, policy })).toBe(false);
    }
  });

  test('says nothing of another topic', async () => {
    expect(await publish('events.amazonaws.com', { 'aws:SourceAccount': ACCOUNT }, OTHER_TOPIC)).toBe(false);
  });
});

describe('the statement for CloudWatch alarms', () => {
  const policy = policyDocument(topicPolicy(['cloudwatch'], { topicArn: TOPIC, accountId: ACCOUNT }));
  const publish = (service: string, context: Asked['context'] = {}) =>
    allowed({ service, action: 'sns:Publish', resource: TOPIC, policy, context });

  test('lets alarms of this account publish, whatever their names are', async () => {
    const alarm = `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:Überlauf`;
    expect(await publish('cloudwatch.amazonaws.com', { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': alarm })).toBe(true);
  });

  test('does not let alarms of another account publish, nor one that does not say whose it is, nor EventBridge', async () => {
    expect(await publish('cloudwatch.amazonaws.com', { 'aws:SourceAccount': OTHER_ACCOUNT })).toBe(false);
    expect(await publish('cloudwatch.amazonaws.com')).toBe(false);
    expect(await publish('events.amazonaws.com', { 'aws:SourceAccount': ACCOUNT })).toBe(false);
  });
});

describe('the policy of a topic for alarms and for EventBridge', () => {
  const policy = policyDocument(topicPolicy(['cloudwatch', 'events'], { topicArn: TOPIC, accountId: ACCOUNT }));
  const publish = (service: string, account: string) =>
    allowed({ service, action: 'sns:Publish', resource: TOPIC, policy, context: { 'aws:SourceAccount': account } });

  test.each(['cloudwatch.amazonaws.com', 'events.amazonaws.com'])('lets %s publish for this account only', async (service) => {
    expect(await publish(service, ACCOUNT)).toBe(true);
    expect(await publish(service, OTHER_ACCOUNT)).toBe(false);
  });

  test('lets no other service publish', async () => {
    expect(await publish('s3.amazonaws.com', ACCOUNT)).toBe(false);
  });
});

describe('the statement for a bucket', () => {
  const bucket = 'arn:aws:s3:::audit-logs';
  const policy = policyDocument(topicPolicy([{ s3: bucket }], { topicArn: TOPIC, accountId: ACCOUNT }));
  const publish = (account: string, sourceArn?: string) =>
    allowed({
      service: 's3.amazonaws.com',
      action: 'sns:Publish',
      resource: TOPIC,
      policy,
      context: { 'aws:SourceAccount': account, ...(sourceArn !== undefined && { 'aws:SourceArn': sourceArn }) },
    });

  test('lets the bucket publish', async () => {
    expect(await publish(ACCOUNT, bucket)).toBe(true);
  });

  test('does not let another bucket publish, nor one of that name whose owner is another', async () => {
    expect(await publish(ACCOUNT, `${bucket}-2`)).toBe(false);
    expect(await publish(ACCOUNT)).toBe(false);
    expect(await publish(OTHER_ACCOUNT, bucket)).toBe(false);
  });
});

describe("the policy of the topic's dead-letter queue", () => {
  const policy = policyDocument(topicDeadLetterPolicy({ queueArn: QUEUE, topicArn: TOPIC }));
  const send = (service: string, context: Asked['context'] = {}, action = 'sqs:SendMessage') =>
    allowed({ service, action, resource: QUEUE, policy, context });

  test('lets SNS put what this topic could not deliver', async () => {
    expect(await send('sns.amazonaws.com', { 'aws:SourceArn': TOPIC })).toBe(true);
  });

  test('does not let another topic, or a topic without a name, use the queue', async () => {
    expect(await send('sns.amazonaws.com', { 'aws:SourceArn': OTHER_TOPIC })).toBe(false);
    expect(await send('sns.amazonaws.com')).toBe(false);
  });

  test('does not let another service send, nor SNS read', async () => {
    expect(await send('events.amazonaws.com', { 'aws:SourceArn': TOPIC })).toBe(false);
    expect(await send('sns.amazonaws.com', { 'aws:SourceArn': TOPIC }, 'sqs:ReceiveMessage')).toBe(false);
  });
});

describe("the policy of the rules' dead-letter queue", () => {
  const policy = policyDocument(ruleDeadLetterPolicy({ queueArn: QUEUE, ruleArns: RULES }));
  const send = (service: string, sourceArn?: string) =>
    allowed({
      service,
      action: 'sqs:SendMessage',
      resource: QUEUE,
      policy,
      ...(sourceArn !== undefined && { context: { 'aws:SourceArn': sourceArn } }),
    });

  test.each(RULES)('lets EventBridge put what %s could not deliver', async (rule) => {
    expect(await send('events.amazonaws.com', rule)).toBe(true);
  });

  test('does not let another rule, or a rule without a name, use the queue', async () => {
    expect(await send('events.amazonaws.com', OTHER_RULE)).toBe(false);
    expect(await send('events.amazonaws.com')).toBe(false);
  });

  test('does not let SNS send', async () => {
    expect(await send('sns.amazonaws.com', RULES[0])).toBe(false);
  });
});

describe.each([
  [
    'topic',
    TOPIC,
    'sns:Publish',
    'events.amazonaws.com',
    tlsOnly('sns:Publish', TOPIC),
    topicPolicy(['events'], { topicArn: TOPIC, accountId: ACCOUNT }),
  ],
  [
    'queue',
    QUEUE,
    'sqs:SendMessage',
    'sns.amazonaws.com',
    tlsOnly('sqs:*', QUEUE),
    topicDeadLetterPolicy({ queueArn: QUEUE, topicArn: TOPIC }),
  ],
] as const)('what a %s takes only over TLS', (_name, resource, action, service, statement, admits) => {
  const policy = policyDocument([...admits, statement]);
  const administrator = policyDocument([{ sid: 'Everything', actions: ['*'], resources: ['*'] }]);
  const byService = (context: Asked['context'] = {}) =>
    allowed({ service, action, resource, policy, context: { 'aws:SourceArn': TOPIC, 'aws:SourceAccount': ACCOUNT, ...context } });
  const byRole = (secure: string, identityPolicies: readonly unknown[] = [administrator]) =>
    permitted({
      principal: `arn:aws:iam::${ACCOUNT}:role/administrator`,
      action,
      resource,
      identityPolicies,
      resourcePolicy: policy,
      context: { 'aws:SecureTransport': secure },
    });

  test('comes from the service that is admitted, also where it does not say how it comes', async () => {
    expect(await byService({ 'aws:SecureTransport': 'true' })).toBe(true);
    expect(await byService()).toBe(true);
  });

  test('does not come from anybody without TLS, whatever else admits them', async () => {
    expect(await byService({ 'aws:SecureTransport': 'false' })).toBe(false);
    expect(await byRole('true')).toBe(true);
    expect(await byRole('false')).toBe(false);
  });

  test('admits nobody by itself', async () => {
    expect(await byRole('true', [])).toBe(false);
  });
});

test('a dead-letter queue is not read without TLS either', async () => {
  const reader = policyDocument([{ sid: 'Read', actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], resources: [QUEUE] }]);
  const principal = `arn:aws:iam::${ACCOUNT}:role/receiver`;
  const reads = (action: string, secure: string) =>
    permitted({
      principal,
      action,
      resource: QUEUE,
      identityPolicies: [reader],
      resourcePolicy: policyDocument([tlsOnly('sqs:*', QUEUE)]),
      context: { 'aws:SecureTransport': secure },
    });
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage']) {
    expect(await reads(action, 'true')).toBe(true);
    expect(await reads(action, 'false')).toBe(false);
  }
});

describe('the statements for a customer managed key', () => {
  const policy = policyDocument(keyPolicy(['events', 'cloudwatch', { s3: 'arn:aws:s3:::audit-logs' }]));
  const use = (service: string, action: string) => allowed({ service, action, resource: KEY, policy });

  const services = ['events', 'cloudwatch', 's3', 'sns'].map((name) => `${name}.amazonaws.com`);
  test.each(services)('let %s encrypt for the topic and its queues', async (service) => {
    expect(await use(service, 'kms:GenerateDataKey')).toBe(true);
    expect(await use(service, 'kms:Decrypt')).toBe(true);
  });

  test('let nobody manage the key, and no other service use it', async () => {
    expect(await use('events.amazonaws.com', 'kms:PutKeyPolicy')).toBe(false);
    expect(await use('lambda.amazonaws.com', 'kms:Decrypt')).toBe(false);
  });
});

import {
  assumeRoleStatements,
  confirmStatements,
  deadLetterKeyStatements,
  deadLetterStatements,
  policyDocument,
  receiverTrust,
} from 'clarion-aws-constructs/blueprint';
import { allowed, keyPolicyOf, permitted } from '../support/simulate.ts';
import { ACCOUNT, REGION } from './service-authorization.ts';

const CUSTOMER = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionReceiverRole`;
const INTEGRATION = `arn:aws:iam::${CUSTOMER}:role/ClarionIntegrationRole`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:clarion-cloudtrail`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:clarion-dead-letters`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/sample`;

const attached = policyDocument([
  ...confirmStatements([TOPIC]),
  ...assumeRoleStatements([INTEGRATION]),
  ...deadLetterStatements([QUEUE]),
  ...deadLetterKeyStatements({ keyArns: [KEY], dnsSuffix: 'amazonaws.com' }),
]);
const may = (action: string, resource: string, more: { context?: Record<string, string>; resourcePolicy?: unknown } = {}) =>
  permitted({ principal: ROLE, action, resource, identityPolicies: [attached], ...more });

describe("the receiver's role", () => {
  test('assumes the roles that are named, where they trust it', async () => {
    const trust = (principal: string) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
    });
    expect(await may('sts:AssumeRole', INTEGRATION, { resourcePolicy: trust(ROLE) })).toBe(true);
    expect(await may('sts:AssumeRole', INTEGRATION, { resourcePolicy: trust(ROLE.replace('Receiver', 'Other')) })).toBe(false);
    const other = INTEGRATION.replace('Clarion', 'Admin');
    expect(await may('sts:AssumeRole', other, { resourcePolicy: trust(ROLE) })).toBe(false);
  });

  test('confirms the topics that are named, and does nothing else with a topic', async () => {
    expect(await may('sns:ConfirmSubscription', TOPIC)).toBe(true);
    expect(await may('sns:ConfirmSubscription', `${TOPIC}-2`)).toBe(false);
    for (const action of ['sns:Subscribe', 'sns:Publish', 'sns:SetTopicAttributes']) expect(await may(action, TOPIC)).toBe(false);
  });

  test('empties the dead-letter queues that are named, and does nothing else with a queue', async () => {
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
      expect(await may(action, QUEUE)).toBe(true);
      expect(await may(action, `${QUEUE}-2`)).toBe(false);
    }
    for (const action of ['sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:DeleteQueue', 'sqs:SetQueueAttributes']) {
      expect(await may(action, QUEUE)).toBe(false);
    }
  });

  test('uses the keys of those queues through SQS, and not otherwise', async () => {
    const decrypt = (service: string, key = KEY) =>
      may('kms:Decrypt', key, {
        resourcePolicy: keyPolicyOf(ACCOUNT),
        context: { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` },
      });
    expect(await decrypt('sqs')).toBe(true);
    expect(await decrypt('s3')).toBe(false);
    expect(await decrypt('sqs', `${KEY}-2`)).toBe(false);
    expect(await may('kms:Decrypt', KEY, { resourcePolicy: keyPolicyOf(ACCOUNT) })).toBe(false);
  });

  test('is given by the service that is named, for this account where it says so, and by no other', async () => {
    const trust = policyDocument(receiverTrust({ trustedService: 'ecs-tasks.amazonaws.com', accountId: ACCOUNT }));
    const run = (service: string, context: Record<string, string> = {}) =>
      allowed({ service, action: 'sts:AssumeRole', resource: ROLE, policy: trust, context });
    expect(await run('ecs-tasks.amazonaws.com')).toBe(true);
    expect(await run('ecs-tasks.amazonaws.com', { 'aws:SourceAccount': ACCOUNT })).toBe(true);
    expect(await run('ecs-tasks.amazonaws.com', { 'aws:SourceAccount': CUSTOMER })).toBe(false);
    expect(await run('lambda.amazonaws.com')).toBe(false);
  });
});

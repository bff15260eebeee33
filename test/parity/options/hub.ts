const organizationId = 'o-a1b2c3d4e5';

export const MATRIX = {
  'for an organization': { organizationId },
  'for listed accounts': { accountIds: ['111122223333', '444455556666'] },
  'with a webhook URL, rotated, with SHA-1': {
    organizationId,
    webhookUrl: 'https://receiver.example.com/hooks/two',
    previousWebhookUrl: 'https://receiver.example.com/hooks/one',
    signatureVersion: 1,
  },
  'with all that spokes can forward': {
    organizationId,
    readOnlyEvents: true,
    includeInsights: true,
    includeDataEvents: true,
    allAlarms: true,
  },
  'without findings': { organizationId, guardDuty: false },
  'with a key, and no alarms': {
    organizationId,
    kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    deliveryAlarms: false,
  },
  'with a prefix of its own, and alarm actions': {
    accountIds: ['111122223333'],
    namePrefix: 'acme',
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:ops'],
  },
  'with names of its own, not subscribed yet': {
    organizationId,
    busName: 'security-bus',
    topicName: 'security-topic',
    webhookUrl: 'https://receiver.example.com/hooks/one',
    subscribe: false,
  },
  'with a topic that is there already': { organizationId, existingTopicArn: 'arn:aws:sns:us-east-1:111122223333:security' },
} as const;

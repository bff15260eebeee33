const URL_ONE = 'https://receiver.example.com/hooks/one';

export const MATRIX = {
  'with a topic for each monitor': { webhookUrl: URL_ONE },
  'with one topic for all monitors': { oneTopic: true, webhookUrl: URL_ONE, allAlarms: true },
  'while the webhook URL is rotated, and the rest is not what it is by default': {
    webhookUrl: `${URL_ONE}-new`,
    previousWebhookUrl: URL_ONE,
    readOnlyEvents: true,
    includeInsights: true,
    includeDataEvents: true,
    excludeRoleArns: ['arn:aws:iam::111122223333:role/security/Scanner'],
    signatureVersion: 1,
    namePrefix: 'acme',
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:ops'],
  },
  'with one topic, not subscribed yet, and without alarms on delivery': {
    oneTopic: true,
    webhookUrl: URL_ONE,
    subscribe: false,
    deliveryAlarms: false,
    kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  'without CloudTrail events': { cloudTrailEvents: false },
  'without CloudWatch alarms, with one topic': { cloudWatchAlarms: false, oneTopic: true },
} as const;

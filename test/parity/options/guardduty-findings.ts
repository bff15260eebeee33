export const MATRIX = {
  'with no option': {},
  'with a webhook URL': { webhookUrl: 'https://receiver.example.com/hooks/one' },
  'while the webhook URL is rotated, with SHA-1': {
    webhookUrl: 'https://receiver.example.com/hooks/two',
    previousWebhookUrl: 'https://receiver.example.com/hooks/one',
    signatureVersion: 1,
  },
  'with high severities': { minimumSeverity: 7 },
  'with a severity between two': { minimumSeverity: 8.5 },
  'with a bus of their own': { customBus: true },
  'with a bus of their own under another name, and a role within bounds': {
    customBus: true,
    busName: 'security-findings',
    minimumSeverity: 4,
    path: '/security/',
    permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
  },
  'with a key, and no alarms': {
    kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    deliveryAlarms: false,
  },
  'with a prefix of its own, alarm actions, and a bus': {
    namePrefix: 'acme',
    customBus: true,
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:ops', 'arn:aws:sns:us-east-1:111122223333:pager'],
  },
  'with a topic name of its own, not subscribed yet': {
    topicName: 'findings-for-clarion',
    webhookUrl: 'https://receiver.example.com/hooks/one',
    subscribe: false,
  },
  'with a topic that is there already': { existingTopicArn: 'arn:aws:sns:us-east-1:111122223333:security' },
} as const;

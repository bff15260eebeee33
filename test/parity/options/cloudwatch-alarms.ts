export const MATRIX = {
  'with no option': {},
  'with a webhook URL': { webhookUrl: 'https://receiver.example.com/hooks/one' },
  'while the webhook URL is rotated, with SHA-1': {
    webhookUrl: 'https://receiver.example.com/hooks/two',
    previousWebhookUrl: 'https://receiver.example.com/hooks/one',
    signatureVersion: 1,
  },
  'with all alarms': { allAlarms: true },
  'with all alarms, a key, and no delivery alarms': {
    allAlarms: true,
    kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    deliveryAlarms: false,
  },
  'with a prefix of its own, and alarm actions': {
    namePrefix: 'acme',
    allAlarms: true,
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:ops', 'arn:aws:sns:us-east-1:111122223333:pager'],
  },
  'with a topic name of its own, not subscribed yet': {
    topicName: 'alarms-for-clarion',
    webhookUrl: 'https://receiver.example.com/hooks/one',
    subscribe: false,
  },
  'with a topic that is there already': { existingTopicArn: 'arn:aws:sns:us-east-1:111122223333:security' },
  'with all alarms, and a topic that is there already': {
    allAlarms: true,
    existingTopicArn: 'arn:aws:sns:us-east-1:111122223333:security',
  },
  'subscribed to a topic that is there already': {
    existingTopicArn: 'arn:aws:sns:us-east-1:111122223333:security',
    webhookUrl: 'https://receiver.example.com/hooks/one',
  },
} as const;

const BUCKET = { bucketName: 'acme-logs', prefix: 'AWSLogs/o-a1b2c3d4e5/' };
const MANUAL = { ...BUCKET, notification: 'manual' };
const MERGE = { ...BUCKET, notification: 'merge' };

export const MATRIX = {
  'changing nothing of the bucket': MANUAL,
  'with a webhook URL': { ...MANUAL, webhookUrl: 'https://receiver.example.com/hooks/one' },
  'while the webhook URL is rotated, with SHA-1': {
    ...MANUAL,
    webhookUrl: 'https://receiver.example.com/hooks/two',
    previousWebhookUrl: 'https://receiver.example.com/hooks/one',
    signatureVersion: 1,
  },
  'merging its entry': MERGE,
  'merging its entry, for a bucket with SSE-KMS': {
    ...MERGE,
    bucketKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  'replacing all entries': { ...BUCKET, notification: 'replace', replaceAllNotifications: true },
  'subscribed to the topic that the bucket notifies already': {
    ...BUCKET,
    notification: 'existing-topic',
    existingTopicArn: 'arn:aws:sns:us-east-1:111122223333:siem',
    webhookUrl: 'https://receiver.example.com/hooks/one',
  },
  'with a boundary and a path for the role of its function': {
    ...MERGE,
    permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
    path: '/security/',
  },
  'for a role of another name': { ...MANUAL, roleName: 'LogReader' },
  'leaving the role alone': { ...MANUAL, attachReadPolicy: false },
  'for another bucket, under another prefix': {
    ...MERGE,
    bucketName: 'acme-control-tower',
    prefix: 'o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/',
  },
  'with a key of the topic, and no alarms': {
    ...MERGE,
    kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    deliveryAlarms: false,
  },
  'with a prefix of its own, and alarm actions': {
    ...MERGE,
    namePrefix: 'acme',
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:ops', 'arn:aws:sns:us-east-1:111122223333:pager'],
  },
  'with a topic name of its own, not subscribed yet': {
    ...MERGE,
    topicName: 'log-files',
    webhookUrl: 'https://receiver.example.com/hooks/one',
    subscribe: false,
  },
} as const;

const URL_ONE = 'https://receiver.example.com/hooks/one';
const TRUST = { principalArn: 'arn:aws:iam::999988887777:role/clarion', externalId: 'workspace-1' };
const NO_ROLE = { integrationRole: false };

export const MATRIX = {
  'with a topic for each monitor': { ...TRUST, webhookUrl: URL_ONE },
  'with one topic for all monitors': { ...NO_ROLE, oneTopic: true, webhookUrl: URL_ONE, allAlarms: true },
  'while the webhook URL is rotated, and the rest is not what it is by default': {
    ...TRUST,
    webhookUrl: `${URL_ONE}-new`,
    previousWebhookUrl: URL_ONE,
    readOnlyEvents: true,
    includeInsights: true,
    includeDataEvents: true,
    excludeRoleArns: ['arn:aws:iam::111122223333:role/security/Scanner'],
    minimumSeverity: 7,
    signatureVersion: 1,
    namePrefix: 'acme',
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:ops'],
    previousExternalIds: ['workspace-0'],
    allowSessionTags: true,
    permissionGroups: ['describe', 'athena'],
    athenaWorkgroup: 'security',
    createAthenaWorkgroup: false,
    athenaBucketArns: ['arn:aws:s3:::audit-logs'],
    maxSessionDuration: 7200,
    permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
    path: '/security/',
  },
  'with one topic, not subscribed yet, without alarms, on deliveries or from CloudWatch': {
    ...NO_ROLE,
    cloudWatchAlarms: false,
    oneTopic: true,
    webhookUrl: URL_ONE,
    subscribe: false,
    deliveryAlarms: false,
    kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  'with findings from a bus of their own, a role that is there already, and no CloudTrail events': {
    ...TRUST,
    cloudTrailEvents: false,
    customBus: true,
    busName: 'findings',
    adopt: true,
    roleName: 'SecurityTools',
  },
  'with a role that is made in another Region, and no findings': { ...TRUST, homeRegion: 'eu-west-1', guardDutyFindings: false },
} as const;

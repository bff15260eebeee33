const CLARION = {
  organizationalUnitIds: ['r-a1b2'],
  principalArn: 'arn:aws:iam::444455556666:role/agent',
  externalId: 'workspace-1',
  regions: ['us-east-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2'],
};
const MADE = { ...CLARION, organizationId: 'o-a1b2c3d4e5' };
const GIVEN = { ...CLARION, hubBusArn: 'arn:aws:events:us-east-1:111122223333:event-bus/security' };
const URL_ONE = 'https://receiver.example.com/hooks/one';
const ops = 'arn:aws:sns:us-east-1:111122223333:ops';

export const MATRIX = {
  'with a hub that is made': MADE,
  'with a hub that is there': GIVEN,
  'in more Regions, some of which must be turned on, and only in some units': {
    ...MADE,
    organizationalUnitIds: ['ou-a1b2-c3d4e5f6', 'ou-a1b2-c3d4e5f7'],
    regions: [...CLARION.regions, 'ap-east-1', 'eu-central-1', 'me-south-1'],
  },
  'from a delegated administrator': { ...GIVEN, delegatedAdministrator: true },
  'with strict external IDs': { ...GIVEN, strictExternalIds: true },
  'while the external ID is rotated, with session tags': {
    ...MADE,
    externalId: 'workspace-2',
    previousExternalIds: ['workspace-1', 'workspace-0'],
    allowSessionTags: true,
  },
  'with Athena': {
    ...GIVEN,
    permissionGroups: ['cloudtrail', 'athena'],
    athenaWorkgroup: 'security.read_only',
    athenaBucketArns: ['arn:aws:s3:::logs', 'arn:aws:s3:::more.logs'],
  },
  'with Athena in a workgroup that is there already': {
    ...GIVEN,
    permissionGroups: ['athena'],
    createAthenaWorkgroup: false,
  },
  'for roles that are there already': { ...GIVEN, adopt: true },
  'with all that can be forwarded, but for some roles, and alarms on it': {
    ...MADE,
    readOnlyEvents: true,
    includeInsights: true,
    includeDataEvents: true,
    allAlarms: true,
    guardDutyAccountId: '222233334444',
    excludeRoleArns: ['arn:aws:iam::111122223333:role/security/Scanner'],
    spokeAlarms: true,
    alarmActions: [ops],
  },
  'without findings, and without alarms on delivery': { ...MADE, guardDuty: false, deliveryAlarms: false },
  'with names of its own, not subscribed yet': {
    ...MADE,
    webhookUrl: URL_ONE,
    subscribe: false,
    namePrefix: 'acme',
    topicName: 'security-events',
    busName: 'security',
    roleName: 'AcmeClarion',
  },
  'with a boundary and a path, for long sessions, kept and tolerant': {
    ...MADE,
    permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
    path: '/security/',
    maxSessionDuration: 43200,
    retainStacks: true,
    failureTolerancePercentage: 50,
  },
  'with a topic that is there already': {
    ...MADE,
    existingTopicArn: 'arn:aws:sns:us-east-1:111122223333:security',
  },
  'while the webhook URL is rotated, signed and encrypted otherwise': {
    ...MADE,
    webhookUrl: `${URL_ONE}-new`,
    previousWebhookUrl: URL_ONE,
    signatureVersion: 1,
    kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
} as const;

const CLARION = { principalArn: 'arn:aws:iam::444455556666:role/agent', externalId: 'workspace-1' };

export const MATRIX = {
  'with what must be given': CLARION,
  'for an account, while the external ID is rotated, with session tags': {
    principalArn: '444455556666',
    externalId: 'workspace-2',
    previousExternalIds: ['workspace-1', 'workspace-0'],
    allowSessionTags: true,
  },
  'with every permission group': {
    ...CLARION,
    permissionGroups: ['cloudtrail', 'cloudwatch', 'logs-insights', 'athena', 'route53', 'describe', 'alb-auth'],
  },
  'with no permission group': { ...CLARION, permissionGroups: [] },
  'with Athena on two buckets, in a workgroup that is made': {
    ...CLARION,
    permissionGroups: ['athena'],
    athenaWorkgroup: 'security.read_only',
    athenaBucketArns: ['arn:aws:s3:::logs', 'arn:aws:s3:::more.logs'],
  },
  'with Athena in a workgroup that is there already': {
    ...CLARION,
    permissionGroups: ['athena'],
    createAthenaWorkgroup: false,
  },
  'with a name, path, boundary and session length of its own': {
    ...CLARION,
    roleName: 'AcmeClarion',
    path: '/security/',
    permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
    maxSessionDuration: 43200,
  },
  'for a role that is there already': { ...CLARION, adopt: true },
  'at home, under another name': { ...CLARION, roleName: 'AtHome', homeRegion: 'us-east-1' },
  'away from home, with Athena': { ...CLARION, permissionGroups: ['athena'], homeRegion: 'eu-west-1' },
} as const;

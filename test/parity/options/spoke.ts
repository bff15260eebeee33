const hubBusArn = 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub';

export const MATRIX = {
  'with a hub': { hubBusArn },
  'with a hub elsewhere, of another prefix': {
    hubBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/acme-hub',
    namePrefix: 'acme',
  },
  'with all that it can forward': {
    hubBusArn,
    readOnlyEvents: true,
    includeInsights: true,
    includeDataEvents: true,
    allAlarms: true,
  },
  'without findings': { hubBusArn, guardDuty: false },
  'in the account that findings are sent from': { hubBusArn, guardDutyAccountId: '111122223333', namePrefix: 'findings' },
  'in another account than findings are sent from': {
    hubBusArn,
    guardDutyAccountId: '444455556666',
    namePrefix: 'others',
  },
  'leaving two roles out': {
    hubBusArn,
    includeDataEvents: true,
    excludeRoleArns: ['arn:aws:iam::111122223333:role/ClarionIntegrationRole', 'arn:aws:iam::111122223333:role/security/Scanner'],
  },
  'with an alarm that notifies somebody': {
    hubBusArn,
    deliveryAlarms: true,
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:ops'],
  },
  'with a key': { hubBusArn, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
  'with a boundary and a path for its role': {
    hubBusArn,
    permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
    path: '/security/',
  },
} as const;

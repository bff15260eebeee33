const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';
const LEAST = { trustedService: 'ecs-tasks.amazonaws.com', topicArns: [TOPIC] };

export const MATRIX = {
  'with what must be given': LEAST,
  'with everything that a receiver may do': {
    trustedService: 'lambda.amazonaws.com',
    topicArns: [TOPIC, `${TOPIC}-2`],
    assumeRoleArns: [
      'arn:aws:iam::444455556666:role/ClarionIntegrationRole',
      'arn:aws:iam::777788889999:role/ClarionIntegrationRole',
    ],
    deadLetterQueueArns: ['arn:aws:sqs:us-east-1:111122223333:undelivered'],
    queueKeyArns: ['arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  },
  'with a name, path and boundary of its own': {
    ...LEAST,
    roleName: 'AcmeReceiver',
    path: '/security/',
    permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
  },
} as const;

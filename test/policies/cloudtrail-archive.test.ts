import {
  notificationLogStatements,
  notificationStatements,
  notificationTrust,
  policyDocument,
} from 'clarion-aws-constructs/blueprint';
import { allowed, permitted } from '../support/simulate.ts';

const ACCOUNT = '111122223333';
const BUCKET = 'arn:aws:s3:::acme-logs';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/clarion-notification-1`;
const LOG_GROUP = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:clarion-notification-1`;

describe("the role of the function that writes a bucket's notifications", () => {
  const identityPolicies = [
    policyDocument(notificationStatements(BUCKET)),
    policyDocument(
      notificationLogStatements({
        partition: 'aws',
        region: 'eu-west-1',
        accountId: ACCOUNT,
        logGroupName: 'clarion-notification-1',
      }),
    ),
  ];
  const may = (action: string, resource: string) =>
    permitted({ principal: ROLE, action, resource, owner: ACCOUNT, identityPolicies });

  test.each(['s3:GetBucketNotification', 's3:PutBucketNotification', 's3:GetBucketLocation'])(
    'may %s of its bucket, and of no other',
    async (action) => {
      expect(await may(action, BUCKET)).toBe(true);
      expect(await may(action, `${BUCKET}-2`)).toBe(false);
    },
  );

  test.each(['s3:PutBucketPolicy', 's3:DeleteBucket', 's3:PutBucketLogging', 's3:ListBucket', 's3:PutLifecycleConfiguration'])(
    'may not %s',
    async (action) => {
      expect(await may(action, BUCKET)).toBe(false);
    },
  );

  test.each(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'])('may not %s: it sees no log file', async (action) => {
    expect(await may(action, `${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail/x.json.gz`)).toBe(false);
  });

  test.each(['logs:CreateLogStream', 'logs:PutLogEvents'])('may %s in its own log group only', async (action) => {
    expect(await may(action, `${LOG_GROUP}:log-stream:one`)).toBe(true);
    expect(await may(action, `${LOG_GROUP}0:log-stream:one`)).toBe(false);
    expect(await may(action, `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/cloudtrail:log-stream:one`)).toBe(false);
  });

  test('may neither make log groups nor read logs', async () => {
    expect(await may('logs:CreateLogGroup', LOG_GROUP)).toBe(false);
    expect(await may('logs:GetLogEvents', `${LOG_GROUP}:log-stream:one`)).toBe(false);
  });

  test('is taken on by Lambda, and by no other service', async () => {
    const policy = policyDocument(notificationTrust());
    const assumes = (service: string) => allowed({ service, action: 'sts:AssumeRole', resource: ROLE, policy });
    expect(await assumes('lambda.amazonaws.com')).toBe(true);
    for (const service of ['ec2.amazonaws.com', 'cloudformation.amazonaws.com']) expect(await assumes(service)).toBe(false);
  });
});

import type { AccountRefs } from './permissions';
import type { Statement } from './policy';

/** The ends of the names of CloudTrail's log files, and of its digests, which a prefix cannot tell apart from them. */
export const LOG_FILE_SUFFIX = '.json.gz';

/**
 * The entry among a bucket's notifications, as S3's API has it. Its id is known before anything is deployed, and no other install's: a
 * topic is made once.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_TopicConfiguration.html
 */
export const notificationEntry = (refs: { readonly topicName: string; readonly topicArn: string; readonly prefix: string }) => ({
  Id: `clarion-${refs.topicName}`,
  TopicArn: refs.topicArn,
  Events: ['s3:ObjectCreated:*'],
  Filter: {
    Key: {
      FilterRules: [
        { Name: 'prefix', Value: refs.prefix },
        { Name: 'suffix', Value: LOG_FILE_SUFFIX },
      ],
    },
  },
});

/** What the function is asked for: CloudFormation makes texts of all values, so they are texts. */
export const notificationRequest = (refs: {
  readonly bucketName: string;
  readonly accountId: string;
  readonly replaces: string;
  readonly entry: object;
}) => ({
  Bucket: refs.bucketName,
  // A bucket of this name that is another's is never written.
  ExpectedBucketOwner: refs.accountId,
  ReplaceAllNotifications: refs.replaces,
  Entry: refs.entry,
});

/**
 * The function that writes the entry: `lambda/bucket-notification.js`. It waits a minute for new policies at most, and keeps time for its
 * answer.
 */
export const NOTIFICATION_FUNCTION = {
  description: "Adds Clarion's entry to the notifications of a bucket, and takes it away again",
  // The newest that the oldest provider we support knows.
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  timeoutSeconds: 120,
  memoryMegabytes: 256,
  logRetentionDays: 90,
} as const;

/** How long CloudFormation waits for its answer: an hour, unless it is told. */
export const NOTIFICATION_ANSWER_SECONDS = 300;

export const NOTIFICATION_ROLE_DESCRIPTION = "Reads and writes the notifications of one bucket, for Clarion's entry";

/** Lambda alone runs it. */
export const notificationTrust = (): Statement[] => [
  { sid: 'LambdaRuns', principal: { service: 'lambda.amazonaws.com' }, actions: ['sts:AssumeRole'] },
];

/** What it logs: to its own log group. */
export function notificationLogStatements(
  refs: AccountRefs & { readonly region: string; readonly logGroupName: string },
): Statement[] {
  const logGroup = `arn:${refs.partition}:logs:${refs.region}:${refs.accountId}:log-group:${refs.logGroupName}`;
  return [{ sid: 'WriteLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroup}:*`] }];
}

/** What it reads and writes: the notifications of one bucket, and no object. */
export const notificationStatements = (bucketArn: string): Statement[] => [
  {
    sid: 'ChangeNotifications',
    actions: ['s3:GetBucketLocation', 's3:GetBucketNotification', 's3:PutBucketNotification'],
    resources: [bucketArn],
  },
];

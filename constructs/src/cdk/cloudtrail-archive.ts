import { Annotations, Aws, Tags, type CfnCondition } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  ARCHIVE_TOPIC_SUFFIX,
  BARE_PREFIX_WARNING,
  DEFAULT_PATH,
  isBarePrefix,
  logArchiveKeyPolicy,
  logArchiveKeyStatements,
  logArchiveStatements,
  mapped,
  notificationEntry,
  policyDocument,
  READ_POLICY_DESCRIPTION,
  resolveArchive,
  type CloudTrailArchiveOptions,
} from '../blueprint';
import { acknowledgeWildcards } from './acknowledge';
import { BucketNotification } from './bucket-notification';
import type { SharedTopic } from './clarion-topic';
import { either, known, makeIf } from './deferred';
import { monitorTopic, type MonitorProps } from './monitor-topic';
import { policyObject } from './policy';

/** Properties of `CloudTrailArchive`. */
export interface CloudTrailArchiveProps extends CloudTrailArchiveOptions<CfnCondition>, MonitorProps {
  /** How the bucket comes to notify the topic. There is no default: the bucket is yours, and holds your audit log. */
  readonly notification: NonNullable<CloudTrailArchiveOptions<CfnCondition>['notification']>;
}

/**
 * Announces CloudTrail's log files in S3 to Clarion, and lets its role read them: those of one account, or of a whole organization.
 *
 * The bucket is one of the stack's account and Region. Nothing of it changes but its notifications, and those only where it is asked for.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export class CloudTrailArchive extends Construct {
  /** The topic that the bucket notifies. */
  public readonly topic: SharedTopic;
  /** The bucket that is read. */
  public readonly bucketName: string;
  /** The Region of the bucket, and of the topic. */
  public readonly region: string;
  /** The role that reads the log files, as long as it has the path that is given here. */
  public readonly roleArn: string;
  /** The bucket's notifications, as far as they are ours: in the mode `manual`, add this entry by hand. */
  public readonly notificationConfiguration: object;
  /** What the policy of the bucket's key must hold, unless it leaves the matter to IAM. Without SSE-KMS, nothing to do. */
  public readonly bucketKeyPolicy: object;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: CloudTrailArchiveProps) {
    super(scope, id);
    const { bucketName, prefix, bucketKeyArn, path = DEFAULT_PATH, attachReadPolicy = true } = props;
    const { roleName, modes } = resolveArchive(props, known);
    const bucketArn = `arn:${Aws.PARTITION}:s3:::${bucketName}`;
    const { topic } = monitorTopic(this, props, ARCHIVE_TOPIC_SUFFIX, [{ s3: bucketArn }]);
    this.topic = topic;
    this.bucketName = bucketName;
    this.region = Aws.REGION;
    this.roleArn = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role${path}${roleName}`;

    const { topicName, admittedArn, topicArn } = topic;
    this.notificationConfiguration = { TopicConfigurations: [notificationEntry({ topicName, topicArn, prefix })] };
    const entry = notificationEntry({ topicName, topicArn: admittedArn, prefix });
    const writes = either(this, 'WritesNotification', modes.merge, modes.replace);
    const notification = { ...props, bucketArn, entry, replaces: modes.replace, admittedBy: topic.policy };
    new BucketNotification(this, 'Notification', notification, writes);

    const keyRefs = { region: Aws.REGION, dnsSuffix: Aws.URL_SUFFIX };
    this.bucketKeyPolicy = policyDocument(logArchiveKeyPolicy({ ...keyRefs, roleArn: this.roleArn }));
    const decrypts = (kmsKeyArn: string) => logArchiveKeyStatements({ ...keyRefs, kmsKeyArn })[0]!;
    const statements = [
      ...logArchiveStatements({ bucketArn, prefix }),
      ...(bucketKeyArn === undefined ? [] : [mapped(bucketKeyArn, decrypts)]),
    ];
    makeIf(attachReadPolicy, () => {
      const policy = { description: READ_POLICY_DESCRIPTION, roles: [roleName], policyDocument: policyObject(statements) };
      const made = new CfnManagedPolicy(this, 'ReadPolicy', policy);
      acknowledgeWildcards(made, statements);
      return made;
    });

    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
    if (known(prefix) && isBarePrefix(prefix)) Annotations.of(this).addWarningV2('clarion:barePrefix', BARE_PREFIX_WARNING);
  }
}

import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Annotations, Fn, Token, type IResolvable, type TerraformCount } from 'cdktf';
import { Construct } from 'constructs';
import {
  ARCHIVE_TOPIC_SUFFIX,
  BARE_PREFIX_WARNING,
  DEFAULT_PATH,
  isBarePrefix,
  isDeferred,
  logArchiveKeyPolicy,
  logArchiveKeyStatements,
  logArchiveStatements,
  notificationEntry,
  policyDocument,
  READ_POLICY_DESCRIPTION,
  resolveArchive,
  type CloudTrailArchiveOptions,
  type Statement,
} from '../blueprint';
import { BucketNotification } from './bucket-notification';
import type { ClarionTopic } from './clarion-topic';
import { attribute, choose, either, instances, known, makeIf } from './deferred';
import { monitorTopic, type MonitorProps } from './monitor-topic';
import { policyData, policyJson } from './policy';

/** Properties of `CloudTrailArchive`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface CloudTrailArchiveProps extends CloudTrailArchiveOptions<IResolvable>, MonitorProps {}

/**
 * Announces CloudTrail's log files in S3 to Clarion, and lets its role read them: those of one account, or of a whole organization.
 *
 * The bucket is one of the provider's account and Region. Nothing of it changes but its notifications, and those only where it is asked for.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export class CloudTrailArchive extends Construct {
  /** The topic that the bucket notifies. */
  public readonly topic: ClarionTopic;
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
    const { bucketName, prefix, bucketKeyArn, path = DEFAULT_PATH, attachReadPolicy = true, tags } = props;
    const { roleName, modes } = resolveArchive(props, known);
    const { partition, dnsSuffix } = new DataAwsPartition(this, 'partition');
    const { id: region } = new DataAwsRegion(this, 'region');
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    const bucketArn = `arn:${partition}:s3:::${bucketName}`;
    const { namePrefix, topic } = monitorTopic(this, props, ARCHIVE_TOPIC_SUFFIX, [{ s3: bucketArn }]);
    this.topic = topic;
    this.bucketName = bucketName;
    this.region = region;
    this.roleArn = `arn:${partition}:iam::${accountId}:role${path}${roleName}`;

    const { topicName, topicArn } = topic;
    const entry = notificationEntry({ topicName, topicArn, prefix });
    this.notificationConfiguration = { TopicConfigurations: [entry] };
    const writes = either(modes.merge, modes.replace);
    const account = { partition, region, accountId };
    const notification = {
      ...props,
      namePrefix,
      topicName,
      account,
      bucketArn,
      entry,
      replaces: modes.replace,
      admittedBy: topic.policy,
    };
    new BucketNotification(this, 'notification', notification, writes);

    const keyRefs = { region, dnsSuffix };
    this.bucketKeyPolicy = policyDocument(logArchiveKeyPolicy({ ...keyRefs, roleArn: this.roleArn }));
    const decrypts = (kmsKeyArn: string) => logArchiveKeyStatements({ ...keyRefs, kmsKeyArn });
    makeIf(attachReadPolicy, (meta) => {
      const later = isDeferred(bucketKeyArn) ? [this.ifKeyIsGiven(bucketKeyArn, decrypts, meta)] : [];
      const now = isDeferred(bucketKeyArn) || bucketKeyArn === undefined ? [] : decrypts(bucketKeyArn);
      const json = policyJson(
        this,
        'read-policy-document',
        [...logArchiveStatements({ bucketArn, prefix }), ...now],
        meta,
        later,
      );
      const names = { namePrefix: `${namePrefix}-log-archive-`, description: READ_POLICY_DESCRIPTION, ...(tags && { tags }) };
      const policy = new IamPolicy(this, 'read-policy', { ...meta, ...names, policy: json });
      return new IamRolePolicyAttachment(this, 'read', { ...meta, role: roleName, policyArn: attribute(policy, 'arn') });
    });

    if (known(prefix) && isBarePrefix(prefix)) Annotations.of(this).addWarning(BARE_PREFIX_WARNING);
  }

  /** The key may be made beside this, and then Terraform plans without knowing whether there is one: so no `count` depends on it. */
  private ifKeyIsGiven(
    { value, given }: { readonly value: string; readonly given: IResolvable },
    decrypts: (kmsKeyArn: string) => Statement[],
    meta: { readonly count?: TerraformCount },
  ): string[] {
    const statements = decrypts(value).map((each) => ({ ...each, resources: Token.asList(Fn.compact([value])) }));
    const document = policyData(this, 'decrypt-log-files-read-policy-document', statements, meta);
    return Token.asList(choose<unknown>(given, instances(document, '[*].json'), []));
  }
}

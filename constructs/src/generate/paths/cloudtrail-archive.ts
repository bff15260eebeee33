import {
  ARCHIVE_PREFIX_LENGTH,
  ARCHIVE_PREFIX_PATTERN,
  ARCHIVE_PREREQUISITE,
  ARCHIVE_TOPIC_SUFFIX,
  BARE_PREFIX_WARNING,
  BUCKET_NAME_PATTERN,
  DEFAULT_INTEGRATION_ROLE_NAME,
  ERRORS,
  KEY_ARN_PATTERN,
  NOTIFICATION_MODES,
  REPLACE_WARNING,
  ROLE_NAME_PATTERN,
} from '../../blueprint';
import * as cdk from '../../cdk';
import * as cdktf from '../../cdktf';
import { sentence, type Input } from '../input';
import { deliveryGroup } from '../inputs/delivery';
import { KMS_KEY_ARN, NAME_PREFIX, SIGNATURE_VERSION, TAGS, topicName } from '../inputs/names';
import { ROLE_INPUTS } from '../inputs/roles';
import { EXISTING_TOPIC_ARN, existingTopicRule, previousWebhookUrlRule, WEBHOOK_GROUP } from '../inputs/webhook';
import { clarion, KEY_POLICY, prerequisite, TOPIC_DEAD_LETTERS, topicArn } from '../outputs';
import type { SetupPath } from '../path';
import { and, given, implies, is, isTrue } from '../rule';

const ALWAYS = 'data.aws_caller_identity.current';

const BUCKET: readonly Input[] = [
  {
    name: 'bucketName',
    label: 'Bucket',
    description: 'The name of the bucket that the trail writes to: one of this account, in this Region.',
    type: 'string',
    pattern: { expression: BUCKET_NAME_PATTERN, message: sentence(ERRORS['bucket-name-invalid']) },
  },
  {
    name: 'prefix',
    label: 'Prefix',
    description: `The start of the log files' keys, with a slash at the end: AWSLogs/111122223333/CloudTrail/ for one account, AWSLogs/o-a1b2c3d4e5/ for an organization, o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/ for Control Tower; before it, the trail's own prefix. ${BARE_PREFIX_WARNING}`,
    type: 'string',
    pattern: { expression: ARCHIVE_PREFIX_PATTERN, message: sentence(ERRORS['archive-prefix-invalid']) },
    length: {
      from: ARCHIVE_PREFIX_LENGTH.min,
      to: ARCHIVE_PREFIX_LENGTH.max,
      message: sentence(ERRORS['archive-prefix-invalid']),
    },
  },
  {
    name: 'notification',
    label: 'Notification',
    description: `How the bucket comes to notify the topic. merge: a function adds one entry, keeps all others, and takes that one away in the end. replace: it writes that entry alone. existing-topic: subscribes to the topic that the bucket notifies already. manual: changes nothing of the bucket, and shows what to add.`,
    type: 'choice',
    default: 'manual',
    requiredInTemplate: true,
    allowed: { values: NOTIFICATION_MODES, message: sentence(ERRORS['notification-unknown']) },
  },
  {
    name: 'replaceAllNotifications',
    label: 'Replace all notifications',
    description: `Needed for replace. ${REPLACE_WARNING}`,
    type: 'bool',
    default: false,
  },
];

const NOTIFIED_TOPIC_ARN: Input = {
  ...EXISTING_TOPIC_ARN,
  description:
    'The topic that the bucket notifies already, for existing-topic: one of this account and Region. Terraform must know it when it plans: write the ARN, not an attribute of a resource.',
};

const READING: readonly Input[] = [
  {
    name: 'roleName',
    label: 'Role',
    description: 'The role that Clarion reads the log files with, by its name. It must be there, in this account.',
    type: 'string',
    default: DEFAULT_INTEGRATION_ROLE_NAME,
    pattern: { expression: ROLE_NAME_PATTERN, message: sentence(ERRORS['role-name-invalid']) },
  },
  {
    name: 'attachReadPolicy',
    label: 'Attach a policy to it',
    description: 'Whether to attach a policy to the role, so that it may read the log files.',
    type: 'bool',
    default: true,
  },
  {
    name: 'bucketKeyArn',
    label: "The bucket's key",
    description:
      'The key of a bucket with SSE-KMS, by its ARN. The role may use it through S3. Its policy must hold the statement of the bucket key policy output, unless it leaves the matter to IAM.',
    type: 'string',
    default: null,
    pattern: { expression: KEY_ARN_PATTERN, message: sentence(ERRORS['key-arn-invalid']) },
  },
];

/** Step 1B of the setup guide. */
export const cloudTrailArchive: SetupPath<cdk.CloudTrailArchive | cdktf.CloudTrailArchive> = {
  name: 'cloudtrail-archive',
  construct: 'CloudTrailArchive',
  title: "Announces CloudTrail's log files in an S3 bucket to Clarion, and lets its role read them.",
  about: ARCHIVE_PREREQUISITE,
  usage: `bucket_name = "acme-cloudtrail-logs"
prefix      = "AWSLogs/o-a1b2c3d4e5/"

# manual, unless you say so: it changes nothing of the bucket, and shows what to add.
notification = "merge"

# First apply without it, and register the topic_arn output in Clarion.
webhook_url = var.clarion_webhook_url`,
  cdk: (stack, props) => new cdk.CloudTrailArchive(stack, 'This', props),
  cdktf: (stack, props) => new cdktf.CloudTrailArchive(stack, 'this', props),
  groups: [
    WEBHOOK_GROUP,
    { label: 'Bucket', inputs: [...BUCKET, NOTIFIED_TOPIC_ARN] },
    { label: 'Reading', inputs: READING },
    deliveryGroup('two'),
    {
      label: 'Names and keys',
      inputs: [NAME_PREFIX, topicName(ARCHIVE_TOPIC_SUFFIX), SIGNATURE_VERSION, KMS_KEY_ARN, ...ROLE_INPUTS, TAGS],
    },
  ],
  rules: [
    previousWebhookUrlRule(),
    existingTopicRule(ALWAYS),
    {
      name: 'replaceAllNotifications',
      holds: implies(is('notification', 'replace'), isTrue('replaceAllNotifications')),
      checkedBy: ALWAYS,
      message: sentence(ERRORS['replace-not-confirmed']),
    },
    {
      name: 'existingTopicArn',
      holds: and(
        implies(is('notification', 'existing-topic'), given('existingTopicArn')),
        implies(given('existingTopicArn'), is('notification', 'existing-topic')),
      ),
      checkedBy: ALWAYS,
      message: sentence(ERRORS['existing-topic-differs']),
    },
  ],
  outputs: [
    topicArn('CloudTrail'),
    {
      name: 'notificationConfiguration',
      description:
        "The bucket's notifications, as far as they are ours, as JSON: in the mode manual, add this entry to the others. Writing it alone would remove them. Remove it before the topic goes, or S3 refuses the bucket's next writer.",
      of: ({ notificationConfiguration }) => notificationConfiguration,
    },
    {
      name: 'bucketKeyPolicy',
      description: "The statement that the policy of the bucket's key needs, as JSON. Without SSE-KMS, nothing to do.",
      of: ({ bucketKeyPolicy }) => bucketKeyPolicy,
    },
    TOPIC_DEAD_LETTERS,
    KEY_POLICY,
    prerequisite(ARCHIVE_PREREQUISITE),
    clarion(({ topic, bucketName, region, roleArn }) => ({
      topicArns: { cloudtrail: topic.topicArn },
      bucket: bucketName,
      region,
      roleArn,
    })),
  ],
};

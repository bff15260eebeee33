import { ARCHIVE_PREFIX_LENGTH, ARCHIVE_PREFIX_PATTERN } from './archive-prefix';
import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import { DEFAULT_INTEGRATION_ROLE_NAME } from './integration-role-options';
import { checkRole, checkRoleName, type RoleOptions } from './role-options';
import { isDeferred, KEY_ARN_PATTERN, plain, type TopicOptions } from './topic-options';

/** How the bucket comes to notify the topic. S3 has one way to write a bucket's notifications: all of them at once. */
export const NOTIFICATION_MODES = ['merge', 'replace', 'existing-topic', 'manual'] as const;

/**
 * - `merge`: a function adds one entry, and keeps all others. It takes away that one when it is deleted.
 * - `replace`: the same function writes that entry alone: all others of the bucket are gone. On demand only.
 * - `existing-topic`: the bucket notifies a topic already, which is subscribed to. Nothing of the bucket changes.
 * - `manual`: nothing of the bucket changes. What to add by hand is an output.
 */
export type NotificationMode = (typeof NOTIFICATION_MODES)[number];

/** What is chosen for CloudTrail's log files in S3, step 1B of the setup guide. */
export interface CloudTrailArchiveOptions<Deferred = never> extends TopicOptions<Deferred>, RoleOptions<Deferred> {
  /** The name of the bucket that the trail writes to: one of this account, in this Region. */
  readonly bucketName: string;
  /**
   * The start of the log files' keys: whole folders, with a slash at the end.
   *
   * `accountTrailPrefix`, `organizationTrailPrefix` and `controlTowerPrefix` make it. `AWSLogs/` matches nothing under Control Tower.
   */
  readonly prefix: string;
  /**
   * How the bucket comes to notify the topic, or a switch for each way.
   *
   * @default - in cdktf and Terraform `manual`; CDK and CloudFormation have none
   */
  readonly notification?: NotificationMode | Readonly<Partial<Record<NotificationMode, Switch<Deferred>>>>;
  /**
   * Whether all other notifications of the bucket may go, which `replace` needs.
   *
   * @default false
   */
  readonly replaceAllNotifications?: Switch<Deferred>;
  /**
   * The key of a bucket with SSE-KMS, by its ARN. The role may use it through S3; the key's policy must admit the role: see the
   * `bucketKeyPolicy` output. We never write to the key.
   *
   * @default - the bucket has no key of its own
   */
  readonly bucketKeyArn?: Optional<string, Deferred>;
  /**
   * The role that Clarion reads the log files with, by its name. It must be there, in this account.
   *
   * @default 'ClarionIntegrationRole'
   */
  readonly roleName?: string;
  /**
   * Whether to attach a policy to that role, so that it may read the log files.
   *
   * @default true
   */
  readonly attachReadPolicy?: Switch<Deferred>;
}

/** The end of the topic's default name, which is `clarion-cloudtrail-s3`. */
export const ARCHIVE_TOPIC_SUFFIX = '-cloudtrail-s3';

/** Without it nothing comes, or nothing can be read: an output of every front end. */
export const ARCHIVE_PREREQUISITE =
  "A trail with logging on must write to the bucket, which is in this account and Region. Clarion's role must be there, in this account too.";

export const READ_POLICY_DESCRIPTION = "Reads CloudTrail's log files in S3, for Clarion";

/** What every front end says of `replace`. */
export const REPLACE_WARNING =
  'It removes all other notifications of the bucket, those for queues, functions and EventBridge too.';

/**
 * Fills in the defaults, and refuses what AWS would refuse later, or take and stay silent.
 *
 * @param known whether a value is known now; one that is not is checked by AWS
 * @throws BlueprintError
 */
export function resolveArchive<Deferred>(
  options: CloudTrailArchiveOptions<Deferred> & { readonly topic?: unknown },
  known: (value: unknown) => boolean,
) {
  const { bucketName, prefix, roleName = DEFAULT_INTEGRATION_ROLE_NAME } = options;
  if (known(bucketName) && !new RegExp(BUCKET_NAME_PATTERN).test(bucketName)) {
    throw new BlueprintError('bucket-name-invalid', bucketName, 'Give the name alone, not an ARN or a URL.');
  }
  if (known(prefix) && !isPrefix(prefix)) {
    throw new BlueprintError('archive-prefix-invalid', prefix, "Write it like 'AWSLogs/o-a1b2c3d4e5/'.");
  }
  const key = plain(options.bucketKeyArn);
  if (key !== undefined && known(key) && !new RegExp(KEY_ARN_PATTERN).test(key)) {
    throw new BlueprintError('key-arn-invalid', key, 'Find the ARN behind the alias.');
  }
  checkRoleName(roleName, known);
  checkRole(options, known);
  return { roleName, modes: switchedModes(options) };
}

const isPrefix = (prefix: string) =>
  prefix.length <= ARCHIVE_PREFIX_LENGTH.max && new RegExp(ARCHIVE_PREFIX_PATTERN).test(prefix);

/** Each mode with whether it is the one. */
function switchedModes<Deferred>(
  options: CloudTrailArchiveOptions<Deferred>,
): Readonly<Record<NotificationMode, Switch<Deferred>>> {
  const { notification = 'manual', replaceAllNotifications = false, existingTopicArn } = options;
  const all = <Value>(of: (mode: NotificationMode) => Value) =>
    Object.fromEntries(NOTIFICATION_MODES.map((mode) => [mode, of(mode)])) as Readonly<Record<NotificationMode, Value>>;
  // What is left to whoever deploys is checked there.
  if (typeof notification === 'object') return all((mode) => notification[mode] ?? false);
  if (!NOTIFICATION_MODES.includes(notification)) {
    throw new BlueprintError('notification-unknown', String(notification), 'Begin with manual, which changes nothing.');
  }
  if (notification === 'replace' && replaceAllNotifications === false) {
    throw new BlueprintError('replace-not-confirmed', 'replace alone', "Use 'merge', or set replaceAllNotifications.");
  }
  const subscribes = notification === 'existing-topic';
  if (!isDeferred(existingTopicArn) && subscribes !== (existingTopicArn !== undefined)) {
    const got = subscribes ? 'no existingTopicArn' : `existingTopicArn with '${notification}'`;
    throw new BlueprintError('existing-topic-differs', got, subscribes ? 'Give the ARN of that topic.' : 'Leave it out.');
  }
  return all((mode) => mode === notification);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME_PATTERN = '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$';

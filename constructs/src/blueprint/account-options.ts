import type { CloudTrailArchiveOptions } from './archive-options';
import type { CloudTrailEventsOptions } from './cloudtrail-options';
import type { CloudWatchAlarmsOptions } from './cloudwatch-options';
import { isDeferred, type TopicOptions } from './topic-options';
import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import type { GuardDutyFindingsOptions } from './guardduty-options';
import type { IntegrationRoleOptions } from './integration-role-options';

/** What each part has of its own, and an account has once or by another name. */
type Own = 'topicName' | 'existingTopicArn' | 'principalArn' | 'externalId';

/** What the log archive is told for itself, where it is a part of an account: the rest an account says for all its parts. */
export const ACCOUNT_ARCHIVE_OPTIONS = [
  'bucketName',
  'prefix',
  'notification',
  'replaceAllNotifications',
  'existingTopicArn',
  'bucketKeyArn',
  'attachReadPolicy',
] as const satisfies readonly (keyof CloudTrailArchiveOptions)[];
export type AccountArchiveOption = (typeof ACCOUNT_ARCHIVE_OPTIONS)[number];

/** Which parts of an account are set up. */
export interface AccountParts<Deferred = never> {
  /**
   * Whether to send CloudTrail events through EventBridge, step 1 of the setup guide.
   *
   * @default true
   */
  readonly cloudTrailEvents?: Switch<Deferred>;
  /**
   * Whether to make a topic for CloudWatch alarms, step 2.
   *
   * @default true
   */
  readonly cloudWatchAlarms?: Switch<Deferred>;
  /**
   * Whether to send GuardDuty findings, step 3. In an organization, only from the delegated administrator, or each finding comes twice.
   *
   * @default true
   */
  readonly guardDutyFindings?: Switch<Deferred>;
  /**
   * Whether to make the role for the agent tools, step 4. It needs `principalArn` and `externalId`.
   *
   * @default true
   */
  readonly integrationRole?: Switch<Deferred>;
  /**
   * Whether all monitors share one topic, named like the prefix, instead of one each. One ARN to register; but a failure of one is then a
   * failure of all. The log archive has its own in any case: what the shared one loses is found there.
   *
   * @default false
   */
  readonly oneTopic?: Switch<Deferred>;
}

/** What is chosen for everything in one account and Region: the options of each part, by their own names. */
export interface AccountOptions<Deferred = never>
  extends
    Omit<CloudTrailEventsOptions<Deferred>, Own>,
    Omit<CloudWatchAlarmsOptions<Deferred>, Own>,
    Omit<GuardDutyFindingsOptions<Deferred>, Own>,
    Omit<IntegrationRoleOptions<Deferred>, Own> {
  /**
   * Who may assume the role: see `IntegrationRole`.
   *
   * @default - none; needed for the role
   */
  readonly principalArn?: Optional<string, Deferred>;
  /**
   * What the principal must say: see `IntegrationRole`.
   *
   * @default - none; needed for the role
   */
  readonly externalId?: Optional<string, Deferred>;
}

/** @throws BlueprintError where a role is asked for that nobody could assume, since there is no default for who may. */
export function checkAccount({
  integrationRole = true,
  principalArn,
  externalId,
}: AccountOptions<unknown> & AccountParts<unknown>): void {
  if (integrationRole === false || (principalArn !== undefined && externalId !== undefined)) return;
  const missing = Object.entries({ principalArn, externalId }).filter(([, value]) => value === undefined);
  const got = missing.map(([name]) => `no ${name}`).join(', ');
  throw new BlueprintError('role-without-trust', got, 'Copy them from Clarion, or set integrationRole to false.');
}

/**
 * The options of the log archive in an account: its own, and those that the account has for all its parts. A topic that is there already
 * signs as its owner said, whatever the topics of the account do.
 */
export function archiveInAccount<
  Deferred,
  Account extends TopicOptions<Deferred>,
  Archive extends Pick<CloudTrailArchiveOptions<Deferred>, AccountArchiveOption>,
>(account: Account, archive: Archive): Omit<Account, 'signatureVersion'> & Pick<TopicOptions, 'signatureVersion'> & Archive {
  const { signatureVersion, ...others } = account;
  const { existingTopicArn } = archive;
  const signs = signatureVersion !== undefined && (existingTopicArn === undefined || isDeferred(existingTopicArn));
  return { ...others, ...(signs && { signatureVersion }), ...archive };
}

import type { CloudTrailEventsOptions } from './cloudtrail-options';
import type { CloudWatchAlarmsOptions } from './cloudwatch-options';
import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import type { GuardDutyFindingsOptions } from './guardduty-options';
import type { IntegrationRoleOptions } from './integration-role-options';

/** What each part has of its own, and an account has once or by another name. */
type Own =
  'topicName' | 'existingTopicArn' | 'principalArn' | 'externalId' | 'bucketName' | 'prefix' | 'notification' | 'attachToRole';

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
   * failure of all.
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

import { checkPatternLength, excludeRoles, managementPattern } from './cloudtrail-pattern';
import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import { plain, type TopicOptions } from './topic-options';

/** What is chosen for CloudTrail events by EventBridge, step 1 of the setup guide. */
export interface CloudTrailEventsOptions<Deferred = never> extends TopicOptions<Deferred> {
  /**
   * Whether to forward read-only management events too (List, Get, Describe): many times the volume, and the cost.
   *
   * @default false
   */
  readonly readOnlyEvents?: Switch<Deferred>;
  /**
   * Whether to forward Insight events. The trail must have Insights on.
   *
   * @default false
   */
  readonly includeInsights?: Switch<Deferred>;
  /**
   * Whether to forward the data events that the trail logs, by a rule of their own. Those of SNS, SQS and EventBridge are left out,
   * because forwarding causes them itself.
   *
   * @default false
   */
  readonly includeDataEvents?: Switch<Deferred>;
  /**
   * Roles whose sessions are not forwarded, nor the calls that start them. This hides their misuse too.
   *
   * Full role ARNs; together they fit into a pattern of 2,048 characters, which is about ten.
   *
   * @default - nobody is left out
   */
  readonly excludeRoleArns?: Optional<readonly string[], Deferred>;
}

/** The end of the topic's default name, which is `clarion-cloudtrail`. */
export const CLOUDTRAIL_TOPIC_SUFFIX = '-cloudtrail';

export const ROLE_ARN_PATTERN = '^arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$';

/** Without one, CloudTrail sends EventBridge nothing: an output of every front end. */
export const CLOUDTRAIL_PREREQUISITE =
  'A trail with logging on must exist in this Region (a multi-Region or organization trail counts): without one, no event comes.';

/**
 * IAM, STS and most other global services, and the root user's sign-ins, write their events in this Region only.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
 */
export const GLOBAL_EVENTS_REGION = 'us-east-1';

/** The warning where the rule stands in a Region that sees no global events. */
export const GLOBAL_EVENTS_WARNING = `Sign-ins and IAM, STS and Organizations events arrive in ${GLOBAL_EVENTS_REGION} only (some sign-ins in us-east-2, us-west-2, eu-north-1 or ap-southeast-2): deploy there too.`;

/** @throws BlueprintError where a role or the resulting pattern is not one that EventBridge can use. */
export function checkCloudTrailEvents(options: CloudTrailEventsOptions<unknown>, known: (value: unknown) => boolean): void {
  const roles = plain(options.excludeRoleArns);
  if (roles === undefined || !known(roles)) return;
  for (const role of roles) {
    if (known(role) && !new RegExp(ROLE_ARN_PATTERN).test(role)) {
      throw new BlueprintError('role-arn-invalid', role, 'Write it like arn:aws:iam::111122223333:role/path/name.');
    }
  }
  checkPatternLength(managementPattern(undefined, excludeRoles(roles)));
}

import { EXCLUDED_ROLES_LIMIT } from './cloudtrail-pattern';
import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import { SIGN_IN_REGIONS } from './sign-in-regions';
import { plain, type TopicOptions } from './topic-options';

/** Which CloudTrail events are forwarded. */
export interface CloudTrailSourceOptions<Deferred = never> {
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
}

/** Whose CloudTrail events are not forwarded. */
export interface CloudTrailExclusionOptions<Deferred = never> {
  /**
   * Roles whose sessions are not forwarded, nor the calls that start them. This hides their misuse too.
   *
   * Full role ARNs; together they fit into a pattern of 2,048 characters, which is about ten.
   *
   * @default - nobody is left out
   */
  readonly excludeRoleArns?: Optional<readonly string[], Deferred>;
}

/** What is chosen for CloudTrail events by EventBridge, step 1 of the setup guide. */
export interface CloudTrailEventsOptions<Deferred = never>
  extends TopicOptions<Deferred>, CloudTrailSourceOptions<Deferred>, CloudTrailExclusionOptions<Deferred> {}

/** The end of the topic's default name, which is `clarion-cloudtrail`. */
export const CLOUDTRAIL_TOPIC_SUFFIX = '-cloudtrail';

export const ROLE_ARN_PATTERN = '^arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$';

/** Without one, CloudTrail sends EventBridge nothing: an output of every front end. */
export const CLOUDTRAIL_PREREQUISITE =
  'A trail with logging on must exist in this Region (a multi-Region or organization trail counts): without one, no event comes.';

/**
 * IAM, Organizations and most other global services, and the root user's sign-ins, write their events in this Region only.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
 */
export const GLOBAL_EVENTS_REGION = SIGN_IN_REGIONS.aws[0];

const [, ...SIGN_INS] = SIGN_IN_REGIONS.aws;

/** What a rule in any other Region of the `aws` partition cannot see. */
export const GLOBAL_EVENTS_WARNING = `IAM, Organizations and Route 53 events and the root user's sign-ins arrive in ${GLOBAL_EVENTS_REGION}; other sign-ins where their endpoint is, often in ${SIGN_INS.slice(0, -1).join(', ')} or ${SIGN_INS.at(-1)}. Deploy in those Regions too.`;

/** Whether a Region is one where the warning holds: China and GovCloud have global Regions of their own. */
export const missesGlobalEvents = (region: string): boolean =>
  region !== GLOBAL_EVENTS_REGION && !/^(cn|us-gov|us-iso)/.test(region);

/** The roles to leave out, or nothing: a list that is known to be empty leaves out nobody, and EventBridge takes no empty list. */
export function rolesToExclude({ excludeRoleArns }: CloudTrailExclusionOptions<unknown>): readonly string[] | undefined {
  const roles = plain(excludeRoleArns);
  return roles?.length === 0 ? undefined : roles;
}

/**
 * @param limit the most characters of the roles as a JSON list
 * @throws BlueprintError where a role is not one that EventBridge can compare, or there are more than a pattern can hold.
 */
export function checkCloudTrailEvents(
  options: CloudTrailExclusionOptions<unknown>,
  known: (value: unknown) => boolean,
  limit = EXCLUDED_ROLES_LIMIT,
): void {
  const roles = rolesToExclude(options);
  if (roles === undefined || !known(roles)) return;
  for (const role of roles.filter(known)) {
    if (!new RegExp(ROLE_ARN_PATTERN).test(role)) {
      throw new BlueprintError('role-arn-invalid', role, 'Write it like arn:aws:iam::111122223333:role/path/name.');
    }
  }
  // A token's text says nothing of its length, so only lists that are known throughout are measured.
  const { length } = JSON.stringify(roles);
  if (roles.every(known) && length > limit) {
    const got = `${roles.length} roles of ${length} characters, where there is room for ${limit}`;
    throw new BlueprintError('event-pattern-too-long', got, 'Exclude fewer roles.');
  }
}

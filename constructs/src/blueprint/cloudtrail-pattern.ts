/**
 * The sign-in event under each name that AWS's own pages give it. EventBridge compares exactly, so a wrong one loses every sign-in.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const SIGN_IN_DETAIL_TYPES = [
  'AWS Console Sign In via CloudTrail',
  'AWS Console Signin via CloudTrail',
  'AWS Console Sign in via CloudTrail',
] as const;

const API_CALL = 'AWS API Call via CloudTrail';

/** What the rule forwards by default. */
export const MANAGEMENT_DETAIL_TYPES = [
  API_CALL,
  ...SIGN_IN_DETAIL_TYPES,
  'AWS Console Action via CloudTrail',
  'AWS Service Event via CloudTrail',
] as const;

/** What the rule forwards besides where the trail has Insights on. */
export const INSIGHT_DETAIL_TYPE = 'AWS Insight via CloudTrail';

/** What a trail that logs the use of VPC endpoints sends besides. None of our rules forwards it; a customer's own may. */
export const NETWORK_ACTIVITY_DETAIL_TYPE = 'AWS Network Activity Event via CloudTrail';

/** Every kind of CloudTrail event that the rules forward. */
export const CLOUDTRAIL_DETAIL_TYPES: readonly string[] = [...MANAGEMENT_DETAIL_TYPES, INSIGHT_DETAIL_TYPE];

/**
 * Only AWS may publish an event whose source starts so. Without it, whoever has `events:PutEvents` could make events up.
 */
const FROM_AWS = [{ prefix: 'aws.' }] as const;

/**
 * Management events, Insight events, and service events, some of which have no category. Data events are left out because publishing
 * to our topic is one of them: a rule that matched it would feed itself.
 */
const NOT_DATA = [{ exists: false }, { 'anything-but': ['Data', 'NetworkActivity'] }] as const;

/** The services through which our own forwarding causes data events: forwarding these would never end. */
export const SELF_CAUSED_DATA_EVENT_SOURCES = ['sns.amazonaws.com', 'sqs.amazonaws.com', 'events.amazonaws.com'] as const;

/** EventBridge's limit on a pattern, in characters. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const PATTERN_LIMIT = 2048;

/**
 * The pattern for management events, and for Insight events where `detailTypes` names them.
 *
 * @param detailTypes `MANAGEMENT_DETAIL_TYPES`, or a deploy-time list
 * @param exclusions `excludeRoles(…)`, or nothing
 */
export function managementPattern(detailTypes: unknown = MANAGEMENT_DETAIL_TYPES, exclusions: object = {}) {
  return { source: FROM_AWS, 'detail-type': detailTypes, detail: { eventCategory: NOT_DATA, ...exclusions } };
}

/** The pattern for the data events that a trail logs, less those that forwarding itself causes. */
export function dataEventPattern(exclusions: object = {}) {
  return {
    source: FROM_AWS,
    'detail-type': [API_CALL],
    detail: { eventCategory: ['Data'], eventSource: [{ 'anything-but': SELF_CAUSED_DATA_EVENT_SOURCES }], ...exclusions },
  };
}

/**
 * Clauses that drop what sessions of these roles do, and the calls that start them.
 *
 * @param assumed the roles whose starting calls are dropped, where they are others
 */
export const excludeRoles = (roleArns: unknown, assumed: unknown = roleArns) => ({
  ...excludeAssuming(assumed),
  userIdentity: { sessionContext: { sessionIssuer: { arn: noneOf(roleArns) } } },
});

/** Drops the calls that start sessions of these roles, and nothing that those do. */
export const excludeAssuming = (roleArns: unknown) => ({ requestParameters: { roleArn: noneOf(roleArns) } });

/** `anything-but` alone would drop every event that lacks the field. */
const noneOf = (values: unknown) => [{ exists: false }, { 'anything-but': values }];

/** The longest that the roles to exclude may be, as a JSON list: the longest of our patterns holds that list twice. */
export const EXCLUDED_ROLES_LIMIT = Math.floor(
  (PATTERN_LIMIT - JSON.stringify(managementPattern(CLOUDTRAIL_DETAIL_TYPES, excludeRoles([]))).length) / 2 + '[]'.length,
);

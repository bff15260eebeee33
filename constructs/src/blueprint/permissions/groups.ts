import type { Statement } from '../policy';
import { ALB_AUTH } from './alb-auth';
import { ATHENA, type AthenaRefs } from './athena';
import { CLOUDTRAIL } from './cloudtrail';
import { CLOUDWATCH } from './cloudwatch';
import { DESCRIBE } from './describe';
import { statementsOf, type Group } from './group';
import { LOGS_INSIGHTS } from './logs-insights';
import { ROUTE53 } from './route53';

/** What a role may be granted, by stable ids: they are public API, and the receiver knows the same ones. */
export const PERMISSION_GROUPS = {
  cloudtrail: CLOUDTRAIL,
  cloudwatch: CLOUDWATCH,
  'logs-insights': LOGS_INSIGHTS,
  athena: ATHENA,
  route53: ROUTE53,
  describe: DESCRIBE,
  'alb-auth': ALB_AUTH,
} as const satisfies Readonly<Record<string, Group<AthenaRefs>>>;

/** `log-archive` is not among them: whoever makes that path attaches it, since it needs a bucket. */
export type PermissionGroup = keyof typeof PERMISSION_GROUPS;

/** Their order is that of the table above, and of what is made from it. */
export const PERMISSION_GROUP_IDS = Object.keys(PERMISSION_GROUPS) as readonly PermissionGroup[];

/** What step 4 of the setup guide names. All else reads more than events and numbers, and is opted in. */
export const DEFAULT_PERMISSION_GROUPS: readonly PermissionGroup[] = ['cloudtrail', 'cloudwatch', 'route53'];

/** What a group lets the role do. */
export const groupStatements = (group: PermissionGroup, refs: AthenaRefs): Statement[] =>
  statementsOf<AthenaRefs>(PERMISSION_GROUPS[group].grants, refs);

/** Describes a group's policy, and tells it from one of the customer's that has the same name. */
export const groupPolicyDescription = (group: string): string => `What Clarion needs for ${group}`;

/**
 * AWS's limit on a managed policy, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MANAGED_POLICY_LIMIT = 6144;

/** How many managed policies a role takes, unless AWS is asked for more. */
export const ATTACHED_POLICIES_LIMIT = 10;

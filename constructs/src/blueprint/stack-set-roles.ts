import type { Optional, Switch } from './deferred';
import { statementsIf, type Statement } from './policy';
import { spokeRoleName } from './spoke-names';
import { stackSetName, stackSetStackName } from './stack-sets';

/** Where the roles of a self-managed StackSet stand, and for whom. */
export interface StackSetRoleRefs {
  readonly partition: string;
  readonly accountId: string;
  /** The StackSet's own Region. */
  readonly region: string;
  readonly namePrefix: string;
}

/** The role that CloudFormation assumes for the StackSet, and that does nothing but assume the next one. */
export const administrationRoleName = (namePrefix: string): string => `${namePrefix}-stackset-administration`;

export const ADMINISTRATION_ROLE_DESCRIPTION = 'Administers the StackSet of the spokes in this account';

/** The role that makes the stacks. StackSets finds it by its name alone, so it has no path. */
export const executionRoleName = (namePrefix: string): string => `${namePrefix}-stackset-execution`;

export const EXECUTION_ROLE_DESCRIPTION = 'Makes the stacks of the spokes in this account';

/** CloudFormation, by the name that it has everywhere but in the Regions that an account must turn on. */
export const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/** CloudFormation in a Region that an account must turn on. */
export const cloudFormationIn = (region: string): string => `cloudformation.${region}.amazonaws.com`;

/**
 * CloudFormation may assume the administration role for this one StackSet.
 *
 * @param services CloudFormation's names in the Regions of the stacks
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
 */
export const administrationTrust = (refs: StackSetRoleRefs, services: readonly string[]): Statement[] => [
  {
    sid: 'StackSetAdministers',
    principal: { service: services },
    actions: ['sts:AssumeRole'],
    conditions: [
      { test: 'StringEquals', variable: 'aws:SourceAccount', value: refs.accountId },
      {
        test: 'ArnLike',
        variable: 'aws:SourceArn',
        value: `arn:${refs.partition}:cloudformation:${refs.region}:${refs.accountId}:stackset/${managementSpokes(refs)}:*`,
      },
    ],
  },
];

/** The administration role may assume the execution role. */
export const administrationPermissions = ({ partition, accountId, namePrefix }: StackSetRoleRefs): Statement[] => [
  {
    sid: 'AssumeExecutionRole',
    actions: ['sts:AssumeRole'],
    resources: [`arn:${partition}:iam::${accountId}:role/${executionRoleName(namePrefix)}`],
  },
];

/** Nobody but the administration role may assume the execution role. */
export const executionTrust = (administrationRoleArn: string): Statement[] => [
  { sid: 'AdministrationRoleExecutes', principal: { aws: administrationRoleArn }, actions: ['sts:AssumeRole'] },
];

const managementSpokes = ({ namePrefix }: StackSetRoleRefs) => stackSetName(namePrefix, 'management-spokes');

const RULES = [
  'events:PutRule',
  'events:DescribeRule',
  'events:DeleteRule',
  'events:PutTargets',
  'events:ListTargetsByRule',
  'events:RemoveTargets',
  'events:TagResource',
  'events:UntagResource',
  'events:ListTagsForResource',
];
const QUEUES = [
  'sqs:CreateQueue',
  'sqs:GetQueueUrl',
  'sqs:GetQueueAttributes',
  'sqs:SetQueueAttributes',
  'sqs:DeleteQueue',
  'sqs:ListQueueTags',
  'sqs:TagQueue',
  'sqs:UntagQueue',
];
const ALARMS = [
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:DeleteAlarms',
  'cloudwatch:ListTagsForResource',
  'cloudwatch:TagResource',
  'cloudwatch:UntagResource',
];
const ROLES = [
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListRolePolicies',
  'iam:ListAttachedRolePolicies',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
  'iam:UpdateAssumeRolePolicy',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:DeleteRolePolicy',
  'iam:DeleteRole',
];
/** What makes a role able to do something. */
const EMPOWER = ['iam:CreateRole', 'iam:PutRolePolicy'];

/**
 * What the execution role may do: what CloudFormation does to make, change and remove a spoke, on what a spoke is made of. A spoke's rules and
 * role have names, all else is named after its stack. StackSets asks for everything on the stacks themselves.
 *
 * @param boundary the permissions boundary that each role must have, and whether there is one
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
 */
export function executionPermissions<Deferred>(
  refs: StackSetRoleRefs & { readonly path: string },
  boundary: { readonly arn: string; readonly given: Switch<Deferred>; readonly missing: Switch<Deferred> },
): Optional<Statement, Deferred>[] {
  const { partition, accountId, namePrefix } = refs;
  const anywhere = (service: string, resource: string) => [`arn:${partition}:${service}:*:${accountId}:${resource}`];
  // Rules are named so too.
  const named = spokeRoleName(namePrefix, '*');
  const roles = [`arn:${partition}:iam::${accountId}:role${refs.path}${named}`];
  // A generated name is the stack's, cut where it is too long.
  const generated = `${stackSetStackName(namePrefix).slice(0, -1)}-*`;
  return [
    {
      sid: 'ManageStacks',
      actions: ['cloudformation:*'],
      resources: anywhere('cloudformation', `stack/${stackSetStackName(managementSpokes(refs))}*/*`),
    },
    { sid: 'ReadTemplates', actions: ['cloudformation:GetTemplateSummary', 'cloudformation:ValidateTemplate'], resources: ['*'] },
    // AWS asks for S3, and keeps the templates of StackSets in buckets of its own: no bucket of this account is one of them.
    {
      sid: 'ReadStackSetTemplates',
      actions: ['s3:GetObject'],
      resources: [`arn:${partition}:s3:::*`],
      conditions: [{ test: 'StringNotEquals', variable: 'aws:ResourceAccount', value: accountId }],
    },
    { sid: 'ManageRules', actions: RULES, resources: anywhere('events', `rule/${named}`) },
    { sid: 'ManageQueues', actions: QUEUES, resources: anywhere('sqs', generated) },
    { sid: 'ManageAlarms', actions: ALARMS, resources: anywhere('cloudwatch', `alarm:${generated}`) },
    { sid: 'ManageRoles', actions: ROLES, resources: roles },
    ...statementsIf(boundary.missing, [
      { sid: 'EmpowerRoles', actions: [...EMPOWER, 'iam:DeleteRolePermissionsBoundary'], resources: roles },
    ]),
    ...statementsIf(boundary.given, [
      {
        sid: 'EmpowerBoundedRoles',
        actions: [...EMPOWER, 'iam:PutRolePermissionsBoundary'],
        resources: roles,
        conditions: [{ test: 'StringEquals', variable: 'iam:PermissionsBoundary', value: boundary.arn }],
      },
    ]),
    {
      sid: 'PassRolesToEventBridge',
      actions: ['iam:PassRole'],
      resources: roles,
      conditions: [{ test: 'StringEquals', variable: 'iam:PassedToService', value: 'events.amazonaws.com' }],
    },
  ];
}

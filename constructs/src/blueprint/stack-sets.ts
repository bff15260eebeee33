/**
 * What all our StackSets share: every Region at once and as many accounts as the tolerance lets, operations that wait for each other, and
 * roles with names.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
 */
export const STACK_SET = {
  capabilities: ['CAPABILITY_NAMED_IAM'],
  regionConcurrencyType: 'PARALLEL',
  maxConcurrentPercentage: 100,
  managedExecution: true,
} as const;

/** How long Terraform waits for an operation. CloudFormation itself waits for a day. */
export const STACK_SET_TIMEOUT = '3h';

/** In how many of a Region's accounts, of a hundred, a stack may fail before no more are tried: some Region may be denied by policy. */
export const DEFAULT_FAILURE_TOLERANCE_PERCENTAGE = 10;

/** The StackSets of an organization, by what each brings into an account. */
export const STACK_SETS = {
  role: "The role that Clarion's agent tools assume, once in each account",
  'account-role': "The role that Clarion's agent tools assume, with an external ID of the account's own",
  spokes: 'Events for Clarion, from each account and Region to one hub',
  'management-spokes': 'Events for Clarion, from each Region of the management account to one hub',
} as const;

export type StackSetKind = keyof typeof STACK_SETS;

/** A StackSet's name. Fixed, since the administration role's trust names it, and so that two installs do not collide. */
export const stackSetName = (namePrefix: string, kind: Exclude<StackSetKind, 'account-role'>): string => `${namePrefix}-${kind}`;

/** The name of the StackSet for one account's role. */
export const accountRoleSetName = (namePrefix: string, accountId: string): string =>
  `${stackSetName(namePrefix, 'role')}-${accountId}`;

/** The start of the names of a StackSet's stacks, and of what is named after those. */
export const stackSetStackName = (name: string): string => `StackSet-${name}-`;

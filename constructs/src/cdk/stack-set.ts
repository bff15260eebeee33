import { Aws, Tags, type CfnCondition } from 'aws-cdk-lib';
import { CfnStackSet } from 'aws-cdk-lib/aws-cloudformation';
import type { Construct } from 'constructs';
import { STACK_SET, STACK_SETS, type Optional, type StackSetKind, type Switch } from '../blueprint';
import { choose, ifGiven } from './deferred';
import { asParameter } from './stack-set-parameter';

/** A StackSet, as far as ours differ. */
export interface StackSetConfig {
  readonly kind: StackSetKind;
  readonly stackSetName: string;
  /** What the stacks are made from. */
  readonly templateBody: string;
  /** The template's parameters, all of them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly regions: readonly string[];
  readonly failureTolerancePercentage: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Into which accounts of an organization a StackSet deploys, and how it goes on with those that come and go. */
export interface OrganizationTargets {
  readonly organizationalUnitIds: readonly string[];
  /** These of their accounts, and no others. @default - all */
  readonly accounts?: readonly string[];
  readonly delegatedAdministrator: Switch<CfnCondition>;
  readonly autoDeployment: Switch<CfnCondition>;
  readonly retainStacks: Switch<CfnCondition>;
}

/** Stacks in the accounts of organizational units, by roles that CloudFormation makes. */
export function organizationStackSet(
  scope: Construct,
  id: string,
  config: StackSetConfig,
  targets: OrganizationTargets,
): CfnStackSet {
  const { organizationalUnitIds, accounts, delegatedAdministrator, autoDeployment, retainStacks } = targets;
  return stackSet(scope, id, config, {
    permissionModel: 'SERVICE_MANAGED',
    callAs: choose<string>(delegatedAdministrator, 'DELEGATED_ADMIN', 'SELF'),
    autoDeployment: {
      enabled: choose<boolean>(autoDeployment, true, false),
      // Refused where nothing is deployed by itself.
      ...ifGiven('retainStacksOnAccountRemoval', onlyIf(autoDeployment, choose<boolean>(retainStacks, true, false))),
    },
    deploymentTargets: {
      organizationalUnitIds: [...organizationalUnitIds],
      ...(accounts && { accounts: [...accounts], accountFilterType: 'INTERSECTION' }),
    },
  });
}

/** A value that is given where a switch is on. */
function onlyIf<Value>(when: Switch<CfnCondition>, value: Value): Optional<Value, CfnCondition> | undefined {
  if (typeof when === 'boolean') return when ? value : undefined;
  return { value, given: when };
}

/** Stacks in this account, by roles of its own. */
export const accountStackSet = (
  scope: Construct,
  id: string,
  config: StackSetConfig,
  roles: { readonly administrationRoleArn: string; readonly executionRoleName: string },
): CfnStackSet =>
  stackSet(scope, id, config, { permissionModel: 'SELF_MANAGED', ...roles, deploymentTargets: { accounts: [Aws.ACCOUNT_ID] } });

function stackSet(
  scope: Construct,
  id: string,
  { kind, stackSetName, templateBody, parameters, regions, failureTolerancePercentage, tags }: StackSetConfig,
  {
    deploymentTargets,
    ...model
  }: Pick<
    ConstructorParameters<typeof CfnStackSet>[2],
    'permissionModel' | 'callAs' | 'autoDeployment' | 'administrationRoleArn' | 'executionRoleName'
  > & { readonly deploymentTargets: CfnStackSet.DeploymentTargetsProperty },
): CfnStackSet {
  const made = new CfnStackSet(scope, id, {
    ...model,
    stackSetName,
    description: STACK_SETS[kind],
    capabilities: [...STACK_SET.capabilities],
    managedExecution: { Active: STACK_SET.managedExecution },
    operationPreferences: {
      regionConcurrencyType: STACK_SET.regionConcurrencyType,
      maxConcurrentPercentage: STACK_SET.maxConcurrentPercentage,
      failureTolerancePercentage,
    },
    parameters: Object.entries(parameters).map(([parameterKey, value]) => ({ parameterKey, parameterValue: asParameter(value) })),
    stackInstancesGroup: [{ deploymentTargets, regions: [...regions] }],
    templateBody,
  });
  for (const [key, value] of Object.entries(tags ?? {})) Tags.of(made).add(key, value);
  return made;
}

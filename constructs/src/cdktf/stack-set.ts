import { CloudformationStackInstances } from '@cdktf/provider-aws/lib/cloudformation-stack-instances';
import { CloudformationStackSet, type CloudformationStackSetConfig } from '@cdktf/provider-aws/lib/cloudformation-stack-set';
import type { IResolvable, ITerraformDependable, TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';
import { STACK_SET, STACK_SET_TIMEOUT, STACK_SETS, type StackSetKind, type Switch } from '../blueprint';
import { attribute, choose } from './deferred';
import { asParameter } from './stack-set-parameter';

/** A StackSet, as far as ours differ. */
export interface StackSetConfig extends Pick<TerraformMetaArguments, 'count' | 'forEach'> {
  readonly kind: StackSetKind;
  readonly name: string;
  /** What the stacks are made from. */
  readonly templateBody: string;
  /** The template's parameters, all of them: a missing one would be a difference in every plan. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly regions: readonly string[];
  readonly failureTolerancePercentage: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** What must be there first, and go last. */
  readonly after?: readonly ITerraformDependable[];
}

/** Into which accounts of an organization a StackSet deploys, and how it goes on with those that come and go. */
export interface OrganizationTargets {
  readonly organizationalUnitIds: readonly string[];
  /** These of their accounts, and no others. @default - all */
  readonly accounts?: readonly string[];
  readonly delegatedAdministrator: Switch<IResolvable>;
  readonly autoDeployment: Switch<IResolvable>;
  readonly retainStacks: Switch<IResolvable>;
}

/** Stacks in the accounts of organizational units, by roles that CloudFormation makes. */
export function organizationStackSet(
  scope: Construct,
  id: string,
  config: StackSetConfig,
  targets: OrganizationTargets,
): CloudformationStackInstances {
  const { organizationalUnitIds, accounts, delegatedAdministrator, autoDeployment, retainStacks } = targets;
  const callAs = choose<string>(delegatedAdministrator, 'DELEGATED_ADMIN', 'SELF');
  const model = {
    permissionModel: 'SERVICE_MANAGED',
    callAs,
    autoDeployment: { enabled: autoDeployment, retainStacksOnAccountRemoval: retainStacks },
    // CloudFormation tells of a role of its own there, which the provider takes for a change.
    lifecycle: { ignoreChanges: ['administration_role_arn'] },
  };
  return stackSet(scope, id, config, model, {
    callAs,
    deploymentTargets: {
      organizationalUnitIds: [...organizationalUnitIds],
      ...(accounts && { accounts: [...accounts], accountFilterType: 'INTERSECTION' }),
    },
  });
}

/** Stacks in this account, by roles of its own. */
export const accountStackSet = (
  scope: Construct,
  id: string,
  config: StackSetConfig,
  roles: { readonly administrationRoleArn: string; readonly executionRoleName: string },
  accountId: string,
): CloudformationStackInstances =>
  stackSet(scope, id, config, { permissionModel: 'SELF_MANAGED', ...roles }, { accounts: [accountId] });

function stackSet(
  scope: Construct,
  id: string,
  { kind, name, templateBody, parameters, regions, failureTolerancePercentage, tags, after = [], ...meta }: StackSetConfig,
  model: Partial<CloudformationStackSetConfig>,
  targets: Pick<ConstructorParameters<typeof CloudformationStackInstances>[2], 'accounts' | 'callAs' | 'deploymentTargets'>,
): CloudformationStackInstances {
  const operationPreferences = {
    regionConcurrencyType: STACK_SET.regionConcurrencyType,
    maxConcurrentPercentage: STACK_SET.maxConcurrentPercentage,
    failureTolerancePercentage,
  };
  const made = new CloudformationStackSet(scope, `${id}-set`, {
    ...meta,
    ...model,
    name,
    description: STACK_SETS[kind],
    capabilities: [...STACK_SET.capabilities],
    managedExecution: { active: STACK_SET.managedExecution },
    operationPreferences,
    parameters: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, asParameter(value)])),
    templateBody,
    timeouts: { update: STACK_SET_TIMEOUT },
    ...(tags && { tags }),
    ...(after.length > 0 && { dependsOn: [...after] }),
  });
  return new CloudformationStackInstances(scope, `${id}-instances`, {
    ...meta,
    ...targets,
    stackSetName: attribute(made, 'name'),
    regions: [...regions],
    operationPreferences,
    timeouts: { create: STACK_SET_TIMEOUT, update: STACK_SET_TIMEOUT, delete: STACK_SET_TIMEOUT },
  });
}

import { Aws, Fn, Stack, type CfnCondition } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  accountRoleSetName,
  coverage,
  DEFAULT_FAILURE_TOLERANCE_PERCENTAGE,
  memberAccounts,
  MANAGEMENT_ACCOUNT,
  NEW_ACCOUNTS,
  NO_ACCOUNTS,
  organizationRegions,
  resolveSpoke,
  roleArnOf,
  roleParameters,
  spokeParameters,
  stackSetName,
  withExternalIdOf,
  type OrganizationOptions,
} from '../blueprint';
import { choose, known, not } from './deferred';
import { managementSpokes } from './management-spokes';
import { organizationStackSet } from './stack-set';
import { stackSetTemplates } from './stack-set-templates';

/**
 * The StackSets of an organization: the role in one Region, the spokes in all, and those of the management account.
 *
 * @returns whether the management account is served, and what there is to say
 * @throws BlueprintError
 */
export function organizationStackSets(scope: Construct, props: OrganizationOptions<CfnCondition>) {
  const { delegatedAdministrator = false, strictExternalIds = false, retainStacks = false, organizationalUnitIds } = props;
  const { namePrefix } = resolveSpoke(props, known);
  const regions = regionsOf(scope, props);
  const templates = stackSetTemplates(scope);
  const config = {
    failureTolerancePercentage: props.failureTolerancePercentage ?? DEFAULT_FAILURE_TOLERANCE_PERCENTAGE,
    ...(props.tags && { tags: props.tags }),
  };
  const targets = { organizationalUnitIds, delegatedAdministrator, retainStacks };

  const role = { ...config, templateBody: templates.role, regions: [Aws.REGION] };
  const own = memberAccounts(props.accountExternalIds ?? {});
  const common = organizationStackSet(
    scope,
    'RoleStackSet',
    {
      ...role,
      kind: 'role',
      stackSetName: stackSetName(namePrefix, 'role'),
      parameters: roleParameters(props, known, [...own, ...NO_ACCOUNTS]),
    },
    { ...targets, autoDeployment: not(scope, 'DeploysRole', strictExternalIds) },
  );
  for (const account of own) {
    const made = organizationStackSet(
      scope,
      `Role${account}StackSet`,
      {
        ...role,
        kind: 'account-role',
        stackSetName: accountRoleSetName(namePrefix, account),
        parameters: roleParameters(withExternalIdOf(props, account), known),
      },
      // By itself it would be deployed to new accounts too, with this one's external ID.
      { ...targets, accounts: [account], autoDeployment: false },
    );
    // There may be no two roles of one name.
    made.node.addDependency(common);
  }

  const spokes = { ...config, templateBody: templates.spoke, regions, parameters: spokeParameters(props, known) };
  const spokesName = stackSetName(namePrefix, 'spokes');
  organizationStackSet(
    scope,
    'SpokesStackSet',
    { ...spokes, kind: 'spokes', stackSetName: spokesName },
    { ...targets, autoDeployment: true },
  );
  const servesManagement = not(scope, 'ServesManagement', delegatedAdministrator);
  managementSpokes(scope, servesManagement, namePrefix, spokes, props);
  return {
    servesManagement,
    roleArn: roleArnOf({ ...props, partition: Aws.PARTITION }),
    coverage: coverage({ units: listed(organizationalUnitIds), regions: listed(regions) }),
    managementAccount: choose<string>(servesManagement, MANAGEMENT_ACCOUNT.served, MANAGEMENT_ACCOUNT.left),
    newAccounts: choose<string>(strictExternalIds, NEW_ACCOUNTS.strict, NEW_ACCOUNTS.common),
  };
}

const listed = (items: readonly string[]): string => (known(items) ? items.join(', ') : Fn.join(', ', [...items]));

function regionsOf(scope: Construct, { regions = [] }: OrganizationOptions<CfnCondition>): readonly string[] {
  const { region } = Stack.of(scope);
  return known(regions) ? organizationRegions(regions, known(region) ? region : undefined) : regions;
}

import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Fn, type IResolvable, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import {
  accountRoleSetName,
  coverage,
  DEFAULT_FAILURE_TOLERANCE_PERCENTAGE,
  MANAGEMENT_ACCOUNT,
  NEW_ACCOUNTS,
  organizationRegions,
  resolveSpoke,
  roleArnOf,
  roleParameters,
  spokeParameters,
  stackSetName,
  type OrganizationOptions,
} from '../blueprint';
import { choose, known, not } from './deferred';
import { managementSpokes } from './management-spokes';
import { ownExternalIds } from './own-external-ids';
import { providerRegion } from './provider-region';
import { organizationStackSet } from './stack-set';
import { stackSetTemplates } from './stack-set-templates';

/**
 * The StackSets of an organization: the role in one Region, the spokes in all, and those of the management account.
 *
 * @param hub what must be there before spokes are
 * @returns whether the management account is served, and what there is to say
 * @throws BlueprintError
 */
export function organizationStackSets(
  scope: Construct,
  props: OrganizationOptions<IResolvable>,
  hub: readonly ITerraformDependable[] = [],
) {
  const { delegatedAdministrator = false, strictExternalIds = false, retainStacks = false, organizationalUnitIds } = props;
  const { namePrefix } = resolveSpoke(props, known);
  const { accountId } = new DataAwsCallerIdentity(scope, 'current');
  const { partition } = new DataAwsPartition(scope, 'partition');
  const { id: region } = new DataAwsRegion(scope, 'region');
  const regions = regionsOf(scope, props);
  const templates = stackSetTemplates(scope);
  const config = {
    failureTolerancePercentage: props.failureTolerancePercentage ?? DEFAULT_FAILURE_TOLERANCE_PERCENTAGE,
    ...(props.tags && { tags: props.tags }),
  };
  const targets = { organizationalUnitIds, delegatedAdministrator, retainStacks };

  const role = { ...config, templateBody: templates.role, regions: [region] };
  const own = ownExternalIds(props);
  const common = organizationStackSet(
    scope,
    'role',
    {
      ...role,
      kind: 'role',
      name: stackSetName(namePrefix, 'role'),
      parameters: roleParameters(props, known, own.places),
    },
    { ...targets, autoDeployment: not(strictExternalIds) },
  );
  for (const { id, account, props: ownProps, ...meta } of own.roles) {
    organizationStackSet(
      scope,
      `account-role${id}`,
      {
        ...role,
        ...meta,
        kind: 'account-role',
        name: accountRoleSetName(namePrefix, account),
        parameters: roleParameters(ownProps, known),
        // There may be no two roles of one name.
        after: [common],
      },
      // By itself it would be deployed to new accounts too, with this one's external ID.
      { ...targets, accounts: [account], autoDeployment: false },
    );
  }

  const parameters = spokeParameters(props, known);
  const spokes = { ...config, templateBody: templates.spoke, regions, parameters, after: hub };
  const spokesName = stackSetName(namePrefix, 'spokes');
  organizationStackSet(scope, 'spokes', { ...spokes, kind: 'spokes', name: spokesName }, { ...targets, autoDeployment: true });
  const servesManagement = not(delegatedAdministrator);
  managementSpokes(scope, servesManagement, { partition, accountId, region, namePrefix }, spokes, props);
  return {
    servesManagement,
    roleArn: roleArnOf({ ...props, partition }),
    coverage: coverage({ units: listed(organizationalUnitIds), regions: listed(regions) }),
    managementAccount: choose<string>(servesManagement, MANAGEMENT_ACCOUNT.served, MANAGEMENT_ACCOUNT.left),
    newAccounts: choose<string>(strictExternalIds, NEW_ACCOUNTS.strict, NEW_ACCOUNTS.common),
  };
}

const listed = (items: readonly string[]): string => (known(items) ? items.join(', ') : Fn.join(', ', [...items]));

function regionsOf(scope: Construct, { regions = [] }: OrganizationOptions<IResolvable>): readonly string[] {
  return known(regions) ? organizationRegions(regions, knownRegion(scope)) : regions;
}

/** The Region that the stack's provider names. */
export function knownRegion(scope: Construct): string | undefined {
  const region = providerRegion(scope);
  return known(region) ? region : undefined;
}

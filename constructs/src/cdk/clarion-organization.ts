import { Stack, type CfnCondition } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkOrganization, MANAGEMENT, withExternalIdOf, type OrganizationOptions } from '../blueprint';
import { known } from './deferred';
import { IntegrationRole } from './integration-role';
import { organizationStackSets } from './organization-stack-sets';
import { part } from './part';

/** Properties of `ClarionOrganization`. */
export type ClarionOrganizationProps = OrganizationOptions<CfnCondition>;

/**
 * The role for agent tools, and spokes for a hub, in every account of an organization and in those that are still to come; and in the
 * management account, which this is deployed to. From a delegated administrator, the management account is left out.
 *
 * StackSets' trusted access must be active, and the hub must take events from the organization.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs.html
 */
export class ClarionOrganization extends Construct {
  /** The ARN of the role in each account, with `ACCOUNT_ID` for the account's: these are pasted into Clarion. */
  public readonly roleArn: string;
  /** The management account's role. Undefined where it is known that there is none. */
  public readonly managementRole: IntegrationRole | undefined;
  /** Which accounts and Regions are served, in words. */
  public readonly coverage: string;
  /** What is left to do for the management account, in words. */
  public readonly managementAccount: string;
  /** What accounts that join later are given, in words. */
  public readonly newAccounts: string;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: ClarionOrganizationProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    checkOrganization(props, known, known(region) ? region : undefined);
    const { servesManagement, ...said } = organizationStackSets(this, props);
    this.managementRole = part(
      servesManagement,
      () => new IntegrationRole(this, 'ManagementRole', withExternalIdOf(props, MANAGEMENT)),
    );
    this.roleArn = said.roleArn;
    this.coverage = said.coverage;
    this.managementAccount = said.managementAccount;
    this.newAccounts = said.newAccounts;
  }
}

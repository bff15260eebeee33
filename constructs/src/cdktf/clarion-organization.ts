import type { IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import { checkOrganization, type OrganizationOptions } from '../blueprint';
import { known } from './deferred';
import { IntegrationRole } from './integration-role';
import { knownRegion, organizationStackSets } from './organization-stack-sets';
import { ofManagement } from './own-external-ids';

/** Properties of `ClarionOrganization`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface ClarionOrganizationProps extends Omit<OrganizationOptions<IResolvable>, 'delegatedAdministrator'> {
  /**
   * Whether this is an account that the organization has registered as a delegated administrator of StackSets, and not the management
   * account. From there, the management account cannot be served: see `managementAccount`.
   *
   * @default false
   */
  readonly delegatedAdministrator?: boolean;
}

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
    checkOrganization(props, known, knownRegion(this));
    const { delegatedAdministrator = false } = props;
    const said = organizationStackSets(this, props);
    this.managementRole = delegatedAdministrator ? undefined : new IntegrationRole(this, 'management-role', ofManagement(props));
    this.roleArn = said.roleArn;
    this.coverage = said.coverage;
    this.managementAccount = said.managementAccount;
    this.newAccounts = said.newAccounts;
  }
}

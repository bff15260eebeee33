import { DEFAULT_INTEGRATION_ROLE_NAME } from './integration-role-options';
import { DEFAULT_PATH } from './role-options';

/** What must be there besides: an output of every front end, as are the other sentences here. */
export const ORGANIZATION_PREREQUISITE =
  "The organization must have all features on, and StackSets' trusted access activated from CloudFormation's console in the management account. A Region that accounts must turn on must be on in every account, the management account included. Where a policy of the organization denies a Region, CloudFormation or foreign principals, exempt StackSets and Clarion's assumption of the role.";

/** The ARN of the role in each account, with `ACCOUNT_ID` for the account's. */
export const roleArnOf = ({
  partition,
  path = DEFAULT_PATH,
  roleName = DEFAULT_INTEGRATION_ROLE_NAME,
}: {
  readonly partition: string;
  readonly path?: string;
  readonly roleName?: string;
}): string => `arn:${partition}:iam::ACCOUNT_ID:role${path}${roleName}`;

/** Which accounts and Regions are served. */
export const coverage = (refs: { readonly units: string; readonly regions: string }): string =>
  `All accounts in ${refs.units}, with spokes in ${refs.regions}. Where a policy denies an account or a Region, its stack has failed: see the operations of the StackSets.`;

/** What a delegated administrator leaves to do. */
export const MANAGEMENT_ACCOUNT = {
  served: 'The management account is served by this stack.',
  left: 'The management account is not served: a delegated administrator cannot reach it. Deploy integration-role there, and a spoke in each of the Regions, with the same hub; each template has a launch link of its own.',
} as const;

/** What accounts that join later are given. */
export const NEW_ACCOUNTS = {
  common:
    'Accounts that join the organizational units are given spokes and the role with the common external ID, never one of their own.',
  strict: 'Accounts that join the organizational units are given spokes, but no role: deploy the role StackSet to them by hand.',
} as const;

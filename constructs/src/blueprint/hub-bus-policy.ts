import { policyDocument, type Condition, type Statement } from './policy';
import { spokeRoleArns } from './spoke-names';

/** EventBridge's limit on the policy of a bus, in characters. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const BUS_POLICY_LIMIT = 10_240;

/** Any account of the organization, those that are still to come too. */
export const ofOrganization = (organizationId: string): Condition => ({
  test: 'StringEquals',
  variable: 'aws:PrincipalOrgID',
  value: organizationId,
});

/** The accounts, and no others. */
export const ofAccounts = (accountIds: readonly string[]): Condition => ({
  test: 'StringEquals',
  variable: 'aws:PrincipalAccount',
  value: accountIds,
});

/**
 * Who may put events on the hub's bus: the roles of spokes, of one organization or of listed accounts. Anybody else in those could make
 * events up.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
export function hubBusPolicy(refs: {
  readonly busArn: string;
  readonly from: Condition;
  readonly roleArns: readonly string[];
}): [Statement] {
  return [
    {
      sid: 'ClarionSpokes',
      principal: { aws: '*' },
      actions: ['events:PutEvents'],
      resources: [refs.busArn],
      conditions: [refs.from, { test: 'ArnLike', variable: 'aws:PrincipalArn', value: refs.roleArns }],
    },
  ];
}

/** The most accounts that can be listed, whatever the names: about six hundred. */
export const HUB_ACCOUNTS_LIMIT = Math.floor((BUS_POLICY_LIMIT - longest(0)) / (longest(2) - longest(1)));

function longest(accounts: number): number {
  const partition = 'aws-us-gov';
  const policy = hubBusPolicy({
    busArn: `arn:${partition}:events:us-gov-west-1:111122223333:event-bus/${'b'.repeat(256)}`,
    from: ofAccounts(Array.from({ length: accounts }, () => '111122223333')),
    roleArns: spokeRoleArns(partition, 'p'.repeat(20)),
  });
  return JSON.stringify(policyDocument(policy)).length;
}

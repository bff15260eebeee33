import type { Statement } from './policy';

/** What forwards is described as: a spoke's role, and what brings findings to a bus of their own. */
export const FORWARDING_DESCRIPTIONS = {
  spokeRole: "Puts events on the bus of Clarion's hub",
  findingsRole: 'Forwards GuardDuty findings to a bus of their own',
  findingsRule: 'GuardDuty findings for a bus of their own',
} as const;

/** Where a rule is. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** The ARN of a rule on the default bus. */
export const ruleArn = ({ partition, region, accountId }: Place, name: string): string =>
  `arn:${partition}:events:${region}:${accountId}:rule/${name}`;

/**
 * EventBridge may assume a role that forwards for these rules of this account, and for no others.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function forwardingTrust(refs: { readonly ruleArns: readonly string[]; readonly accountId: string }): Statement[] {
  return [
    {
      sid: 'EventBridge',
      principal: { service: 'events.amazonaws.com' },
      actions: ['sts:AssumeRole'],
      conditions: [
        { test: 'ArnEquals', variable: 'aws:SourceArn', value: refs.ruleArns },
        { test: 'StringEquals', variable: 'aws:SourceAccount', value: refs.accountId },
      ],
    },
  ];
}

/**
 * A role that forwards may put events on one bus, and do nothing else. Within one account that is enough; a bus of another account must
 * admit the role by a policy of its own.
 */
export const forwardingPermissions = (busArn: string): Statement[] => [
  { sid: 'PutEvents', actions: ['events:PutEvents'], resources: [busArn] },
];

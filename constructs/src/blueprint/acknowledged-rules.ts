/** A rule of cdk-nag's AwsSolutions pack that does not fit what we make, and why. */
export interface AcknowledgedRule {
  readonly id: string;
  /** A sentence for who reviews the finding. */
  readonly reason: string;
}

/**
 * What the constructs acknowledge, each on the resources that it is said of. Nothing else is acknowledged: a finding of another rule is
 * a finding.
 *
 * @see https://github.com/cdklabs/cdk-nag/blob/main/RULES.md#awssolutions
 */
export const ACKNOWLEDGED_RULES = {
  deadLetterQueue: [
    {
      id: 'AwsSolutions-SQS3',
      reason:
        'This is a dead-letter queue itself, of an SNS subscription or of EventBridge rules, where the rule does not look. A message is not moved on from it: it waits for its redrive, an alarm can say so, and a queue behind it would hide it.',
    },
  ],
  bucketNotification: [
    {
      id: 'AwsSolutions-L1',
      reason:
        'The runtime is the newest that the Terraform provider of the oldest version we take knows, so that one function serves every front end; AWS supports it.',
    },
  ],
  stackSetExecution: [
    {
      id: 'AwsSolutions-IAM5[Action::cloudformation:*]',
      reason:
        'AWS asks for every action of CloudFormation on the stacks that StackSets makes, and does not list those that it needs. They are allowed on the stacks of this one StackSet alone.',
    },
  ],
} as const satisfies Readonly<Record<string, readonly AcknowledgedRule[]>>;

/** Why roles are granted resources by wildcards. Only `stackSetExecution` has a wildcard in an action. */
export const WILDCARD_REASONS = {
  everything:
    'IAM scopes these actions to no resource. The statement lists each action by name, and none of them changes anything.',
  everyRegion:
    'The role is one for all Regions of the account, so the statement names what is read in each of them by its full name.',
  asked:
    'Which of these a tool reads is known only when it is asked. The statement names their service and kind, or their bucket, lists each action by name, and none of them changes anything.',
  logStreams:
    'Lambda names the log streams of a function when it runs, and the log group is that of this function alone. It may only write there.',
  stackSet:
    'StackSets and CloudFormation choose these names: of stacks, of what is named after its stack or for its Region, and of the buckets where AWS keeps the templates. The statement says how they begin, or leaves out all buckets of this account, and allows only what a spoke is made of.',
} as const;

/**
 * The finding on one resource of a statement, for which cdk-nag has an id of its own.
 *
 * @param resource as cdk-nag writes it, with `<AWS::AccountId>` for a reference
 * @param why the reason, where the resource itself does not show it
 */
export function wildcardRule(resource: string, why?: keyof typeof WILDCARD_REASONS): AcknowledgedRule {
  if (/:log-group:<[^>]+>:\*$/.test(resource)) {
    return { id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: WILDCARD_REASONS.logStreams };
  }
  const kind = resource === '*' ? 'everything' : (why ?? (/^[^*]+:\*:[^*]+$/.test(resource) ? 'everyRegion' : 'asked'));
  return { id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: WILDCARD_REASONS[kind] };
}

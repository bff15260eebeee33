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
} as const satisfies Readonly<Record<string, readonly AcknowledgedRule[]>>;

/** Why roles are granted what they are by wildcards. A wildcard in an action has no reason: there is none. */
export const WILDCARD_REASONS = {
  everything:
    'IAM scopes these actions to no resource. The statement lists each action by name, and none of them changes anything.',
  everyRegion:
    'The role is one for all Regions of the account, so the statement names what is read in each of them by its full name.',
  asked:
    'Which of these a tool reads is known only when it is asked. The statement names their service and kind, or their bucket, lists each action by name, and none of them changes anything.',
  logStreams:
    'Lambda names the log streams of a function when it runs, and the log group is that of this function alone. It may only write there.',
} as const;

/**
 * The finding on one resource of a statement, for which cdk-nag has an id of its own.
 *
 * @param resource as cdk-nag writes it, with `<AWS::AccountId>` for a reference
 */
export function wildcardRule(resource: string): AcknowledgedRule {
  if (/:log-group:<[^>]+>:\*$/.test(resource)) {
    return { id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: WILDCARD_REASONS.logStreams };
  }
  const kind = resource === '*' ? 'everything' : /^[^*]+:\*:[^*]+$/.test(resource) ? 'everyRegion' : 'asked';
  return { id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: WILDCARD_REASONS[kind] };
}

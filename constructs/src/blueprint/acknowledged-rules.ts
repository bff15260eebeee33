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
        'This is a dead-letter queue itself, of an SNS subscription or of EventBridge rules, where the rule does not look. A message is not moved on from it: it waits for its redrive, an alarm says so, and a queue behind it would hide it.',
    },
  ],
} as const satisfies Readonly<Record<string, readonly AcknowledgedRule[]>>;

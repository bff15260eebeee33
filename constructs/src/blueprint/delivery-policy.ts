/**
 * How long SNS keeps trying to deliver: three times at once, 7 times every 5 s, 20 times with growing pauses, 20 times every minute.
 * SNS's default would give up after one minute; AWS refuses a policy that may take more than an hour.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const DELIVERY_POLICY = {
  healthyRetryPolicy: {
    numRetries: 50,
    numNoDelayRetries: 3,
    minDelayTarget: 5,
    numMinDelayRetries: 7,
    maxDelayTarget: 60,
    numMaxDelayRetries: 20,
    // Lower case: the documents list it so, and whether SNS takes another is not said.
    backoffFunction: 'linear',
  },
} as const;

/** The longest that all pauses of a delivery policy may last together, in seconds. SNS refuses more. */
export const DELIVERY_POLICY_LIMIT_SECONDS = 3600;

/** SNS ends a delivery attempt that has not been answered after this many seconds. */
export const DELIVERY_TIMEOUT_SECONDS = 15;

/** All pauses together in seconds, with each pause of the back-off phase at its maximum. */
export function longestPauses({ healthyRetryPolicy: policy }: typeof DELIVERY_POLICY): number {
  const backoff = policy.numRetries - policy.numNoDelayRetries - policy.numMinDelayRetries - policy.numMaxDelayRetries;
  return policy.numMinDelayRetries * policy.minDelayTarget + (backoff + policy.numMaxDelayRetries) * policy.maxDelayTarget;
}

/** From the first attempt to the last in seconds, when each attempt runs into its time-out. A receiver's freshness window is longer. */
export function longestDelivery(policy: typeof DELIVERY_POLICY): number {
  return longestPauses(policy) + (policy.healthyRetryPolicy.numRetries + 1) * DELIVERY_TIMEOUT_SECONDS;
}

import { DELIVERY_POLICY, DELIVERY_POLICY_LIMIT_SECONDS, longestDelivery, longestPauses } from './delivery-policy';

const { healthyRetryPolicy: policy } = DELIVERY_POLICY;

describe('the delivery policy', () => {
  test("stays within SNS's 3,600 seconds, with every back-off at its longest", () => {
    expect(longestPauses(DELIVERY_POLICY)).toBe(2435);
    expect(longestPauses(DELIVERY_POLICY)).toBeLessThanOrEqual(DELIVERY_POLICY_LIMIT_SECONDS);
  });

  test('ends within two hours even if each attempt runs into its time-out', () => {
    expect(longestDelivery(DELIVERY_POLICY)).toBe(3200);
    expect(longestDelivery(DELIVERY_POLICY)).toBeLessThan(2 * 3600);
  });

  test('has phases that add up to no more than its retries, of which SNS takes 100', () => {
    expect(policy.numNoDelayRetries + policy.numMinDelayRetries + policy.numMaxDelayRetries).toBeLessThanOrEqual(
      policy.numRetries,
    );
    expect(policy.numRetries).toBeLessThanOrEqual(100);
  });

  test('keeps its delays between 1 and 3,600 seconds, the shorter first', () => {
    expect(policy.minDelayTarget).toBeGreaterThanOrEqual(1);
    expect(policy.maxDelayTarget).toBeGreaterThanOrEqual(policy.minDelayTarget);
    expect(policy.maxDelayTarget).toBeLessThanOrEqual(3600);
  });

  test('names its back-off function as the documents do', () => {
    expect(['arithmetic', 'exponential', 'geometric', 'linear']).toContain(policy.backoffFunction);
  });
});

import type { Statement } from './policy';

/**
 * The AWS services that may publish to a Clarion topic. A topic policy replaces the default one, so a service without a statement here
 * is refused, and says so nowhere but in its own metrics.
 */
export type Publisher = 'events';

/** EventBridge, from this account. */
const PUBLISHERS: Readonly<Record<Publisher, (refs: PublisherRefs) => Statement>> = {
  events: ({ topicArn, accountId }) => ({
    sid: 'EventBridge',
    principal: { service: 'events.amazonaws.com' },
    actions: ['sns:Publish'],
    resources: [topicArn],
    // `IfExists`, because AWS's pages disagree on whether EventBridge sends the key, and a refused event is never tried again.
    conditions: [{ test: 'StringEqualsIfExists', variable: 'aws:SourceAccount', value: accountId }],
  }),
};

interface PublisherRefs {
  readonly topicArn: string;
  readonly accountId: string;
}

/**
 * Who may publish to the topic: the named services, each from this account.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export function topicPolicy(publishers: readonly Publisher[], refs: PublisherRefs): Statement[] {
  return publishers.map((publisher) => PUBLISHERS[publisher](refs));
}

/**
 * What the owner of a customer managed key must add to its policy, so that the publishers may write to an encrypted topic and its
 * dead-letter queues. Without `aws:SourceAccount`: EventBridge does not send it to KMS, and would be refused.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function keyPolicy(publishers: readonly Publisher[]): Statement[] {
  return [...publishers, 'sns'].map((name) => ({
    sid: `Clarion${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    principal: { service: `${name}.amazonaws.com` },
    actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    resources: ['*'],
  }));
}

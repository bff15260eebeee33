import type { Optional } from './deferred';
import type { Condition, Statement } from './policy';
import { mapped } from './topic-options';

/**
 * The AWS services that may publish to a Clarion topic. A topic policy replaces the default one, so a service without a statement here
 * is refused, and says so nowhere but in its own metrics.
 */
export type Publisher = 'events' | 'cloudwatch' | S3Publisher;

/** S3, for the notifications of one bucket of this account, by the bucket's ARN. */
export interface S3Publisher {
  readonly s3: string;
}

const SIDS = { events: 'EventBridge', cloudwatch: 'CloudWatchAlarms', s3: 'S3' } as const;

/** `events`, `cloudwatch` or `s3`: the first part of the service's principal too. */
export const publisherName = (publisher: Publisher): keyof typeof SIDS => (typeof publisher === 'string' ? publisher : 's3');

function conditionsOf(publisher: Publisher, accountId: string): Condition[] {
  // `IfExists`, because AWS's pages disagree on whether EventBridge sends the key, and a refused event is never tried again.
  if (publisher === 'events') return [{ test: 'StringEqualsIfExists', variable: 'aws:SourceAccount', value: accountId }];
  const ofThisAccount = { test: 'StringEquals', variable: 'aws:SourceAccount', value: accountId };
  // No `aws:SourceArn` for alarms: one whose name is not ASCII would be refused, and tell nobody but its own history.
  if (publisher === 'cloudwatch') return [ofThisAccount];
  return [ofThisAccount, { test: 'ArnLike', variable: 'aws:SourceArn', value: publisher.s3 }];
}

interface PublisherRefs {
  readonly topicArn: string;
  readonly accountId: string;
}

/**
 * Who may publish to the topic: the named services, each from this account. One that is left to deploy time has a statement that is.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export function topicPolicy(publishers: readonly Publisher[], refs: PublisherRefs): Statement[];
export function topicPolicy<Deferred>(
  publishers: readonly Optional<Publisher, Deferred>[],
  refs: PublisherRefs,
): Optional<Statement, Deferred>[];
export function topicPolicy(publishers: readonly Optional<Publisher, unknown>[], refs: PublisherRefs) {
  const statement = (publisher: Publisher): Statement => ({
    sid: SIDS[publisherName(publisher)],
    principal: { service: `${publisherName(publisher)}.amazonaws.com` },
    actions: ['sns:Publish'],
    resources: [refs.topicArn],
    conditions: conditionsOf(publisher, refs.accountId),
  });
  return publishers.map((publisher) => mapped(publisher, statement));
}

/**
 * What the owner of a customer managed key must add to its policy, so that the publishers may write to an encrypted topic and its
 * dead-letter queues. Without `aws:SourceAccount`: EventBridge does not send it to KMS, and would be refused.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function keyPolicy(publishers: readonly Publisher[]): Statement[];
export function keyPolicy<Deferred>(publishers: readonly Optional<Publisher, Deferred>[]): Optional<Statement, Deferred>[];
export function keyPolicy(publishers: readonly Optional<Publisher, unknown>[]) {
  return [...publishers.map((each) => mapped(each, publisherName)), 'sns' as const].map((each) => mapped(each, mayEncrypt));
}

/** The same for one service, which writes to a dead-letter queue without a topic before it. */
export const mayEncrypt = (service: keyof typeof SIDS | 'sns'): Statement => ({
  sid: `Clarion${service.charAt(0).toUpperCase()}${service.slice(1)}`,
  principal: { service: `${service}.amazonaws.com` },
  actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  resources: ['*'],
});

import { policyDocument, type Statement } from './policy';

/**
 * The service that runs the receiver may give it the role; for this account, where it says for whom.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const receiverTrust = (refs: { readonly trustedService: string; readonly accountId: string }): Statement[] => [
  {
    sid: 'ReceiverRuns',
    principal: { service: refs.trustedService },
    actions: ['sts:AssumeRole'],
    conditions: [{ test: 'StringEqualsIfExists', variable: 'aws:SourceAccount', value: refs.accountId }],
  },
];

/** Signed, so that nobody who reads a notification can end the subscription. */
export const confirmStatements = (topicArns: readonly string[]): Statement[] => [
  { sid: 'ConfirmSubscriptions', actions: ['sns:ConfirmSubscription'], resources: topicArns },
];

/** Into the accounts that the agent tools and the log files are in. Each role must trust this one too. */
export const assumeRoleStatements = (roleArns: readonly string[]): Statement[] => [
  { sid: 'AssumeIntegrationRoles', actions: ['sts:AssumeRole'], resources: roleArns },
];

/** A dead letter is deleted once it is stored. */
export const deadLetterStatements = (queueArns: readonly string[]): Statement[] => [
  {
    sid: 'ReadDeadLetters',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: queueArns,
  },
];

/** Those of queues with a key of the customer's, through SQS alone. */
export const deadLetterKeyStatements = (refs: {
  readonly keyArns: readonly string[];
  readonly dnsSuffix: string;
}): Statement[] => [
  {
    sid: 'DecryptDeadLetters',
    actions: ['kms:Decrypt'],
    resources: refs.keyArns,
    conditions: [{ test: 'StringLike', variable: 'kms:ViaService', value: `sqs.*.${refs.dnsSuffix}` }],
  },
];

/**
 * AWS's limit on the inline policies of a role together, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const INLINE_POLICIES_LIMIT = 10_240;

/** What of it is left for the ARNs, each list as JSON. */
export const RECEIVER_ARNS_LIMIT =
  INLINE_POLICIES_LIMIT -
  JSON.stringify(
    policyDocument([
      ...confirmStatements([]),
      ...assumeRoleStatements([]),
      ...deadLetterStatements([]),
      ...deadLetterKeyStatements({ keyArns: [], dnsSuffix: 'amazonaws.com.cn' }),
    ]),
  ).length;

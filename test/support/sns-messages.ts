/** Messages in SNS's field names, unsigned, for tests to change and sign. */
import { randomBytes, randomUUID } from 'node:crypto';

export const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:clarion';

/** A notification of this moment. */
export function notificationFields(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: TOPIC_ARN,
    Message: 'Hello,\nworld',
    Timestamp: new Date().toISOString(),
    ...changes,
  };
}

/** A confirmation of this moment, whose `SubscribeURL` agrees with it. */
export function confirmationFields(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const Token = randomBytes(128).toString('hex');
  return notificationFields({
    Type: 'SubscriptionConfirmation',
    Token,
    SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=${Token}`,
    ...changes,
  });
}

/** The value as SNS would post it. */
export const toBody = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The messages SNS posts, before they are signed, and the headers they come with. */
import { randomBytes, randomUUID } from 'node:crypto';

export interface Topic {
  readonly arn: string;
  readonly region: string;
  readonly signatureVersion: 1 | 2;
  readonly retries: number;
}
export interface Subscription {
  readonly arn: string;
  readonly topic: Topic;
  readonly endpoint: string;
  readonly token: string;
  confirmed: boolean;
}
export type Fields = Record<string, string>;

export const newToken = (): string => randomBytes(128).toString('hex');

export function notification(topic: Topic, message: string, subject: string | undefined): Fields {
  return { ...common('Notification', topic, message), ...(subject === undefined ? {} : { Subject: subject }) };
}

export function subscriptionConfirmation({ topic, token }: Subscription): Fields {
  const message =
    `You have chosen to subscribe to the topic ${topic.arn}.\n` +
    'To confirm the subscription, visit the SubscribeURL included in this message.';
  return { ...common('SubscriptionConfirmation', topic, message), ...control(topic, token) };
}

export function unsubscribeConfirmation({ topic, token, arn }: Subscription): Fields {
  const message =
    `You have chosen to deactivate subscription ${arn}.\n` +
    'To cancel this operation and restore the subscription, visit the SubscribeURL included in this message.';
  return { ...common('UnsubscribeConfirmation', topic, message), ...control(topic, token) };
}

export const unsubscribeUrl = ({ topic, arn }: Subscription): string =>
  `${host(topic)}/?Action=Unsubscribe&SubscriptionArn=${arn}`;

/** What SNS says again in headers. A confirmation has no subscription's ARN yet. */
export function headersFor(fields: Readonly<Record<string, unknown>>, subscription: Subscription): Record<string, string> {
  return {
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'x-amz-sns-message-type': String(fields['Type']),
    'x-amz-sns-message-id': String(fields['MessageId']),
    'x-amz-sns-topic-arn': String(fields['TopicArn']),
    ...(fields['Type'] === 'SubscriptionConfirmation' ? {} : { 'x-amz-sns-subscription-arn': subscription.arn }),
  };
}

const host = ({ region }: Topic): string => `https://sns.${region}.amazonaws.com`;

function common(type: string, topic: Topic, message: string): Fields {
  return { Type: type, MessageId: randomUUID(), TopicArn: topic.arn, Message: message, Timestamp: new Date().toISOString() };
}

function control(topic: Topic, token: string): Fields {
  return { Token: token, SubscribeURL: `${host(topic)}/?Action=ConfirmSubscription&TopicArn=${topic.arn}&Token=${token}` };
}

import type { Envelope } from './envelope.ts';

/**
 * What SNS signs: names and values in byte order of the names, each followed by a line break, the last too.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function signingString(envelope: Envelope): string {
  const { type, message, messageId, subject, subscribeUrl, timestamp, token, topicArn } = envelope;
  const opening = `Message\n${message}\nMessageId\n${messageId}\n`;
  const closing = `TopicArn\n${topicArn}\nType\n${type}\n`;
  if (type === 'Notification') {
    return `${opening}${subject === undefined ? '' : `Subject\n${subject}\n`}Timestamp\n${timestamp}\n${closing}`;
  }
  return `${opening}SubscribeURL\n${subscribeUrl}\nTimestamp\n${timestamp}\nToken\n${token}\n${closing}`;
}

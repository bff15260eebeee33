import { Refusal } from '../error.ts';
import type { Envelope } from './envelope.ts';
import type { TopicEndpoint } from './hosts.ts';

/**
 * Refuses a confirmation whose `SubscribeURL` speaks of another topic, token or host than its fields. The URL is never fetched:
 * confirming is a call to the topic's own Region. But if the two disagree, SNS did not write this message.
 */
export function checkConfirmation(envelope: Envelope, endpoint: TopicEndpoint): void {
  if (envelope.type !== 'SubscriptionConfirmation') return;
  const url = URL.parse(envelope.subscribeUrl ?? '');
  const expected = { Action: 'ConfirmSubscription', TopicArn: envelope.topicArn, Token: envelope.token };
  const agrees =
    url?.origin === `https://${endpoint.host}` &&
    Object.entries(expected).every(([name, value]) => {
      const [given, ...more] = url.searchParams.getAll(name);
      return given === value && more.length === 0;
    });
  if (!agrees) throw new Refusal('confirmation-mismatch', "'SubscribeURL' must confirm the message's own 'TopicArn' and 'Token'");
}

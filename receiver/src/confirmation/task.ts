import { Refusal } from '../error.ts';
import { serializeEnvelope, type Envelope } from '../sns/index.ts';
import type { NewConfirmation } from '../store/confirmations.ts';

/**
 * How long SNS remembers a token: two days.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export const TOKEN_LIFE_MS = 48 * 60 * 60 * 1_000;

/**
 * The task that a SubscriptionConfirmation sets. Its life counts from the earlier of what the message says and what our clock says, so
 * that an unproven message cannot give itself a longer one.
 */
export function confirmationTask(webhook: string, envelope: Envelope, receivedAt: number): NewConfirmation {
  const { token, topicArn, messageId } = envelope;
  if (token === undefined) throw new Refusal('malformed-field', '`Token` must be a text in a SubscriptionConfirmation, got none');
  const sentAt = Date.parse(envelope.timestamp);
  const expiresAt = Math.min(Number.isNaN(sentAt) ? receivedAt : sentAt, receivedAt) + TOKEN_LIFE_MS;
  return { webhook, topicArn, messageId, token, envelope: serializeEnvelope(envelope), receivedAt, expiresAt };
}

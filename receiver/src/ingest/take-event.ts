import { createHash } from 'node:crypto';
import { isObject, tryParse } from '../json.ts';
import type { TopicMonitor } from '../registry/topic-monitor.ts';
import type { Delivery } from '../store/messages.ts';
import { UNSIGNED } from './message-view.ts';
import { readMessage } from './read-message.ts';

/** Where an event of a dead-letter queue came from. */
export interface UnsignedEvent {
  readonly text: string;
  /** By which it came. */
  readonly webhook: string;
  /** The rule that could not deliver it, as the queue says. */
  readonly ruleArn: string | undefined;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly monitors: readonly TopicMonitor[];
}

/**
 * An event of EventBridge that nothing signed, to be stored because an operator says so. Its signals say that they are unverified.
 *
 * @returns `undefined` for what is no event
 */
export function unsignedDelivery({ text, webhook, ruleArn, receivedAt, monitors }: UnsignedEvent): Delivery | undefined {
  const event = tryParse(text);
  if (!isObject(event)) return undefined;
  const id = typeof event['id'] === 'string' && /^[\w-]{1,64}$/.test(event['id']) ? event['id'] : undefined;
  const messageId = id ?? createHash('sha256').update(text).digest('hex');
  const key = {
    webhook,
    topicArn: ruleArn !== undefined && /^arn:[\w:/.-]{1,400}$/.test(ruleArn) ? ruleArn : 'eventbridge',
    messageId,
  };
  return {
    ...key,
    type: UNSIGNED,
    receivedAt,
    envelope: JSON.stringify({ Type: UNSIGNED, Message: text }),
    ...readMessage(text, { ...key, receivedAt, monitors, unverified: true }),
    readAgain: true,
  };
}

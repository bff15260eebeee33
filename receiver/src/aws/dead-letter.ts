import { isObject, tryParse } from '../json.ts';

/** Who put a message into a dead-letter queue, and so whether it can prove itself. */
export type DeadLetterSource = 'sns' | 'eventbridge';

/** What tells. SNS wraps its messages and signs them; EventBridge puts the event as it is, and says beside it why. */
const ENVELOPE = ['Type', 'MessageId', 'TopicArn', 'Signature'];
const EVENT = ['id', 'source', 'account', 'region', 'detail-type'];

/**
 * Recognises a dead letter: the envelope of SNS, as it could not be delivered, or an event with EventBridge's attributes. `undefined` for
 * anything else, which may be anybody's.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function deadLetterSource(body: string, attributes: readonly string[]): DeadLetterSource | undefined {
  const parsed = tryParse(body);
  if (!isObject(parsed)) return undefined;
  const has = (names: readonly string[]) => names.every((name) => typeof parsed[name] === 'string');
  if (has(ENVELOPE)) return 'sns';
  return attributes.includes('RULE_ARN') && has(EVENT) ? 'eventbridge' : undefined;
}

import { compact } from '../json.ts';
import { readBody } from '../sources/read-body.ts';
import type { StoredMessage } from '../store/messages.ts';
import type { MessageView } from '../store/view.ts';

/** The type of what came without an envelope of SNS. */
export const UNSIGNED = 'EventBridge';

/**
 * The signals of a stored message. They were read once before they were stored, so the mapping may learn to read more over time, but must
 * never refuse what it took.
 */
export const messageView: MessageView = ({ envelope, type, topicArn, messageId, receivedAt }) => {
  const unverified = type === UNSIGNED ? true : undefined;
  const found = readBody(messageText({ envelope }), compact({ topicArn, messageId, receivedAt, unverified, monitors: [] }));
  if (found.outcome !== 'signals') throw new Error(`a stored message cannot be read any more: it is ${found.outcome}`);
  return found.signals.map(({ signal: { raw: _raw, ...signal }, rawText }) => ({ signal, rawText }));
};

/** The text of a stored message; nothing where it has none. */
export function messageText({ envelope }: Pick<StoredMessage, 'envelope'>): string {
  const { Message: text } = JSON.parse(envelope) as { readonly Message?: unknown };
  return typeof text === 'string' ? text : '';
}

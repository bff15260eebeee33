import { compact } from '../json.ts';
import type { TopicMonitor } from '../registry/topic-monitor.ts';
import { interpret } from '../sources/interpret.ts';
import type { Interpretation } from '../sources/interpretation.ts';
import type { Consequences, MessageKey, Outcome } from '../store/messages.ts';

/** A message whose text is read: what it came to, and what is to be stored for it. */
export interface ReadMessage extends Consequences {
  readonly outcome: Outcome;
  readonly reason?: string;
}

/** What is known of a message beside its text. */
export interface MessageFacts extends MessageKey {
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly monitors: readonly TopicMonitor[];
  readonly unverified?: boolean;
}

/** The codes of dead letters that messages leave. */
const QUARANTINED = 'quarantined';
const PARTLY = 'partly-quarantined';

/** Reads the text of a proven message. Whatever of it cannot be used leaves a dead letter, by which the message is read again. */
export function readMessage(text: string, facts: MessageFacts): ReadMessage {
  const { webhook, topicArn, messageId, receivedAt, monitors, unverified } = facts;
  const found = interpret(text, compact({ topicArn, messageId, receivedAt, monitors, unverified }));
  const letter = (code: string, reason: string) => ({
    kind: 'message' as const,
    key: `${webhook} ${topicArn} ${messageId}`,
    payload: JSON.stringify({ webhook, topicArn, messageId }),
    reason: `${code}: ${reason}`,
    at: receivedAt,
  });
  switch (found.outcome) {
    case 'signals':
      return { outcome: 'signals', signals: found.signals };
    case 'queued': {
      const { files, problems } = found;
      if (problems.length === 0) return { outcome: 'queued', files };
      const reason = problemsText(problems);
      return { outcome: 'queued', reason, files, deadLetters: [letter(PARTLY, reason)] };
    }
    case 'quarantined':
      return { outcome: 'quarantined', reason: found.reason, deadLetters: [letter(QUARANTINED, found.reason)] };
    default:
      return { outcome: found.outcome, reason: found.reason };
  }
}

/** Several problems of one message as one text: each kind once, the first few. */
export function problemsText(problems: Extract<Interpretation, { outcome: 'queued' }>['problems']): string {
  return [...new Set(problems)].slice(0, 5).join('; ');
}

/** Reads messages as the receiver does, without a receiver. */
import type { Signal } from '../../receiver/src/index.ts';
import { interpret } from '../../receiver/src/sources/interpret.ts';
import type { Interpretation } from '../../receiver/src/sources/interpretation.ts';

export const context = {
  topicArn: 'arn:aws:sns:us-east-1:111122223333:t',
  messageId: 'm',
  receivedAt: Date.UTC(2026, 5, 2, 3, 5),
};

/** What the message means. What is no text is written as JSON. */
export const read = (message: unknown): Interpretation =>
  interpret(typeof message === 'string' ? message : JSON.stringify(message), context);

/** The signal that came of it. */
export function signalOf(interpretation: Interpretation): Signal {
  if (interpretation.outcome !== 'signals') throw new Error(`${interpretation.outcome}: ${interpretation.reason}`);
  return interpretation.signals[0]!.signal;
}

/** Why there is none, where there is none. */
export const reasonOf = (interpretation: Interpretation): string | undefined =>
  interpretation.outcome === 'signals' ? undefined : interpretation.reason;

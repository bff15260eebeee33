/** Reads messages as the receiver does, without a receiver. */
import type { Signal } from '../../receiver/src/index.ts';
import { interpret } from '../../receiver/src/sources/interpret.ts';
import type { Interpretation, MessageContext } from '../../receiver/src/sources/interpretation.ts';
import type { TopicMonitor } from '../../receiver/src/registry/topic-monitor.ts';
import type { SignalSource } from '../../receiver/src/signals/signal.ts';

/** A monitor that takes all of its kind. */
export const monitorOf = (kind: SignalSource, more: Partial<TopicMonitor> = {}): TopicMonitor => ({
  name: kind,
  kind,
  wants: () => true,
  takesAccount: () => true,
  buckets: [],
  ...more,
});

export const context: MessageContext = {
  topicArn: 'arn:aws:sns:us-east-1:111122223333:t',
  messageId: 'm',
  receivedAt: Date.UTC(2026, 5, 2, 3, 5),
  monitors: [monitorOf('cloudtrail'), monitorOf('cloudwatch'), monitorOf('guardduty')],
};

/** What the message means. What is no text is written as JSON. */
export const read = (message: unknown, more: Partial<MessageContext> = {}): Interpretation =>
  interpret(typeof message === 'string' ? message : JSON.stringify(message), { ...context, ...more });

/** The signal that came of it. */
export function signalOf(interpretation: Interpretation): Signal {
  if (interpretation.outcome !== 'signals') throw new Error(`${interpretation.outcome}: ${String(reasonOf(interpretation))}`);
  return interpretation.signals[0]!.signal;
}

/** Why there is none, where there is none. */
export const reasonOf = (interpretation: Interpretation): string | undefined =>
  'reason' in interpretation ? interpretation.reason : undefined;

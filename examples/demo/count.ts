import type { Receiver } from 'clarion-receiver';
import type { Result, SignalCount } from './result.ts';

/** What the receiver has on disk, counted by reading every signal back. */
export async function count(
  receiver: Receiver,
): Promise<Pick<Result, 'stored' | 'deduplicated' | 'dropped' | 'quarantined' | 'counts'>> {
  const counts = new Map<string, SignalCount>();
  let stored = 0;
  for await (const page of receiver.signalPages()) {
    for (const { signal } of page) {
      const { eventName, eventSource, accountId } = signal;
      stored += 1;
      const service = eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');
      const key = JSON.stringify([eventName, service, accountId]);
      counts.set(key, { eventName, service, accountId, signals: (counts.get(key)?.signals ?? 0) + 1 });
    }
  }
  const { messages } = await receiver.stats();
  const { signals = 0, dropped = 0, quarantined = 0, control = 0 } = messages;
  // Each message of CloudTrail has one event, so what made no new signal told of a known one.
  return { stored, deduplicated: signals - stored, dropped: dropped + control, quarantined, counts: [...counts.values()] };
}

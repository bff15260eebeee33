import type { Receiver } from 'clarion-receiver';
import type { Result, SignalCount } from './result.ts';

const PAGE = 500;

/** What the receiver has on disk, counted by reading every signal back. */
export async function count(
  receiver: Receiver,
): Promise<Pick<Result, 'stored' | 'deduplicated' | 'dropped' | 'quarantined' | 'counts'>> {
  const counts = new Map<string, SignalCount>();
  let stored = 0;
  for (let page = await receiver.signals({ limit: PAGE }); ;) {
    for (const { eventName, eventSource, accountId } of page) {
      stored += 1;
      const service = eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');
      const key = JSON.stringify([eventName, service, accountId]);
      counts.set(key, { eventName, service, accountId, signals: (counts.get(key)?.signals ?? 0) + 1 });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    page = await receiver.signals({ limit: PAGE, after: { time: Date.parse(last.time), id: last.id } });
  }
  const { messages } = await receiver.stats();
  const { signals = 0, dropped = 0, quarantined = 0, control = 0 } = messages;
  // Each message of CloudTrail has one event, so what made no new signal told of a known one.
  return { stored, deduplicated: signals - stored, dropped: dropped + control, quarantined, counts: [...counts.values()] };
}

import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import type { Chore } from './chores.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * How long messages and their keys of sameness are kept: longer than a dead-letter queue, which keeps them 14 days at most.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const MESSAGES_KEPT_MS = 30 * DAY_MS;

/** What it needs. */
export interface HouseContext {
  readonly store: Store;
  readonly now: () => number;
  /** `undefined` keeps signals for good. */
  readonly retentionDays: number | undefined;
  /** How far each sink has come; `undefined` while one of them has not begun. */
  readonly cursors: () => Promise<readonly string[] | undefined>;
}

/** Drops what is no longer kept, a little at a time. */
export function keepHouse({ store, now, retentionDays, cursors }: HouseContext): Chore {
  return {
    name: 'house',
    everyMs: 60_000,
    async run(abort) {
      const reached = await cursors();
      const retention = {
        // What a sink will begin with is not known yet.
        signalsBefore: retentionDays === undefined || reached === undefined ? undefined : now() - retentionDays * DAY_MS,
        messagesBefore: now() - MESSAGES_KEPT_MS,
        cursors: reached ?? [],
      };
      // Whoever waits for the database comes in between.
      while (!abort.aborted && (await store.keepHouse(now(), retention))) await setImmediate();
    },
  };
}

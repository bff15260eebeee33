import { fileJob } from './archive/file-job.ts';
import { ParsePool } from './archive/parse-pool.ts';
import { recordJob } from './archive/record-job.ts';
import type { AwsOptions } from './aws/access.ts';
import { createBuckets } from './aws/buckets.ts';
import { Chores } from './chores/chores.ts';
import { findGapsChore } from './chores/find-gaps.ts';
import { keepHouse } from './chores/keep-house.ts';
import { messageJob } from './ingest/message-job.ts';
import { JobRunner } from './jobs/runner.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Registry } from './registry/registry.ts';
import type { Store } from './store/store.ts';

/** What the work behind the webhooks needs. */
export interface BackgroundContext {
  readonly store: Store;
  readonly registry: Registry;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly aws: AwsOptions;
  readonly retentionDays: number | undefined;
  /** How far each sink has come; `undefined` while one of them has not begun. */
  readonly cursors: () => Promise<readonly string[] | undefined>;
  /** There may be new signals. */
  readonly stored: () => void;
}

/** All that is done later than a webhook is answered. */
export interface Background {
  start(): void;
  /** There may be jobs. */
  wake(): void;
  /** Works until nothing is due or the time has come, for whoever has no process that stays. */
  drain(until: number): Promise<void>;
  stop(): Promise<void>;
}

/** Sets up the jobs and the chores. Nothing is done before it is started. */
export function createBackground(context: BackgroundContext): Background {
  const { store, registry, log, metrics, now, aws, retentionDays, cursors, stored } = context;
  const buckets = createBuckets(aws, now);
  const pool = new ParsePool();
  const runner = () =>
    new JobRunner({
      store,
      log,
      now,
      handlers: {
        file: fileJob({
          ...{ registry, store, buckets, pool, log, now },
          stored(batch, saved, dropped) {
            metrics.recordsStored(batch, saved, dropped);
            stored();
          },
        }),
        message: messageJob({ store, registry }),
        record: recordJob({ registry, store, now }),
      },
      finished(kind, result) {
        if (kind === 'file' && result !== 'lost') metrics.fileRead(result);
        if (kind !== 'file') stored();
      },
    });
  const jobs = runner();
  const found = (files: number) => {
    metrics.filesFound('listing', files);
    jobs.wake();
  };
  const all = [keepHouse({ store, now, retentionDays, cursors }), findGapsChore({ store, registry, buckets, log, now, found })];
  const chores = new Chores(all, { store, log, now });
  return {
    start() {
      jobs.start();
      chores.start();
    },
    wake: () => jobs.wake(),
    async drain(until) {
      await registry.reload();
      for (const chore of all) if (now() < until) await chores.round(chore);
      // One that was stopped by the time does not begin again.
      await runner().drain(until);
    },
    async stop() {
      await Promise.all([jobs.stop(), chores.stop()]);
      await Promise.allSettled([pool.close(), buckets.close()]);
    },
  };
}

import { remembered } from '../remembered.ts';
import { JOB_KINDS } from '../store/jobs.ts';
import type { AccountRow, ConfirmationStore, JobStore } from '../store/store.ts';
import { diskOf } from './disk.ts';
import { Series, Value } from './series.ts';

/** What is asked when somebody looks. */
export interface StoredOptions {
  readonly store: Pick<JobStore, 'jobCounts'> & Pick<ConfirmationStore, 'confirmations'>;
  readonly accounts: () => Promise<readonly Pick<AccountRow, 'state'>[]>;
  /** Whether the store can be read and written. */
  readonly ready: () => Promise<boolean>;
  /** The SQLite file. @default - the store is elsewhere, and its disk another's care */
  readonly file?: string | undefined;
  readonly now: () => number;
}

const JOB_STATES = ['waiting', 'running'] as const;
const CONFIRMATION_STATES = ['waiting-for-topic', 'pending', 'confirmed', 'failed', 'expired'] as const;
const ACCOUNT_STATES = ['unproven', 'connected', 'failed'] as const;
const MAX_CONFIRMATIONS = 1_000;
/** A scrape neither waits longer for the store nor asks it more often. */
const ASKING = { forMs: 5_000, timeoutMs: 2_000 } as const;

/**
 * The metrics that tell of the store. While it cannot be asked they are left out, so that nobody takes the last answer for the present.
 *
 * @returns what writes them.
 */
export function storedMetrics({ store, accounts, ready, file, now }: StoredOptions): () => Promise<string> {
  const [jobs, oldest, deadLetters] = [gauge('jobs'), gauge('job_oldest_seconds'), gauge('dead_letters')];
  const [confirmations, connections] = [gauge('confirmations'), gauge('accounts')];
  const [up, size, free] = [gauge('store_up'), gauge('store_disk_size_bytes'), gauge('store_disk_free_bytes')];
  const all = [jobs, oldest, deadLetters, confirmations, connections, up, size, free];
  const ask = remembered(() => Promise.all([store.jobCounts(now()), store.confirmations(MAX_CONFIRMATIONS), accounts()]), ASKING);

  return async () => {
    const [isUp, asked, disk] = await Promise.all([ready(), ask(), file === undefined ? undefined : diskOf(file)]);
    for (const each of all) each.clear();
    up.of().set(Number(isUp));
    if (disk !== undefined) {
      size.of().set(disk.size);
      free.of().set(disk.free);
    }
    if (asked !== undefined) {
      const [counts, asking, accountRows] = asked;
      // None of them is a number too: an alert that waits for it to fall must see it fall.
      for (const kind of JOB_KINDS) {
        deadLetters.of(kind);
        for (const state of JOB_STATES) jobs.of(kind, state);
      }
      for (const { kind, state, count, oldest: queuedAt } of counts) {
        if (state === 'dead') deadLetters.of(kind).set(count);
        else {
          jobs.of(kind, state).set(count);
          oldest.of(kind, state).set(Math.max(0, now() - queuedAt) / 1_000);
        }
      }
      for (const state of CONFIRMATION_STATES) confirmations.of(state);
      for (const { state } of asking) confirmations.of(state).add(1);
      for (const state of ACCOUNT_STATES) connections.of(state);
      for (const { state } of accountRows) connections.of(state).add(1);
    }
    return all.map((each) => each.text()).join('');
  };
}

const gauge = (name: ConstructorParameters<typeof Series>[0]) => new Series(name, () => new Value());

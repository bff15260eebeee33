import type { Consequences, Delivery } from '../messages.ts';
import type { FileBatch } from '../files.ts';
import type { Store, StoreCounts } from '../store.ts';
import { unavailable } from '../unavailable.ts';
import type { RecordView } from '../view.ts';
import { confirmationQueries } from './confirmations.ts';
import type { Database } from './database.ts';
import { fileQueries, saveFileBatch } from './files.ts';
import { keepHouse } from './house.ts';
import { jobQueries } from './jobs.ts';
import { leaseQueries } from './leases.ts';
import { messageQueries, saveDeliveries, signalsIn } from './messages.ts';
import { Numbers } from './numbers.ts';
import { openDatabase } from './open.ts';
import { dayOf, Partitions } from './partitions.ts';
import { recordsOf } from './record-arrivals.ts';
import { readPage } from './signals.ts';
import { latestCursor, readStream } from './stream.ts';
import { workspaceQueries } from './workspace.ts';
import { DeliveryWriter } from './writer.ts';

/** What a store on PostgreSQL needs. */
export interface PostgresOptions {
  /** What a record of a log file says. */
  readonly view: RecordView;
}

/**
 * The shared store: a PostgreSQL database, for any number of receivers.
 *
 * @param url such as `postgres://user:password@host:5432/name`.
 * @throws Mistake or Refusal as {@link openDatabase} does.
 */
export async function openPostgres(url: string, { view }: PostgresOptions): Promise<Store> {
  const db = await openDatabase(url);
  const partitions = new Partitions(db);
  const [numbers, blockNumbers] = [new Numbers(db, 'row_numbers'), new Numbers(db, 'block_numbers')];
  const messages = messageQueries(db, view);
  const files = fileQueries(db);
  const jobs = jobQueries(db);
  const leases = leaseQueries(db);
  const confirmations = confirmationQueries(db);
  const workspace = workspaceQueries(db);
  const door = doorOf(db);
  const ask = <T>(run: () => Promise<T>) => door.ask(run);

  // Room for rows and their numbers come before the transaction, which may be begun again and should be short.
  const prepare = (all: readonly Consequences[]) =>
    partitions.prepare(
      all.flatMap(({ signals = [] }) => signals.map(({ signal }) => dayOf(Date.parse(signal.time)))),
      Date.now(),
    );
  const writer = new DeliveryWriter(async (deliveries: readonly Delivery[]) => {
    await prepare(deliveries);
    const taken = await numbers.take(deliveries.length + signalsIn(deliveries));
    const own = { messages: taken.slice(0, deliveries.length), signals: taken.slice(deliveries.length) };
    return db.write((tx) => saveDeliveries(tx, deliveries, own, view));
  });
  const saveBatch = async (batch: FileBatch) => {
    await partitions.prepare(
      batch.blocks.flatMap(({ times }) => Array.from(times, dayOf)),
      Date.now(),
    );
    const own = { seqs: await numbers.take(recordsOf(batch)), blocks: await blockNumbers.take(batch.blocks.length) };
    return db.write((tx) => saveFileBatch(tx, batch, own, view));
  };

  return {
    save: (delivery) => ask(() => writer.save(delivery)),
    message: (key) => ask(() => messages.read(key)),
    revise: (key, outcome, reason, consequences) =>
      ask(async () => {
        await prepare([consequences]);
        return messages.revise(key, outcome, reason, consequences, await numbers.take(signalsIn([consequences])));
      }),

    signals: (query) => ask(() => readPage(db, query, view)),
    newSignals: (cursor, limit) => ask(() => readStream(db, cursor, limit, view)),
    latestCursor: () => ask(() => latestCursor(db)),

    file: (file) => ask(() => files.read(file)),
    addFiles: (added) => ask(() => files.add(added)),
    saveFileBatch: (batch) => ask(() => saveBatch(batch)),
    knownKeys: (bucket, keys) => ask(() => files.known(bucket, keys)),

    claimJobs: (owner, now, leaseMs, limit) => ask(() => jobs.claim(owner, now, now + leaseMs, limit)),
    extendJob: (lease, until) => ask(() => jobs.extend(lease, until)),
    finishJob: (lease) => ask(() => jobs.finish(lease)),
    retryJob: (lease, runAt, reason) => ask(() => jobs.retry(lease, runAt, reason)),
    buryJob: (lease, now, reason) => ask(() => jobs.bury(lease, now, reason)),
    jobs: (query) => ask(() => jobs.list(query)),
    jobCounts: (now) => ask(() => jobs.counts(now)),
    redriveJobs: (which, now) => ask(() => jobs.redrive(which, now)),
    discardJobs: (ids) => ask(() => jobs.discard(ids)),

    takeLease: (name, owner, now, until) => ask(() => leases.take(name, owner, now, until)),
    dropLease: (name, owner) => ask(() => leases.drop(name, owner)),
    marks: (scope) => ask(() => leases.marks(scope)),
    setMarks: (scope, values) => ask(() => leases.setMarks(scope, values)),

    keepUnverified: (confirmation, limit) => ask(() => confirmations.keepUnverified(confirmation, limit)),
    claimConfirmations: (now, until, limit) => ask(() => confirmations.claim(now, until, limit)),
    changeConfirmation: (id, change) => ask(() => confirmations.change(id, change)),
    confirmations: (limit) => ask(() => confirmations.list(limit)),
    wakeConfirmations: (topicArn, now) => ask(() => confirmations.wake(topicArn, now)),
    forgetConfirmations: (before) => ask(() => confirmations.forget(before)),

    workspace: () => ask(() => workspace.read()),
    webhook: (tokenSha256) => ask(() => workspace.webhook(tokenSha256)),
    monitorsOf: (topicArn) => ask(() => workspace.monitorsOf(topicArn)),
    changeWorkspace: (changes) => ask(() => workspace.change(changes)),

    counts: () => ask(() => count(db)),
    keepHouse: (now, retention) => ask(() => keepHouse(db, partitions, now, retention)),
    ready: () => ask(() => requireWritable(db)),
    close: () => door.close(),
  };
}

/** Lets everything in until the store is closed, and closing waits for what is in. Whatever goes wrong is the store's fault. */
function doorOf(db: Database) {
  const inside = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  return {
    async ask<T>(run: () => Promise<T>): Promise<T> {
      if (closing !== undefined) throw unavailable(new Error('the store is closed'));
      const running = run();
      inside.add(running);
      try {
        return await running;
      } catch (error) {
        throw unavailable(error);
      } finally {
        inside.delete(running);
      }
    },
    close: (): Promise<void> => (closing ??= Promise.allSettled(inside).then(() => db.close())),
  };
}

/** A standby answers as well, and refuses even a write that changes nothing. */
async function requireWritable(db: Database): Promise<void> {
  await db.run('UPDATE clarion_schema SET version = version WHERE false');
}

async function count(db: Database): Promise<StoreCounts> {
  const by = async (sql: string) =>
    Object.fromEntries((await db.query<{ name: string; n: number }>(sql)).map(({ name, n }) => [name, n]));
  return {
    messages: await by('SELECT outcome AS name, count(*) AS n FROM messages GROUP BY outcome'),
    signals: (await by(`SELECT 'all' AS name, count(*) AS n FROM signal_keys`))['all'] ?? 0,
    confirmations: await by('SELECT state AS name, count(*) AS n FROM confirmations GROUP BY state'),
  };
}

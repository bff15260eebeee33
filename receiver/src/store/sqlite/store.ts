import type { Database } from 'better-sqlite3';
import type { Store, StoreCounts } from '../store.ts';
import { unavailable } from '../unavailable.ts';
import type { RecordView } from '../view.ts';
import { confirmationQueries } from './confirmations.ts';
import { fileAdder, fileBatchWriter, fileReader, knownKeys } from './files.ts';
import { houseKeeper } from './house.ts';
import { jobQueries } from './jobs.ts';
import { leaseQueries } from './leases.ts';
import { messageQueries } from './messages.ts';
import { openDatabase } from './open.ts';
import { signalReader } from './signals.ts';
import { workspaceQueries } from './workspace.ts';
import { Writer } from './writer.ts';

/**
 * The embedded store: one SQLite file.
 *
 * @param path the file, or `:memory:` for a store that is gone when it is closed.
 * @param view what a record of a log file says.
 * @throws Mistake as {@link openDatabase} does.
 */
export function openSqlite(path: string, view: RecordView): Store {
  const db = openDatabase(path);
  const writer = new Writer(db);
  const messages = messageQueries(db, view);
  const signals = signalReader(db, view);
  const [readFile, addFiles, saveFileBatch, known] = [fileReader(db), fileAdder(db), fileBatchWriter(db, view), knownKeys(db)];
  const jobs = jobQueries(db);
  const leases = leaseQueries(db);
  const confirmations = confirmationQueries(db);
  const workspace = workspaceQueries(db);
  const house = houseKeeper(db);
  const write = <T>(run: () => T) => writer.write(run);
  const read = async <T>(run: () => T): Promise<T> => {
    try {
      return run();
    } catch (error) {
      throw unavailable(error);
    }
  };
  // What is asked every second looks before it writes: a write costs an fsync also when it changes nothing.
  return {
    save: (delivery) => write(() => messages.save(delivery)),
    message: (key) => read(() => messages.read(key)),
    revise: (key, outcome, reason, consequences) => write(() => messages.revise(key, outcome, reason, consequences)),

    signals: (query) => read(() => signals.page(query)),
    newSignals: (cursor, limit) => read(() => signals.stream(cursor, limit)),
    latestCursor: () => read(() => signals.latestCursor()),

    file: (file) => read(() => readFile(file)),
    addFiles: (files) => write(() => addFiles(files)),
    saveFileBatch: (batch) => write(() => saveFileBatch(batch)),
    knownKeys: (bucket, keys) => read(() => known(bucket, keys)),

    async claimJobs(owner, now, leaseMs, limit) {
      if (!(await read(() => jobs.hasDue(now)))) return [];
      return write(() => jobs.claim(owner, now, now + leaseMs, limit));
    },
    extendJob: (lease, until) => write(() => jobs.extend(lease, until)),
    finishJob: (lease) => write(() => jobs.finish(lease)),
    retryJob: (lease, runAt, reason) => write(() => jobs.retry(lease, runAt, reason)),
    buryJob: (lease, now, reason) => write(() => jobs.bury(lease, now, reason)),
    jobs: (query) => read(() => jobs.list(query)),
    jobCounts: (now) => read(() => jobs.counts(now)),
    redriveJobs: (which, now) => write(() => jobs.redrive(which, now)),
    discardJobs: (ids) => write(() => jobs.discard(ids)),

    async takeLease(name, owner, now, until) {
      if (await read(() => leases.isTaken(name, owner, now))) return false;
      return write(() => leases.take(name, owner, now, until));
    },
    dropLease: (name, owner) => write(() => leases.drop(name, owner)),
    marks: (scope) => read(() => leases.marks(scope)),
    setMarks: (scope, values) => write(() => leases.setMarks(scope, values)),

    keepUnverified: (confirmation, limit) => write(() => confirmations.keepUnverified(confirmation, limit)),
    async claimConfirmations(now, until, limit) {
      if (!(await read(() => confirmations.hasDue(now)))) return [];
      return write(() => confirmations.claim(now, until, limit));
    },
    changeConfirmation: (id, change) => write(() => confirmations.change(id, change)),
    confirmations: (limit) => read(() => confirmations.list(limit)),
    wakeConfirmations: (topicArn, now) => write(() => confirmations.wake(topicArn, now)),
    async forgetConfirmations(before) {
      if (await read(() => confirmations.hasForgettable(before))) await write(() => confirmations.forget(before));
    },

    workspace: async () => (await read(() => workspace.read())) ?? write(() => workspace.begin()),
    webhook: (tokenSha256) => read(() => workspace.webhook(tokenSha256)),
    monitorsOf: (topicArn) => read(() => workspace.monitorsOf(topicArn)),
    changeWorkspace: (changes) => write(() => workspace.change(changes)),

    counts: () => read(() => count(db)),
    async keepHouse(_now, retention) {
      if (!(await read(() => house.hasWork(retention)))) return false;
      await write(() => house.run(retention));
      return read(() => house.hasWork(retention));
    },
    ready: () => write(() => undefined),
    async close() {
      writer.close();
      if (db.open) db.close();
    },
  };
}

function count(db: Database): StoreCounts {
  const by = (sql: string) =>
    Object.fromEntries(
      db
        .prepare<[], { name: string; n: number }>(sql)
        .all()
        .map(({ name, n }) => [name, n]),
    );
  return {
    messages: by('SELECT outcome AS name, count(*) AS n FROM messages GROUP BY outcome'),
    signals: by(`SELECT 'all' AS name, count(*) AS n FROM signals`)['all'] ?? 0,
    confirmations: by('SELECT state AS name, count(*) AS n FROM confirmations GROUP BY state'),
  };
}

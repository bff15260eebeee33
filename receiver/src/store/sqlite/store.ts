import type { Database } from 'better-sqlite3';
import type { Store, StoreCounts } from '../store.ts';
import { unavailable } from '../unavailable.ts';
import type { Views } from '../view.ts';
import { confirmationQueries } from './confirmations.ts';
import { fileReader, knownKeys } from './files.ts';
import { houseKeeper } from './house.ts';
import { jobQueries } from './jobs.ts';
import { leaseQueries } from './leases.ts';
import { messageQueries, parcelOf } from './messages.ts';
import { openDatabase } from './open.ts';
import { signalReader } from './signals.ts';
import { workspaceQueries } from './workspace.ts';
import { WriteThread } from './write-thread.ts';
import { Writer } from './writer.ts';
import { type Write, sqliteWrites } from './writes.ts';

/**
 * The embedded store: one SQLite file.
 *
 * @param path the file, or `:memory:` for a store that is gone when it is closed.
 * @param views how signals are read of which only their place is stored.
 * @param program of the thread that writes.
 * @throws Mistake as {@link openDatabase} does.
 */
export function openSqlite(path: string, views: Views, program: URL): Store {
  const db = openDatabase(path);
  const messages = messageQueries(db, views);
  const signals = signalReader(db, views);
  const [readFile, known] = [fileReader(db), knownKeys(db)];
  const jobs = jobQueries(db);
  const leases = leaseQueries(db);
  const confirmations = confirmationQueries(db);
  const workspace = workspaceQueries(db);
  const house = houseKeeper(db);
  const writer = path === ':memory:' ? writerHere(db, views) : new WriteThread(program, path);
  const { write } = writer;
  // As of one moment: the thread may write meanwhile.
  const reading = db.transaction((run: () => unknown) => run());
  const read = async <T>(run: () => T): Promise<T> => {
    try {
      return reading(run) as T;
    } catch (error) {
      throw unavailable(error);
    }
  };
  // What is asked every second looks before it writes: a write costs an fsync also when it changes nothing.
  return {
    save: (delivery) => write('save', parcelOf(delivery)),
    message: (key) => read(() => messages.read(key)),
    revise: (key, outcome, reason, consequences) => write('revise', key, outcome, reason, consequences),

    signals: (query) => read(() => signals.page(query)),
    newSignals: (cursor, limit) => read(() => signals.stream(cursor, limit)),
    latestCursor: () => read(() => signals.latestCursor()),

    file: (file) => read(() => readFile(file)),
    addFiles: (files) => write('addFiles', files),
    saveFileBatch: (batch) => write('saveFileBatch', batch),
    knownKeys: (bucket, keys) => read(() => known(bucket, keys)),

    async claimJobs(owner, now, leaseMs, limit) {
      if (!(await read(() => jobs.hasDue(now)))) return [];
      return write('claimJobs', owner, now, now + leaseMs, limit);
    },
    extendJob: (lease, until) => write('extendJob', lease, until),
    finishJob: (lease) => write('finishJob', lease),
    retryJob: (lease, runAt, reason) => write('retryJob', lease, runAt, reason),
    buryJob: (lease, now, reason) => write('buryJob', lease, now, reason),
    jobs: (query) => read(() => jobs.list(query)),
    jobCounts: (now) => read(() => jobs.counts(now)),
    redriveJobs: (which, now) => write('redriveJobs', which, now),
    discardJobs: (ids) => write('discardJobs', ids),

    async takeLease(name, owner, now, until) {
      if (await read(() => leases.isTaken(name, owner, now))) return false;
      return write('takeLease', name, owner, now, until);
    },
    dropLease: (name, owner) => write('dropLease', name, owner),
    marks: (scope) => read(() => leases.marks(scope)),
    setMarks: (scope, values) => write('setMarks', scope, values),

    keepUnverified: (confirmation, limit) => write('keepUnverified', confirmation, limit),
    async claimConfirmations(now, until, limit) {
      if (!(await read(() => confirmations.hasDue(now)))) return [];
      return write('claimConfirmations', now, until, limit);
    },
    changeConfirmation: (id, change) => write('changeConfirmation', id, change),
    confirmations: (limit) => read(() => confirmations.list(limit)),
    wakeConfirmations: (topicArn, now) => write('wakeConfirmations', topicArn, now),
    async forgetConfirmations(before) {
      if (await read(() => confirmations.hasForgettable(before))) await write('forgetConfirmations', before);
    },

    workspace: async () => (await read(() => workspace.read())) ?? write('beginWorkspace'),
    webhook: (tokenSha256) => read(() => workspace.webhook(tokenSha256)),
    monitorsOf: (topicArn) => read(() => workspace.monitorsOf(topicArn)),
    changeWorkspace: (changes) => write('changeWorkspace', changes),

    counts: () => read(() => count(db)),
    async keepHouse(_now, retention) {
      if (!(await read(() => house.hasWork(retention)))) return false;
      await write('keepHouse', retention);
      return read(() => house.hasWork(retention));
    },
    ready: () => write('nothing'),
    async close() {
      await writer.close();
      if (db.open) db.close();
    },
  };
}

/** A database in memory is one connection's own, so its writes are done beside its reads. */
function writerHere(db: Database, views: Views) {
  const writer = new Writer(db);
  const writes = sqliteWrites(db, views);
  const write: Write = (name, ...args) => {
    const run = writes[name] as (...given: typeof args) => ReturnType<(typeof writes)[typeof name]>;
    return writer.write(() => run(...args));
  };
  return { write, close: async () => writer.close() };
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

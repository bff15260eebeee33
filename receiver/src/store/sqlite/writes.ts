import type { Database } from 'better-sqlite3';
import type { Views } from '../view.ts';
import { confirmationQueries } from './confirmations.ts';
import { fileAdder, fileBatchWriter } from './files.ts';
import { houseKeeper } from './house.ts';
import { jobQueries } from './jobs.ts';
import { leaseQueries } from './leases.ts';
import { messageQueries } from './messages.ts';
import { workspaceQueries } from './workspace.ts';

/** Prepares all that writes, by name, each to be run inside a transaction. What it is given and gives can be sent to another thread. */
export function sqliteWrites(db: Database, views: Views) {
  const messages = messageQueries(db, views);
  const jobs = jobQueries(db);
  const leases = leaseQueries(db);
  const confirmations = confirmationQueries(db);
  const workspace = workspaceQueries(db);
  const house = houseKeeper(db);
  return {
    save: messages.save,
    revise: messages.revise,
    addFiles: fileAdder(db),
    saveFileBatch: fileBatchWriter(db, views),
    claimJobs: jobs.claim,
    extendJob: jobs.extend,
    finishJob: jobs.finish,
    retryJob: jobs.retry,
    buryJob: jobs.bury,
    redriveJobs: jobs.redrive,
    discardJobs: jobs.discard,
    takeLease: leases.take,
    dropLease: leases.drop,
    setMarks: leases.setMarks,
    keepUnverified: confirmations.keepUnverified,
    claimConfirmations: confirmations.claim,
    changeConfirmation: confirmations.change,
    wakeConfirmations: confirmations.wake,
    forgetConfirmations: confirmations.forget,
    beginWorkspace: workspace.begin,
    changeWorkspace: workspace.change,
    keepHouse: house.run,
    nothing: () => undefined,
  };
}

/** All that writes. */
export type SqliteWrites = ReturnType<typeof sqliteWrites>;

/** Runs one of them in a transaction. The promise resolves once it is on disk. */
export type Write = <N extends keyof SqliteWrites>(
  name: N,
  ...args: Parameters<SqliteWrites[N]>
) => Promise<ReturnType<SqliteWrites[N]>>;

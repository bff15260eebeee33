import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { migrate } from './migrations.ts';

/** How long a write waits for another process (the command line) to finish its own, in milliseconds. It blocks, so it is short. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * Opens a database file, makes it where there is none, and brings it up to date. WAL with synchronous FULL: a commit survives a power
 * cut. Never on a network file system, where WAL does not work.
 *
 * @throws Error when the file cannot be opened, is no database, or is newer than this release.
 */
export function openDatabase(path: string): Sqlite.Database {
  const inMemory = path === ':memory:';
  if (!inMemory) mkdirSync(dirname(path), { recursive: true });
  const isNew = !inMemory && !existsSync(path);
  const db = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Only the receiver's own user reads what accounts did.
    if (isNew) chmodSync(path, 0o600);
    // Large pages suit envelopes of some KB. Only a new file takes this.
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // Rarer checkpoints: each one costs the message that meets it two more fsyncs. 32 MiB of log, cut back to 64 MiB after a peak.
    db.pragma('wal_autocheckpoint = 4000');
    db.pragma('journal_size_limit = 67108864');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

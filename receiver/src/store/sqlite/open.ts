import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { errorCode } from '../../error-code.ts';
import { Mistake } from '../../registry/mistake.ts';
import { migrate } from './migrations.ts';

/** How long opening waits for another process, which may be bringing the file up to date, in milliseconds. */
const OPENING_TIMEOUT_MS = 10_000;
/** How long a write waits for another process. Nothing is received meanwhile, and SNS tries again, so it is short. */
const BUSY_TIMEOUT_MS = 250;
/** What a person can mend by naming another file, or by being let at this one. */
const NO_SUCH_FILE =
  /^(EACCES|EEXIST|EISDIR|ELOOP|ENAMETOOLONG|ENOENT|ENOTDIR|EPERM|EROFS|SQLITE_(CANTOPEN|NOTADB|PERM|READONLY)\w*)$/;

/**
 * Opens a database file, makes it where there is none, and brings it up to date. WAL with synchronous FULL: a commit survives a power
 * cut. Never on a network file system, where WAL does not work.
 *
 * @throws Mistake when the file cannot be opened, is no database, or is newer than this release.
 */
export function openDatabase(path: string): Sqlite.Database {
  try {
    return open(path);
  } catch (error) {
    if (error instanceof Mistake || !NO_SUCH_FILE.test(errorCode(error))) throw error;
    throw new Mistake(
      `the database ${JSON.stringify(path)} cannot be opened (${(error as Error).message}): ` +
        'name a file in CLARION_DATABASE that this user can read and write',
    );
  }
}

function open(path: string): Sqlite.Database {
  const inMemory = path === ':memory:';
  if (!inMemory) mkdirSync(dirname(path), { recursive: true });
  const isNew = !inMemory && !existsSync(path);
  const db = new Sqlite(path, { timeout: OPENING_TIMEOUT_MS });
  try {
    // Only the receiver's own user reads what accounts did.
    if (isNew) chmodSync(path, 0o600);
    // Large pages suit envelopes of some KB. Only a new file takes this.
    db.pragma('page_size = 8192');
    const mode = db.pragma('journal_mode = WAL', { simple: true });
    // SQLite does not fail where it cannot have one, it goes on without.
    if (!inMemory && mode !== 'wal') {
      throw new Mistake(
        `the database ${JSON.stringify(path)} cannot have a write-ahead log (SQLite stays with ${String(mode)}): put it on a local disk`,
      );
    }
    db.pragma('synchronous = FULL');
    // On macOS a plain fsync stops at the disk's own cache. Elsewhere this changes nothing.
    db.pragma('fullfsync = ON');
    db.pragma('foreign_keys = ON');
    // Rarer checkpoints: each one costs the message that meets it two more fsyncs. 32 MiB of log, cut back to 64 MiB after a peak.
    db.pragma('wal_autocheckpoint = 4000');
    db.pragma('journal_size_limit = 67108864');
    // Keys come in no order, so their index is written all over: 64 MiB of it stay in memory.
    db.pragma('cache_size = -65536');
    migrate(db);
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

import { DatabaseError } from 'pg';
import { Mistake } from '../../registry/mistake.ts';
import { unavailable } from '../unavailable.ts';
import { Database, type DatabaseFault } from './database.ts';
import { migrate } from './migrations.ts';

/** What is used of PostgreSQL is all in this version. */
const OLDEST_VERSION = 14;
const CURE = 'name a database in CLARION_DATABASE that this user can write, such as postgres://user:password@host:5432/name';

/** What PostgreSQL refuses until somebody changes something: who comes, which database, and what he may do there. */
const REFUSED = /^(28|3D|3F|42)/;

/**
 * Opens a database, and brings it up to date.
 *
 * @throws Mistake when its server refuses us, it is of another encoding or too old, or it is newer than this release.
 * @throws Refusal `store-unavailable` when it cannot be reached just now.
 */
export async function openDatabase(url: string): Promise<Database> {
  // Never said: there is a password in it.
  if (!/^postgres(ql)?:\/\/./.test(url) || !URL.canParse(url))
    throw new Mistake(`the URL of the database cannot be read: ${CURE}`);
  const db = new Database(url);
  try {
    await requireFit(db);
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    if (error instanceof Mistake) throw error;
    const { cause } = error as DatabaseFault;
    if (!(cause instanceof DatabaseError) || !REFUSED.test(cause.code ?? '')) throw unavailable(error);
    throw new Mistake(`the database cannot be opened (${cause.message}): ${CURE}`);
  }
}

async function requireFit(db: Database): Promise<void> {
  const [row] = await db.query<{ version: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`,
  );
  const { version, encoding } = row!;
  const major = Math.floor(Number(version) / 10_000);
  if (major < OLDEST_VERSION)
    throw new Mistake(`PostgreSQL must be of version ${OLDEST_VERSION} or later, got ${major}: ${CURE}`);
  // Others change texts on the way in, or refuse them.
  if (encoding !== 'UTF8')
    throw new Mistake(`the database must have the encoding UTF8, got ${encoding}: create it with ENCODING 'UTF8'`);
}

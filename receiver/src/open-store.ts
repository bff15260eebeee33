import { isPostgresUrl } from './config/config.ts';
import { lazyStore } from './store/lazy.ts';
import { openSqlite } from './store/sqlite/store.ts';
import type { Store } from './store/store.ts';
import { views } from './views.ts';

/** Built: Node starts no thread from TypeScript. `src` and `lib` lie equally deep. */
const WRITE_PROGRAM = new URL('../lib/sqlite-write-program.js', import.meta.url);

/**
 * Opens the store that a configuration names: a SQLite file by its path, or a PostgreSQL database by its URL. The latter is connected to
 * when it is first needed, and again whenever it was away.
 *
 * @throws Mistake when a file cannot be opened, or is of a newer release.
 */
export function openStore(database: string): Store {
  if (isPostgresUrl(database)) {
    // Its client is loaded by whoever has such a database.
    return lazyStore(async () => (await import('./store/postgres/store.ts')).openPostgres(database, { view: views.record }));
  }
  return openSqlite(database, views, WRITE_PROGRAM);
}

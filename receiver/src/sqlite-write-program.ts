/** The thread that writes to SQLite: see `store/sqlite/write-thread.ts`, which starts it. */
import { views } from './views.ts';
import { serveWrites } from './store/sqlite/serve-writes.ts';

serveWrites(views);

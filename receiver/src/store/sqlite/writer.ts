import type { Database } from 'better-sqlite3';
import { errorCode } from '../../error-code.ts';
import { unavailable } from '../unavailable.ts';

/** At most so many writes share a transaction: enough to spread one fsync, few enough that nobody waits long. */
const MAX_BATCH = 500;
/** Faults of the disk or the file, which every write would meet: no sense in trying each alone. */
const STORE_FAULT = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL)/;

interface Write {
  readonly run: () => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Group commit. Writes that come in the same turn of the event loop share one transaction and so one fsync, which is what lets one file
 * take thousands of messages a second. A promise resolves only after COMMIT. If one write spoils a batch, each gets its own transaction.
 */
export class Writer {
  private queue: Write[] = [];
  private scheduled = false;
  private closed = false;

  public constructor(private readonly db: Database) {}

  /** Runs `run` inside a transaction; what it returns comes back once it is on disk. */
  public write<T>(run: () => T): Promise<T> {
    if (this.closed) return Promise.reject(unavailable(new Error('the store is closed')));
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ run, done: (value) => resolve(value as T), failed: (error) => reject(unavailable(error)) });
      this.schedule();
    });
  }

  /** Commits what is queued, and takes no more. */
  public close(): void {
    this.closed = true;
    while (this.queue.length > 0) this.flush();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
      if (this.queue.length > 0) this.schedule();
    });
  }

  private flush(): void {
    const batch = this.queue.splice(0, MAX_BATCH);
    if (batch.length === 0) return;
    try {
      this.commit(batch);
    } catch (error) {
      if (batch.length === 1 || isStoreFault(error)) for (const { failed } of batch) failed(error);
      else for (const write of batch) this.commitAlone(write);
    }
  }

  private commitAlone(write: Write): void {
    try {
      this.commit([write]);
    } catch (error) {
      write.failed(error);
    }
  }

  private commit(batch: readonly Write[]): void {
    const values = this.db.transaction(() => batch.map(({ run }) => run())).immediate();
    batch.forEach(({ done }, index) => done(values[index]));
  }
}

function isStoreFault(error: unknown): boolean {
  return STORE_FAULT.test(errorCode(error));
}

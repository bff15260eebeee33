import { availableParallelism } from 'node:os';
import { LogFileError } from './log-file-error.ts';
import type { ParsedBatch, ParseOptions } from './parse-file.ts';
import { ParseThread } from './parse-thread.ts';

/** How a pool is made. */
export interface ParsePoolOptions {
  /** How many threads read: 1 to one less than the processors, of which one writes what they read. @default 1 */
  readonly threads?: number;
}

/** {@link ParseOptions}, and when to stop. */
export interface PoolParseOptions extends ParseOptions {
  readonly abort?: AbortSignal;
}

/**
 * Reads log files on threads of their own, so that messages are answered meanwhile. Each thread takes several files at a time, and no
 * more of any than is asked for: it is a few batches ahead of whoever stores them. A thread that ends fails its files, which may be tried
 * again, and another takes its place.
 */
export class ParsePool {
  private readonly threads = new Set<ParseThread>();
  private readonly size: number;
  private isClosed = false;

  public constructor({ threads = 1 }: ParsePoolOptions = {}) {
    this.size = Math.max(1, Math.min(threads, availableParallelism() - 1));
  }

  /**
   * What `parseFile` gives, from another thread.
   *
   * @throws LogFileError when the file cannot be read to its end, or the thread has ended; whatever the source throws; and the reason of the abort.
   */
  public async *parse(source: AsyncIterable<Uint8Array>, options: PoolParseOptions): AsyncGenerator<ParsedBatch, void> {
    if (this.isClosed) throw new LogFileError('reader-lost', 'the receiver is stopping');
    const { abort, ...rest } = options;
    yield* this.thread().parse(source, rest, abort);
  }

  /** Ends the threads. What they read fails. */
  public async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.threads].map((thread) => thread.end()));
  }

  private thread(): ParseThread {
    if (this.threads.size < this.size) {
      const thread: ParseThread = new ParseThread(() => this.threads.delete(thread));
      this.threads.add(thread);
      return thread;
    }
    return [...this.threads].reduce((one, other) => (other.load < one.load ? other : one));
  }
}

import { Worker } from 'node:worker_threads';
import { unavailable } from '../unavailable.ts';
import type { WriteAnswer, WriteCall } from './serve-writes.ts';
import type { Write } from './writes.ts';

/** So many calls at most go over at once. */
const PIECE = 4;

interface Waiting {
  readonly done: (value: never) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Has all that writes done by a thread of its own, so that messages are read and proven while those before them are written and synced.
 * A thread that ends fails what it had, of which some may be on disk, and another takes its place.
 */
export class WriteThread {
  private thread: Worker | undefined;
  private calls: WriteCall[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  private closed = false;
  /** Told when nothing is waited for any more. */
  private settled = () => undefined as void;

  /** @param program calls `serveWrites`. */
  public constructor(
    private readonly program: URL,
    private readonly path: string,
  ) {}

  public readonly write: Write = (name, ...args) => {
    if (this.closed) return Promise.reject(unavailable(new Error('the store is closed')));
    return new Promise((resolve, reject) => {
      const id = (this.last += 1);
      this.waiting.set(id, { done: resolve, failed: (error) => reject(unavailable(error)) });
      // What is asked for in one turn goes over in a few pieces: the first is being written while the rest are read.
      const calls = this.calls.push({ id, name, args });
      if (calls === PIECE) this.send();
      else if (calls === 1) setImmediate(() => this.send());
    });
  };

  /** Finishes what is under way, and takes no more. */
  public async close(): Promise<void> {
    this.closed = true;
    this.send();
    while (this.waiting.size > 0) await new Promise<void>((resolve) => (this.settled = resolve));
    const { thread } = this;
    if (thread === undefined) return;
    const ended = new Promise((resolve) => thread.once('exit', resolve));
    thread.ref();
    thread.postMessage('close');
    await ended;
  }

  private send(): void {
    const { calls } = this;
    if (calls.length === 0) return;
    this.calls = [];
    this.thread ??= this.start();
    this.thread.ref();
    this.thread.postMessage(calls);
  }

  private start(): Worker {
    // What the process was started with may not suit a thread, such as a program in its arguments.
    const thread = new Worker(this.program, { workerData: this.path, execArgv: [] });
    let cause: unknown;
    thread.on('message', (answers: readonly WriteAnswer[]) => this.settle(answers));
    thread.on('error', (error: unknown) => {
      cause = error;
    });
    thread.once('exit', () => {
      this.thread = undefined;
      const lost = new Error('the thread that writes has ended', { cause });
      for (const { failed } of this.waiting.values()) failed(lost);
      this.waiting.clear();
      this.calls = [];
      this.settled();
    });
    return thread;
  }

  private settle(answers: readonly WriteAnswer[]): void {
    for (const answer of answers) {
      const { done, failed } = this.waiting.get(answer.id)!;
      this.waiting.delete(answer.id);
      if ('failure' in answer) failed(Object.assign(new Error(answer.failure.message), { code: answer.failure.code }));
      else done(answer.value as never);
    }
    if (this.waiting.size > 0) return;
    // A store that has nothing to write keeps no process alive.
    this.thread?.unref();
    this.settled();
  }
}

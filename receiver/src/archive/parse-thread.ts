import { Worker } from 'node:worker_threads';
import { Credits } from './credits.ts';
import { LogFileError } from './log-file-error.ts';
import type { ParsedBatch, ParseOptions } from './parse-file.ts';
import { type FromWorker, PIECES_AHEAD, type ToWorker } from './parse-messages.ts';

/** Built: Node starts no thread from TypeScript. `src` and `lib` lie equally deep. */
const PROGRAM = new URL('../../lib/archive/parse-worker.js', import.meta.url);
/**
 * What a thread may use. Records live shortly, so the young generation decides how much garbage lies about; the largest that is taken
 * needs 130 MB once it is parsed.
 */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** A thread that reads log files, several at a time. */
export class ParseThread {
  private readonly worker = new Worker(PROGRAM, { execArgv: [], resourceLimits: LIMITS });
  private readonly files = new Map<number, FileReading>();
  private opened = 0;

  /** @param gone called once, when it has ended for whatever reason: its files have failed by then. */
  public constructor(gone: () => void) {
    this.worker.on('message', (message: FromWorker) => this.files.get(message.file)?.receive(message));
    let cause: unknown;
    this.worker.on('error', (error: unknown) => {
      cause = error;
    });
    this.worker.once('exit', () => {
      gone();
      const lost = new LogFileError('reader-lost', 'the thread that read the file has ended', { cause });
      for (const file of this.files.values()) file.fail(lost);
      this.files.clear();
    });
  }

  /** How many files it reads. */
  public get load(): number {
    return this.files.size;
  }

  /** @param options plain data, since a copy of them goes to the thread. */
  public async *parse(
    source: AsyncIterable<Uint8Array>,
    options: ParseOptions,
    abort?: AbortSignal,
  ): AsyncGenerator<ParsedBatch, void> {
    const file = (this.opened += 1);
    const reading = new FileReading((message, memory = []) => this.worker.postMessage({ ...message, file }, memory));
    const stop = () => reading.fail(abort?.reason);
    this.files.set(file, reading);
    abort?.addEventListener('abort', stop);
    if (abort?.aborted) stop();
    try {
      yield* reading.batches(source, options);
    } finally {
      abort?.removeEventListener('abort', stop);
      this.files.delete(file);
    }
  }

  public async end(): Promise<void> {
    await this.worker.terminate();
  }
}

/** `Omit` of each of a union's members. */
type WithoutFile<T> = T extends unknown ? Omit<T, 'file'> : never;

/** One file that a thread reads, as it is seen from here. */
class FileReading {
  private readonly pieces = new Credits(PIECES_AHEAD);
  private readonly arrived = new Credits(0);
  private readonly waiting: ParsedBatch[] = [];
  private failure: { readonly error: unknown } | undefined;
  private sourceFailure: { readonly error: unknown } | undefined;

  public constructor(private readonly send: (message: WithoutFile<ToWorker>, memory?: ArrayBuffer[]) => void) {}

  public async *batches(source: AsyncIterable<Uint8Array>, options: ParseOptions): AsyncGenerator<ParsedBatch, void> {
    this.send({ type: 'open', options });
    void this.pump(source);
    try {
      while (await this.arrived.take()) {
        const batch = this.waiting.shift();
        if (batch === undefined) break;
        yield batch;
        if (batch.last) return;
        this.send({ type: 'taken' });
      }
      throw this.sourceFailure?.error ?? this.failure?.error;
    } finally {
      this.pieces.close();
      this.send({ type: 'close' });
    }
  }

  public receive(message: WithoutFile<FromWorker>): void {
    if (message.type === 'taken') this.pieces.give();
    else if (message.type === 'batch') {
      this.waiting.push(message.batch);
      this.arrived.give();
    } else {
      const { code, message: text } = message;
      this.fail(code === undefined ? new Error(`reading the file failed: ${text}`) : new LogFileError(code, text));
    }
  }

  /** What arrived before is given out first. */
  public fail(error: unknown): void {
    this.failure ??= { error };
    this.arrived.give();
  }

  private async pump(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const bytes of source) {
        if (!(await this.pieces.take())) return;
        // The memory may be shared with what comes next, so what is handed over is a copy.
        const piece = new Uint8Array(bytes);
        this.send({ type: 'bytes', bytes: piece }, [piece.buffer]);
      }
      this.send({ type: 'end' });
    } catch (error) {
      this.sourceFailure = { error };
      this.send({ type: 'source-failed' });
    }
  }
}

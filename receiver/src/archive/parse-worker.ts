/** A thread of its own that reads log files: see `parse-pool.ts`, which starts it. */
import { parentPort } from 'node:worker_threads';
import { Credits } from './credits.ts';
import { LogFileError } from './log-file-error.ts';
import { type ParsedBatch, parseFile, type ParseOptions } from './parse-file.ts';
import { BATCHES_AHEAD, type FromWorker, type ToWorker } from './parse-messages.ts';

/** One of the files that are read side by side. */
class OpenFile {
  private readonly batches = new Credits(BATCHES_AHEAD);
  private readonly pieces: (Uint8Array | 'end' | 'source-failed')[] = [];
  private readonly arrived = new Credits(0);

  public constructor(
    private readonly file: number,
    private readonly options: ParseOptions,
  ) {}

  public async read(): Promise<void> {
    try {
      for await (const batch of parseFile(this.source(), this.options)) {
        if (!(await this.batches.take())) return;
        send({ file: this.file, type: 'batch', batch }, memoryOf(batch));
      }
    } catch (error) {
      const code = error instanceof LogFileError ? error.code : undefined;
      send({ file: this.file, type: 'failed', code, message: error instanceof Error ? error.message : 'unknown error' });
    }
  }

  public take(piece: Uint8Array | 'end' | 'source-failed'): void {
    this.pieces.push(piece);
    this.arrived.give();
  }

  public batchTaken(): void {
    this.batches.give();
  }

  public close(): void {
    this.batches.close();
    this.arrived.close();
  }

  private async *source(): AsyncGenerator<Uint8Array, void> {
    while (await this.arrived.take()) {
      const piece = this.pieces.shift()!;
      if (piece === 'end') return;
      if (piece === 'source-failed') break;
      send({ file: this.file, type: 'taken' });
      yield piece;
    }
    // Its reader hands out what it has, and the other thread knows why.
    throw new Error('the source failed');
  }
}

const send = (message: FromWorker, memory: readonly ArrayBuffer[] = []) => parentPort!.postMessage(message, memory);

/** What is handed over rather than copied. */
const memoryOf = ({ blocks }: ParsedBatch) =>
  blocks.flatMap(({ keys, times, ends, texts }) => [keys, times, ends, texts].map(({ buffer }) => buffer as ArrayBuffer));

const files = new Map<number, OpenFile>();

parentPort!.on('message', (message: ToWorker) => {
  const { file } = message;
  if (message.type === 'open') {
    const opened = new OpenFile(file, message.options);
    files.set(file, opened);
    void opened.read().finally(() => files.delete(file));
    return;
  }
  const open = files.get(file);
  if (message.type === 'bytes') open?.take(message.bytes);
  else if (message.type === 'taken') open?.batchTaken();
  else if (message.type === 'close') open?.close();
  else open?.take(message.type);
});

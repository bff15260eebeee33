import type { JsonObject } from '../json.ts';
import type { BadRecord, SignalBlock } from '../store/files.ts';
import { BlockBuilder } from './blocks.ts';
import { inflate } from './inflate.ts';
import { LogFileError } from './log-file-error.ts';
import { type ReadOptions, type RecordReader, recordReader } from './record-facts.ts';
import { type RecordHandler, RecordSplitter } from './record-splitter.ts';

/** Which file is read, for whom, and from where. */
export interface ParseOptions extends ReadOptions {
  /** How many of its records are done with. @default 0 */
  readonly skip?: number;
}

/** What comes of some consecutive records of a file. */
export interface ParsedBatch {
  readonly blocks: readonly SignalBlock[];
  readonly bad: readonly BadRecord[];
  /** How many of them the monitor does not want. */
  readonly dropped: number;
  /** How many records of the file are done with after it, from the file's first on. */
  readonly records: number;
  /** Whether the file ends with it. */
  readonly last: boolean;
}

/** When a batch is full: so many records, or so many bytes of them. */
const BATCH_RECORDS = 2_000;
const BATCH_BYTES = 4 * 1024 * 1024;
/** A file with more is wrong as a whole, and is not worth a dead letter for each. */
const MAX_BAD_RECORDS = 10_000;

/**
 * Reads a log file from its bytes to the signals in it.
 *
 * @returns batches, of which the last one says so; of an empty file only that.
 * @throws LogFileError when it cannot be read to its end. What was read before comes first. So it does when its source throws.
 */
export async function* parseFile(source: AsyncIterable<Uint8Array>, options: ParseOptions): AsyncGenerator<ParsedBatch, void> {
  const batches = new Batches(recordReader(options), options.skip ?? 0);
  const splitter = new RecordSplitter(batches, options.skip);
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const window of inflate(source)) {
      splitter.push(window);
      if (batches.isFull) yield batches.take(false);
    }
    splitter.end();
  } catch (error) {
    failure = { error };
  }
  if (failure === undefined) yield batches.take(true);
  else {
    if (!batches.isEmpty) yield batches.take(false);
    throw failure.error;
  }
}

/** Collects records until there are enough. */
class Batches implements RecordHandler {
  private readonly blocks = new BlockBuilder();
  private badRecords: BadRecord[] = [];
  private dropped = 0;
  private badInAll = 0;
  private taken: number;
  private bytes = 0;

  public constructor(
    private readonly read: RecordReader,
    private records: number,
  ) {
    this.taken = records;
  }

  public get isFull(): boolean {
    return this.records - this.taken >= BATCH_RECORDS || this.bytes >= BATCH_BYTES;
  }

  public get isEmpty(): boolean {
    return this.records === this.taken;
  }

  public record(value: JsonObject, bytes: Buffer, start: number, end: number): void {
    const facts = this.read(value);
    if (typeof facts === 'string') return this.bad(facts, bytes.toString('utf8', start, end));
    if (facts === undefined) this.dropped += 1;
    else this.blocks.add(facts, bytes, start, end);
    this.bytes += end - start;
    this.records += 1;
  }

  public bad(reason: string, text: string): void {
    this.badInAll += 1;
    if (this.badInAll > MAX_BAD_RECORDS)
      throw new LogFileError('too-many-bad-records', `more than ${MAX_BAD_RECORDS} of its records are bad`);
    this.badRecords.push({ index: this.records, reason, text });
    this.bytes += text.length;
    this.records += 1;
  }

  public take(last: boolean): ParsedBatch {
    const { badRecords: bad, dropped, records } = this;
    this.badRecords = [];
    this.dropped = 0;
    this.bytes = 0;
    this.taken = records;
    return { blocks: this.blocks.take(), bad, dropped, records, last };
  }
}

import { createGunzip, gunzipSync, type Gunzip } from 'node:zlib';
import { errorCode } from '../error-code.ts';
import { LogFileError } from './log-file-error.ts';

/** What is given out at once: more would not stay in the processor's cache. */
const WINDOW_BYTES = 64 * 1024;
/**
 * A file up to here is inflated in one go and on this thread, which is quicker, as long as there is no more in it than may lie about for
 * each of the files that are read side by side. Most files are.
 */
const SMALL_BYTES = 1024 * 1024;
const SMALL_OUTPUT_BYTES = 16 * 1024 * 1024;
/** Of a larger one, what zlib gets and gives at once: with less, most of its time would go into changing threads. */
const SLICE_BYTES = 32 * 1024;
const CHUNK_BYTES = 256 * 1024;

/**
 * How much a file may hold. CloudTrail's have at most 50 MB compressed, and their records differ in two ids at least, which keeps them
 * below 50:1. The ratio stops a bomb of any size early; below the floor it does not count, for what is small harms nobody.
 */
export interface InflateBounds {
  readonly bytes: number;
  readonly ratio: number;
  readonly floor: number;
}
const BOUNDS: InflateBounds = { bytes: 4 * 1024 ** 3, ratio: 200, floor: 64 * 1024 * 1024 };

/**
 * The content of a log file, in windows. What is not gzip by its first bytes is taken as it is, whatever its name, and several gzip
 * members are joined. Of a file that is broken, what comes before the break is given first, but for some kilobytes at the end.
 *
 * @throws LogFileError `truncated`, `corrupt` or `too-large`.
 */
export async function* inflate(source: AsyncIterable<Uint8Array>, bounds = BOUNDS): AsyncGenerator<Buffer, void> {
  const start: Buffer[] = [];
  let size = 0;
  let content: Content | undefined;
  try {
    for await (const bytes of source) {
      const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (content !== undefined) yield* content.push(part);
      else {
        start.push(part);
        size += part.length;
        if (size > SMALL_BYTES) yield* (content = contentOf(start, bounds)).push(Buffer.concat(start.splice(0)));
      }
    }
    if (content === undefined) {
      const file = start.length === 1 ? start[0]! : Buffer.concat(start);
      const whole = inflateSmall(file, bounds);
      if (whole !== undefined) return yield* partsOf(whole, WINDOW_BYTES);
      yield* (content = contentOf(start, bounds)).push(file);
    }
    yield* content.end();
  } finally {
    content?.close();
  }
}

/** `undefined` when there is more in it than its size says, or it is broken: then it is inflated slice by slice, to where it breaks. */
function inflateSmall(file: Buffer, bounds: InflateBounds): Buffer | undefined {
  if (!isGzip(file) || file.length < 4) return undefined;
  const most = Math.min(SMALL_OUTPUT_BYTES, bounds.bytes);
  // The last four bytes say how much is in it. Where that is so, nothing is copied; where it is not, it does no harm.
  const announced = file.readUInt32LE(file.length - 4);
  if (announced > most) return undefined;
  const chunkSize = Math.max(WINDOW_BYTES, announced + 1);
  try {
    const inflated: unknown = gunzipSync(file, { chunkSize, maxOutputLength: most, info: true });
    const { buffer, engine } = inflated as { readonly buffer: Buffer; readonly engine: Gunzip };
    return isPadding(file.subarray(engine.bytesWritten)) ? buffer : undefined;
  } catch {
    return undefined;
  }
}

const isPadding = (bytes: Buffer) => bytes.every((byte) => byte === 0);
const isGzip = (file: Buffer) => file[0] === 0x1f && file[1] === 0x8b;

function* partsOf(bytes: Buffer, size: number): Generator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Gives the content of what is pushed. */
interface Content {
  push(bytes: Buffer): AsyncIterable<Buffer> | Iterable<Buffer>;
  end(): AsyncIterable<Buffer> | Iterable<Buffer>;
  close(): void;
}

const contentOf = (start: readonly Buffer[], bounds: InflateBounds): Content =>
  isGzip(Buffer.concat(start, 2)) ? new GzipContent(bounds) : new PlainContent(bounds);

class PlainContent implements Content {
  private bytes = 0;

  public constructor(private readonly bounds: InflateBounds) {}

  public push(bytes: Buffer): Iterable<Buffer> {
    this.bytes += bytes.length;
    if (this.bytes > this.bounds.bytes) throw tooLarge();
    return partsOf(bytes, WINDOW_BYTES);
  }

  public end(): Iterable<Buffer> {
    return [];
  }

  public close(): void {}
}

/**
 * Writes slice after slice into zlib, and hands on what came of one while the next is inflated beside it. To read from the stream instead
 * would lose what it holds when it fails, which of a file that breaks off is its last records.
 */
class GzipContent implements Content {
  private readonly gunzip: Gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  /** It may end before it is told to, at zeros behind the last member. */
  private readonly over: Promise<void>;
  private isOver = false;
  /** The slice that is being inflated, what came of it, and what went wrong. */
  private step: Promise<void> = Promise.resolve();
  private made: Buffer[] = [];
  private error: Error | undefined;
  private bytesIn = 0;
  private bytesOut = 0;

  public constructor(private readonly bounds: InflateBounds) {
    this.over = new Promise((resolve) => {
      this.gunzip.once('end', () => {
        this.isOver = true;
        resolve();
      });
      this.gunzip.once('error', (error) => {
        this.error = error;
        resolve();
      });
    });
    this.gunzip.on('data', (bytes: Buffer) => {
      this.made.push(bytes);
      this.bytesOut += bytes.length;
      if (this.bytesOut > this.limit()) this.gunzip.destroy(tooLarge());
    });
  }

  public async *push(bytes: Buffer): AsyncGenerator<Buffer, void> {
    for (const slice of partsOf(bytes, SLICE_BYTES)) {
      const made = await this.finishStep();
      this.bytesIn += slice.length;
      if (this.isOver) this.takePadding(slice);
      else if (this.error === undefined) this.step = new Promise((resolve) => this.gunzip.write(slice, () => resolve()));
      yield* made;
      this.throwError();
    }
  }

  public async *end(): AsyncGenerator<Buffer, void> {
    yield* await this.finishStep();
    this.gunzip.end();
    this.step = this.over;
    yield* await this.finishStep();
    this.throwError();
  }

  public close(): void {
    this.gunzip.destroy();
  }

  private async finishStep(): Promise<Iterable<Buffer>> {
    await Promise.race([this.step, this.over]);
    // What may still wait in the stream goes to the listener.
    this.gunzip.read();
    const { made } = this;
    this.made = [];
    return made.flatMap((bytes) => [...partsOf(bytes, WINDOW_BYTES)]);
  }

  private limit(): number {
    const { bytes, ratio, floor } = this.bounds;
    return Math.min(bytes, Math.max(floor, this.bytesIn * ratio));
  }

  private takePadding(slice: Buffer): void {
    if (!isPadding(slice)) this.error ??= new LogFileError('corrupt', 'something follows the gzip data');
  }

  private throwError(): void {
    if (this.error !== undefined) throw brokenBy(this.error);
  }
}

const tooLarge = () => new LogFileError('too-large', 'the file holds more than a log file of CloudTrail can');

function brokenBy(error: Error): Error {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') return new LogFileError('truncated', 'the gzip data break off', { cause: error });
  return code.startsWith('Z_') ? new LogFileError('corrupt', 'the gzip data are broken', { cause: error }) : error;
}

import { constants, zstdCompressSync } from 'node:zlib';
import { KEY_BYTES, writeSignalKey } from '../signals/key.ts';
import type { RecordIdentity } from '../sources/cloudtrail.ts';
import type { SignalBlock } from '../store/files.ts';

/**
 * How much text one block has, unless a single record has more. Larger ones are packed tighter and quicker, but to read one record is to
 * unpack all of its block, which takes a tenth of a millisecond.
 */
const BLOCK_BYTES = 128 * 1024;
/** The quickest that Zstandard is. The next levels save a hundredth, and take a third longer. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Puts signals and the texts of their records into blocks. */
export class BlockBuilder {
  private blocks: SignalBlock[] = [];
  private texts = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  private ids: string[] = [];
  private times: number[] = [];
  private accountIds: string[] = [];
  private eventNames: string[] = [];
  private ends: number[] = [];
  private size = 0;
  /** The last time that was parsed: most records say that of the one before. */
  private time = '';
  private at = NaN;

  /** Adds a record, whose text is `bytes` from `start` to `end`. */
  public add({ id, time, accountId, eventName }: RecordIdentity, bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.size > 0 && this.size + length > BLOCK_BYTES) this.finish();
    if (length > this.texts.length) this.texts = Buffer.allocUnsafeSlow(length);
    bytes.copy(this.texts, this.size, start, end);
    this.size += length;
    if (time !== this.time) [this.time, this.at] = [time, Date.parse(time)];
    this.ids.push(id);
    this.times.push(this.at);
    this.accountIds.push(accountId);
    this.eventNames.push(eventName);
    this.ends.push(this.size);
  }

  /** All that was added since the last time. */
  public take(): readonly SignalBlock[] {
    if (this.size > 0) this.finish();
    const { blocks } = this;
    this.blocks = [];
    return blocks;
  }

  /** Each array has memory of its own, so that it can be handed over to another thread. */
  private finish(): void {
    const keys = Buffer.allocUnsafeSlow(this.ids.length * KEY_BYTES);
    this.ids.forEach((id, index) => writeSignalKey(id, keys, index * KEY_BYTES));
    this.blocks.push({
      keys,
      times: new Float64Array(this.times),
      accountIds: this.accountIds,
      eventNames: this.eventNames,
      ends: new Uint32Array(this.ends),
      texts: new Uint8Array(zstdCompressSync(this.texts.subarray(0, this.size), COMPRESSION)),
    });
    this.ids = [];
    this.times = [];
    this.accountIds = [];
    this.eventNames = [];
    this.ends = [];
    this.size = 0;
    if (this.texts.length > BLOCK_BYTES) this.texts = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  }
}

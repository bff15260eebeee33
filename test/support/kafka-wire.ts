/** Kafka's primitive types, as many as the stub needs. @see https://kafka.apache.org/protocol#protocol_types */

export class Reader {
  private at = 0;

  public constructor(private readonly buffer: Buffer) {}

  public take(length: number): Buffer {
    this.at += length;
    return this.buffer.subarray(this.at - length, this.at);
  }
  public skip(length: number): void {
    this.at += length;
  }
  public int16(): number {
    return this.take(2).readInt16BE();
  }
  public int32(): number {
    return this.take(4).readInt32BE();
  }
  public int64(): bigint {
    return this.take(8).readBigInt64BE();
  }
  /** A nullable one that is null is empty. */
  public string(): string {
    return this.take(Math.max(this.int16(), 0)).toString();
  }
  public bytes(): Buffer {
    return this.take(this.int32());
  }
  public array<T>(read: (reader: this) => T): T[] {
    return Array.from({ length: Math.max(this.int32(), 0) }, () => read(this));
  }
  /** Zigzag, at most 32 bits: what is longer is only skipped. */
  public varint(): number {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.take(1).readUInt8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
  }
}

export class Writer {
  private readonly chunks: Buffer[] = [];

  public append(other: Writer): this {
    this.chunks.push(...other.chunks);
    return this;
  }
  public int16(value: number): this {
    return this.add(2, (buffer) => buffer.writeInt16BE(value));
  }
  public int32(value: number): this {
    return this.add(4, (buffer) => buffer.writeInt32BE(value));
  }
  public int64(value: bigint): this {
    return this.add(8, (buffer) => buffer.writeBigInt64BE(value));
  }
  public bool(value: boolean): this {
    return this.add(1, (buffer) => buffer.writeInt8(value ? 1 : 0));
  }
  public string(value: string | null): this {
    const buffer = Buffer.from(value ?? '');
    this.int16(value === null ? -1 : buffer.length).chunks.push(buffer);
    return this;
  }
  public bytes(value: Buffer): this {
    this.int32(value.length).chunks.push(value);
    return this;
  }
  public array<T>(items: readonly T[], write: (writer: this, item: T) => unknown): this {
    this.int32(items.length);
    for (const item of items) write(this, item);
    return this;
  }
  public compactArray<T>(items: readonly T[], write: (writer: this, item: T) => unknown): this {
    this.uvarint(items.length + 1);
    for (const item of items) write(this, item);
    return this;
  }
  /** Below 128 only. */
  public uvarint(value: number): this {
    return this.add(1, (buffer) => buffer.writeUInt8(value));
  }
  /** With its length before it. */
  public framed(): Buffer {
    const body = Buffer.concat(this.chunks);
    return Buffer.concat([new Writer().int32(body.length).chunks[0]!, body]);
  }

  private add(length: number, write: (buffer: Buffer) => unknown): this {
    const buffer = Buffer.alloc(length);
    write(buffer);
    this.chunks.push(buffer);
    return this;
  }
}

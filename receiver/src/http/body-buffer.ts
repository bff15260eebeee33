/** The least that is set aside for a body of unknown length: most events fit. */
const FIRST_BYTES = 16 * 1024;

/**
 * A body in one piece of memory, whatever pieces it comes in. Keeping the pieces would let a sender who chops 2 MiB into single bytes
 * have us keep two million objects.
 */
export class BodyBuffer {
  private memory: Buffer;
  private length = 0;

  /**
   * @param limit how many bytes it takes at most.
   * @param announced how many the sender said there will be; it is believed only as far as to set them aside.
   */
  public constructor(
    private readonly limit: number,
    announced?: number,
  ) {
    this.memory = Buffer.allocUnsafe(Math.min(announced ?? FIRST_BYTES, limit));
  }

  /** How many bytes are set aside. */
  public get capacity(): number {
    return this.memory.length;
  }

  /** Copies a piece to the end. `false`, and nothing is copied, when the body would be larger than the limit. */
  public add(piece: Uint8Array): boolean {
    const length = this.length + piece.length;
    if (length > this.limit) return false;
    if (length > this.memory.length) this.grow(length);
    this.memory.set(piece, this.length);
    this.length = length;
    return true;
  }

  /** What has come so far. */
  public bytes(): Uint8Array {
    return this.memory.subarray(0, this.length);
  }

  /** Twice the size each time, so that a body is copied a few times and not once for each of its pieces. */
  private grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.min(this.limit, Math.max(needed, 2 * this.memory.length, FIRST_BYTES)));
    this.memory.copy(larger, 0, 0, this.length);
    this.memory = larger;
  }
}

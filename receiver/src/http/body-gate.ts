import { Refusal } from '../error.ts';

/** Bounds on the bodies that are in memory at one time. */
export interface BodyGateOptions {
  /** @default 1,000 */
  readonly maxBodies?: number;
  /** @default 128 MiB */
  readonly maxBytes?: number;
}

/** Counts the bodies in memory, so that many senders at once cost a 503 and not the process. */
export class BodyGate {
  private bodies = 0;
  private bytes = 0;
  private readonly maxBodies: number;
  private readonly maxBytes: number;

  public constructor({ maxBodies = 1_000, maxBytes = 128 * 1024 * 1024 }: BodyGateOptions = {}) {
    this.maxBodies = maxBodies;
    this.maxBytes = maxBytes;
  }

  /**
   * Runs `work` with room for a body of so many bytes.
   *
   * @throws Refusal `receiver-busy` when there is none.
   */
  public async within<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.bodies >= this.maxBodies || this.bytes + bytes > this.maxBytes) {
      throw new Refusal('receiver-busy', 'too many messages at once: send it again');
    }
    this.bodies += 1;
    this.bytes += bytes;
    try {
      return await work();
    } finally {
      this.bodies -= 1;
      this.bytes -= bytes;
    }
  }
}

import type { Delivery, Saved } from '../messages.ts';
import { DatabaseFault } from './database.ts';

/** At most so many deliveries share a transaction: enough to spread one commit, few enough that nobody waits long. */
const MAX_BATCH = 500;
/** And so many characters, which are in memory at once. */
const MAX_BATCH_TEXT = 8 * 1024 * 1024;
/** While one batch is committed, the next is written. */
const LANES = 2;

interface Write {
  readonly delivery: Delivery;
  readonly length: number;
  readonly done: (saved: Saved) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Group commit. Deliveries that come while others are written share the next transaction, which is what lets one database take thousands
 * of messages a second. A promise resolves only after COMMIT. If one delivery spoils a batch, the batch is halved until it is alone.
 */
export class DeliveryWriter {
  private queue: Write[] = [];
  private lanes = 0;

  /** @param commit saves deliveries in one transaction. */
  public constructor(private readonly commit: (deliveries: readonly Delivery[]) => Promise<readonly Saved[]>) {}

  /** What was new in a delivery, once it is on disk. */
  public save(delivery: Delivery): Promise<Saved> {
    return new Promise((done, failed) => {
      this.queue.push({ delivery, length: lengthOf(delivery), done, failed });
      if (this.lanes < LANES) void this.drive();
    });
  }

  private async drive(): Promise<void> {
    this.lanes += 1;
    // All that comes in this turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) await this.write(this.nextBatch());
    this.lanes -= 1;
  }

  private nextBatch(): readonly Write[] {
    let count = 0;
    let length = 0;
    while (count < Math.min(this.queue.length, MAX_BATCH)) {
      length += this.queue[count]!.length;
      if (count > 0 && length > MAX_BATCH_TEXT) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async write(batch: readonly Write[]): Promise<void> {
    try {
      const saved = await this.commit(batch.map(({ delivery }) => delivery));
      batch.forEach(({ done }, index) => done(saved[index]!));
    } catch (error) {
      if (error instanceof DatabaseFault) {
        // Those who wait behind would meet the same, and have waited already: who sent them tries again.
        for (const { failed } of [...batch, ...this.queue.splice(0)]) failed(error);
      } else if (batch.length === 1) {
        batch[0]!.failed(error);
      } else {
        const half = Math.ceil(batch.length / 2);
        await this.write(batch.slice(0, half));
        await this.write(batch.slice(half));
      }
    }
  }
}

function lengthOf({ envelope, signals = [] }: Delivery): number {
  return signals.reduce((length, { rawText }) => length + String(rawText).length, String(envelope).length);
}

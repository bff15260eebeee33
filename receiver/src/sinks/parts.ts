import { setImmediate } from 'node:timers/promises';
import type { StoredSignal } from '../store/signals.ts';
import { TooLargeError } from './sink.ts';

/** How much goes out at once, at most. What is larger alone goes alone. */
export interface PartLimits {
  readonly count: number;
  readonly bytes: number;
}

/** A signal as it goes out. */
interface Item {
  /** What it weighs, with all that is sent around it. */
  readonly bytes: number;
}

/**
 * Hands a batch over in parts, one after the other. Remembers how far it came, so that another try goes on there: an other end that takes
 * little at a time would else never see the end of a batch. Where even that is too large for it, parts become smaller from then on.
 */
export class Parts<T extends Item> {
  private batch: readonly StoredSignal[] | undefined;
  private done = 0;
  private maxBytes: number;

  public constructor(
    private readonly limits: PartLimits,
    private readonly encode: (stored: StoredSignal) => T,
  ) {
    this.maxBytes = limits.bytes;
  }

  public async deliver(batch: readonly StoredSignal[], send: (part: readonly T[]) => Promise<void>): Promise<void> {
    if (batch !== this.batch) this.done = 0;
    this.batch = batch;
    while (this.done < batch.length) {
      const { part, bytes } = this.next(batch);
      try {
        await send(part);
        this.done += part.length;
        // Where handing over waits for nobody, as with a file, what was sent meanwhile comes first.
        await setImmediate();
      } catch (error) {
        if (!(error instanceof TooLargeError) || part.length === 1) throw error;
        this.maxBytes = Math.floor(bytes / 2);
      }
    }
    this.batch = undefined;
  }

  private next(batch: readonly StoredSignal[]): { readonly part: readonly T[]; readonly bytes: number } {
    const part: T[] = [];
    let bytes = 0;
    for (let at = this.done; at < batch.length && part.length < this.limits.count; at += 1) {
      const item = this.encode(batch[at]!);
      if (part.length > 0 && bytes + item.bytes > this.maxBytes) break;
      part.push(item);
      bytes += item.bytes;
    }
    return { part, bytes };
  }
}

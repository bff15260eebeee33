import type { Writable } from 'node:stream';
import { errorCode } from '../error-code.ts';
import { signalLine, type SignalFormat } from '../signals/format.ts';
import type { StoredSignal } from '../store/signals.ts';
import { Parts } from './parts.ts';
import { DeliveryError, type Sink } from './sink.ts';
import { unlessAborted } from './unless-aborted.ts';

/** What is turned into text at once, so that receiving need not wait. */
const LIMITS = { count: 100, bytes: 1024 * 1024 };

/**
 * Writes signals as JSON Lines. They are delivered when the system has taken them, and the next wait for that: who reads slowly holds up
 * this sink, and nothing grows meanwhile.
 */
export class StdoutSink implements Sink {
  private readonly parts: Parts<{ readonly line: string; readonly bytes: number }>;
  /** Settles when what was written last is taken, also after it was given up. */
  private taken: Promise<void> = Promise.resolve();
  public constructor(
    private readonly output: Writable,
    format: SignalFormat = 'signal',
  ) {
    // Whoever writes is told by the callback; without a listener an error of the stream would end the process.
    output.on('error', () => undefined);
    this.parts = new Parts(LIMITS, (stored) => {
      const line = signalLine(stored, format);
      return { line, bytes: Buffer.byteLength(line) };
    });
  }

  public deliver(batch: readonly StoredSignal[], abort: AbortSignal): Promise<void> {
    return this.parts.deliver(batch, async (part) => {
      const before = this.taken.catch(() => undefined);
      await unlessAborted(before, abort);
      this.taken = this.write(part.map(({ line }) => line).join(''));
      await unlessAborted(this.taken, abort);
    });
  }

  public async close(): Promise<void> {
    // The stream is the process's own.
  }

  private write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.output.write(text, (error) => {
        if (error == null) resolve();
        else
          reject(new DeliveryError(`standard output cannot be written (${errorCode(error)})`, { hopeless: true, cause: error }));
      });
    });
  }
}

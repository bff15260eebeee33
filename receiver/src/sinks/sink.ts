import type { StoredSignal } from '../store/signals.ts';

/** Where new signals go. */
export interface Sink {
  /**
   * Hands signals over, in their order. Resolves only when whoever gets them has them all for sure. After a failure it is given the very
   * same array again, and may go on where it stood.
   *
   * @param abort that it is to give up at once.
   * @throws DeliveryError when it is not known that they all arrived.
   */
  deliver(batch: readonly StoredSignal[], abort: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What is known of a failed delivery. */
export interface DeliveryErrorOptions extends ErrorOptions {
  /** Whether only a person can mend it: it is tried again all the same, but seldom. */
  readonly hopeless?: boolean;
  /** How long the other end wants to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** Signals that did not arrive, as far as is known. The message is for the log, so nothing secret. */
export class DeliveryError extends Error {
  public override readonly name = 'DeliveryError';
  public readonly hopeless: boolean;
  public readonly retryAfterMs: number;

  public constructor(message: string, { hopeless = false, retryAfterMs = 0, ...options }: DeliveryErrorOptions = {}) {
    super(message, options);
    this.hopeless = hopeless;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The other end takes nothing so large. */
export class TooLargeError extends DeliveryError {}

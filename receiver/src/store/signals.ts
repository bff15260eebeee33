import type { Signal } from '../signals/signal.ts';

/** Which signals to list. Every member narrows; without any, all. */
export interface SignalQuery {
  /** Earliest time, inclusive, in milliseconds since 1970. */
  readonly from?: number;
  /** Latest time, exclusive, in milliseconds since 1970. */
  readonly to?: number;
  readonly account?: string;
  readonly source?: string;
  readonly eventName?: string;
  /** 1 to 500. */
  readonly limit: number;
  /** Where the page before ended: its `next`. */
  readonly after?: SignalPosition;
}

/** A place in the list of signals, newest first. */
export interface SignalPosition {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Settles the order within a millisecond: the store's own number of the signal. */
  readonly seq: number;
}

/** A signal as stored: all but the record, and the record's text. */
export interface StoredSignal {
  readonly signal: Omit<Signal, 'raw'>;
  readonly rawText: string;
}

/** A page of signals, and where the next begins; without `next` it is the last. Large records make a page shorter than its limit. */
export interface SignalPage {
  readonly signals: readonly StoredSignal[];
  readonly next?: SignalPosition;
}

/** Signals in the order in which they were stored, and where to go on from. */
export interface SignalStream {
  readonly signals: readonly StoredSignal[];
  /** The store's own text. */
  readonly cursor: string;
}

/** Signals. */
export interface SignalStore {
  signals(query: SignalQuery): Promise<SignalPage>;
  /**
   * Signals that were new, oldest first as they were stored, so those of one account in order. None is left out, also where several
   * processes write: one that is not committed yet comes later.
   *
   * @param cursor of the last answer; `undefined` for the very first.
   * @param limit how many at most, 1 to 1,000. Large records end it sooner.
   */
  newSignals(cursor: string | undefined, limit: number): Promise<SignalStream>;
  /** The cursor behind all that is stored now. */
  latestCursor(): Promise<string>;
}

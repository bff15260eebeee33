import type { RefusalCode } from '../error.ts';
import type { Delivery, FileBatch, NewFile, Saved, SavedSignals } from '../store/store.ts';

/**
 * How reading a log file came to an end: read to its last record, to be tried again, or given up.
 *
 * @see METRICS for what each of these counts
 */
export type FileResult = 'done' | 'retry' | 'dead';

/** What is told of what happens. Telling costs less than a microsecond and never throws. */
export interface Metrics {
  /** A delivery came by a webhook. */
  received(webhook: string): void;
  /** It was answered, so many seconds after it was read. */
  answered(seconds: number): void;
  /** A request was refused. */
  refused(code: RefusalCode): void;
  /** A message is stored, or was before. */
  stored(delivery: Delivery, saved: Saved): void;
  /** Log files were named; so many of them were new. */
  filesFound(by: NewFile['foundBy'], count: number): void;
  /** Some records of a log file are stored; so many were of no interest. */
  recordsStored(batch: FileBatch, saved: SavedSignals, dropped: number): void;
  /** Reading a log file came to an end. */
  fileRead(result: FileResult): void;
  /** A sink has got all up to now, or has not got a signal that was stored then, in milliseconds since 1970. */
  sinkWaits(sink: string, since: number | undefined): void;
  /** Another receiver serves this sink now. */
  sinkLeft(sink: string): void;
  /** A delivery to a sink did not work. */
  sinkFailed(sink: string): void;
  /** All of it in Prometheus' text format. The store is asked at most every few seconds, however often this is. */
  text(): Promise<string>;
}

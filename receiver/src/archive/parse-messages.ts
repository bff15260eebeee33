import type { LogFileErrorCode } from './log-file-error.ts';
import type { ParsedBatch, ParseOptions } from './parse-file.ts';

/** How many pieces of a file are on their way to the thread that reads it, and how many batches on the way back. */
export const PIECES_AHEAD = 4;
export const BATCHES_AHEAD = 2;

/** What the thread is told of one of its files. */
export type ToWorker = { readonly file: number } & (
  | { readonly type: 'open'; readonly options: ParseOptions }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** There is no more, or reading it failed. */
  | { readonly type: 'end' | 'source-failed' }
  /** A batch was taken. */
  | { readonly type: 'taken' }
  /** Nobody wants to know the rest. */
  | { readonly type: 'close' }
);

/** What the thread tells. */
export type FromWorker = { readonly file: number } &
  /** A piece was taken. */
  (
    | { readonly type: 'taken' }
    | { readonly type: 'batch'; readonly batch: ParsedBatch }
    /** By a code where it is the file's fault. */
    | { readonly type: 'failed'; readonly code: LogFileErrorCode | undefined; readonly message: string }
  );

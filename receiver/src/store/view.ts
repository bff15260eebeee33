import type { Signal } from '../signals/signal.ts';

/** What a record of a log file says, read again from its text: all of the signal but the record and the ways by which it came. */
export type RecordView = (
  text: string,
  file: { readonly bucket: string; readonly key: string },
  receivedAt: number,
) => Omit<Signal, 'raw' | 'provenance'>;

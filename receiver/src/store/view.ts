import type { Signal } from '../signals/signal.ts';
import type { StoredMessage } from './messages.ts';
import type { StoredSignal } from './signals.ts';

/** What a record of a log file says, read again from its text: all of the signal but the record and the ways by which it came. */
export type RecordView = (
  text: string,
  file: { readonly bucket: string; readonly key: string },
  receivedAt: number,
) => Omit<Signal, 'raw' | 'provenance'>;

/** The signals that a message brought, read again from its envelope, in the same order. */
export type MessageView = (message: Omit<StoredMessage, 'outcome' | 'reason'>) => readonly StoredSignal[];

/** How signals are read of which only their place is stored. */
export interface Views {
  readonly record: RecordView;
  readonly message: MessageView;
}

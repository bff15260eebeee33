import type { Database } from 'better-sqlite3';
import { provenanceOf, type RowHead, SIGNAL_COLUMNS, signalOfRow, type SignalRow as AnyRow } from '../signal-rows.ts';
import type { StoredMessage } from '../messages.ts';
import type { StoredSignal } from '../signals.ts';
import type { Views } from '../view.ts';
import { blockReader } from './blocks.ts';

/** The columns that a signal is read from. */
export const COLUMNS = `${SIGNAL_COLUMNS}, message`;

/** A signal of a message, which has its text: only the place is stored here. */
interface MessageRow extends RowHead {
  readonly message: number;
  /** Which of the message's signals. */
  readonly start: number;
}

/** A row of any kind. */
export type SignalRow = (AnyRow & { readonly message: null }) | MessageRow;

/** Prepares the reading of rows. Within one transaction, since what a row is read from may be dropped with it. */
export function rowReader(db: Database, views: Views): () => (row: SignalRow) => StoredSignal {
  const blocks = blockReader(db);
  const message = db.prepare<[number], Omit<StoredMessage, 'reason'>>(
    `SELECT webhook, topic_arn AS topicArn, message_id AS messageId, type, received_at AS receivedAt, outcome, envelope
     FROM messages WHERE seq = ?`,
  );
  return () => {
    const blockOf = blocks();
    return (row) => {
      if (row.message === null) return signalOfRow(row, blockOf, views.record);
      const { signal, rawText } = views.message(message.get(row.message)!)[row.start]!;
      return { signal: { ...signal, provenance: provenanceOf(row, ...signal.provenance) }, rawText };
    };
  };
}

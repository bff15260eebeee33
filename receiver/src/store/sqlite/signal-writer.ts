import type { Database } from 'better-sqlite3';
import { signalKey } from '../../signals/key.ts';
import { mergeSignal, type Merged } from '../../signals/merge.ts';
import type { Signal, SignalWithText } from '../../signals/signal.ts';
import type { StoredSignal } from '../signals.ts';
import type { RecordView } from '../view.ts';
import { blockReader } from './blocks.ts';
import { provenanceColumn, SIGNAL_COLUMNS, signalOfRow, type SignalRow } from '../signal-rows.ts';

/** Prepares the merging of a signal into the one of its key that is there. */
export function signalMerger(db: Database, view: RecordView) {
  const read = db.prepare<[Buffer], SignalRow>(`SELECT ${SIGNAL_COLUMNS} FROM signals WHERE key = ?`);
  const keep = db.prepare('UPDATE signals SET provenance = ? WHERE seq = ?');
  const replace = db.prepare(
    `UPDATE signals SET time = @time, event_name = @eventName, block = NULL, start = NULL, length = @length,
       provenance = @provenance, body = @body, raw = @rawText WHERE seq = @seq`,
  );
  const blocks = blockReader(db);

  return (key: Buffer, came: StoredSignal): Merged['result'] => {
    const row = read.get(key)!;
    const { signal: there } = signalOfRow(row, blocks(), view);
    const { result, signal } = mergeSignal(there, came.signal);
    if (result === 'updated') replace.run({ ...columnsOf(signal, came.rawText), seq: row.seq });
    else if (signal !== there) keep.run(provenanceColumn(row.block, signal.provenance), row.seq);
    return result;
  };
}

/** Prepares the writing of a signal that came in a message. */
export function signalWriter(db: Database, view: RecordView): (signal: SignalWithText) => 'new' | Merged['result'] {
  const insert = db.prepare(
    `INSERT INTO signals (key, time, source, account_id, event_name, length, provenance, body, raw)
     VALUES (@key, @time, @source, @accountId, @eventName, @length, @provenance, @body, @rawText) ON CONFLICT (key) DO NOTHING`,
  );
  const merge = signalMerger(db, view);
  return ({ signal: { raw: _raw, ...signal }, rawText }) => {
    const key = signalKey(signal.id);
    const { source, accountId } = signal;
    const { changes } = insert.run({ ...columnsOf(signal, rawText), key, source, accountId });
    return changes === 1 ? 'new' : merge(key, { signal, rawText });
  };
}

/** What changes with a signal. The record's text is JSON, so a text that is none is a fault of ours. */
function columnsOf({ provenance, ...body }: Omit<Signal, 'raw'>, rawText: string) {
  return {
    time: Date.parse(body.time),
    eventName: body.eventName,
    length: Buffer.byteLength(rawText),
    provenance: provenanceColumn(null, provenance),
    body: JSON.stringify(body),
    rawText,
  };
}

import type { Database } from 'better-sqlite3';
import { signalKey } from '../../signals/key.ts';
import { mergeSignal, type Merged } from '../../signals/merge.ts';
import type { Signal } from '../../signals/signal.ts';
import type { StoredSignal } from '../signals.ts';
import type { Views } from '../view.ts';
import { COLUMNS, rowReader, type SignalRow } from './signal-rows.ts';

/** What a signal is found by. */
export type SearchFacts = Pick<Signal, 'id' | 'time' | 'source' | 'accountId' | 'eventName'>;

/** The message that a signal is read from. */
export interface MessagePlace {
  readonly message: number;
  /** Which of its signals. */
  readonly index: number;
  /** In bytes. */
  readonly length: number;
}

/** What became of a signal that came. */
export type SignalResult = 'new' | Merged['result'];

/** Prepares the merging of a signal into the one of its key that is there. */
export function signalMerger(db: Database, views: Views) {
  const read = db.prepare<[Buffer], SignalRow>(`SELECT ${COLUMNS} FROM signals WHERE key = ?`);
  const keep = db.prepare('UPDATE signals SET provenance = ? WHERE seq = ?');
  const replace = db.prepare(
    `UPDATE signals SET block = NULL, provenance = ?, time = ?, event_name = ?, message = ?, start = ?, length = ?, body = ?, raw = ?
     WHERE seq = ?`,
  );
  const release = messageReleaser(db);
  const rows = rowReader(db, views);

  return (key: Buffer, came: StoredSignal, place?: MessagePlace): Merged['result'] => {
    const row = read.get(key)!;
    const { signal: there } = rows()(row);
    const { result, signal } = mergeSignal(there, came.signal);
    const provenance = JSON.stringify(signal.provenance);
    if (result === 'updated') replace.run(provenance, ...columnsOf(signal, place ?? { signal, rawText: came.rawText }), row.seq);
    else if (signal !== there) keep.run(provenance, row.seq);
    const free = result === 'updated' ? row.message : place?.message;
    if (typeof free === 'number') release(free);
    return result;
  };
}

/** Prepares the letting go of a message: one signal less is read from it. */
export function messageReleaser(db: Database): (message: number) => void {
  const release = db.prepare<[number]>('UPDATE messages SET signals = signals - 1 WHERE seq = ?');
  return (message) => void release.run(message);
}

/**
 * Prepares the writing of a signal that came in a message.
 *
 * @param place where it is read from; without one its text is stored beside it.
 */
export function signalWriter(db: Database, views: Views) {
  const insert = db.prepare(
    `INSERT INTO signals (key, source, account_id, provenance, time, event_name, message, start, length, body, raw)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
  );
  const merge = signalMerger(db, views);
  return (facts: SearchFacts, came: () => StoredSignal, place?: MessagePlace): SignalResult => {
    const { id, source, accountId } = facts;
    const key = signalKey(id);
    const provenance = place === undefined ? JSON.stringify(came().signal.provenance) : null;
    const { changes } = insert.run(key, source, accountId, provenance, ...columnsOf(facts, place ?? came()));
    return changes === 1 ? 'new' : merge(key, came(), place);
  };
}

/**
 * What changes with a signal: its time, event name, message, start, length, body and raw text. In their order, since to bind them by
 * their names takes longer. The record's text is JSON, so a text that is none is a fault of ours.
 */
function columnsOf({ time, eventName }: SearchFacts, from: MessagePlace | StoredSignal): (string | number | null)[] {
  const at = Date.parse(time);
  if ('message' in from) return [at, eventName, from.message, from.index, from.length, null, null];
  const { provenance: _provenance, ...body } = from.signal;
  return [at, eventName, null, null, Buffer.byteLength(from.rawText), JSON.stringify(body), from.rawText];
}

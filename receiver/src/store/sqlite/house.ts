import type { Database } from 'better-sqlite3';
import type { Retention } from '../store.ts';
import { messageReleaser } from './signal-writer.ts';

/** So little at a time that nobody who waits for the database notices. */
const SLICE = { signals: 1_000, blocks: 50, rows: 500 } as const;

/** A letter, or the work that somebody made of it, reads its message again: it is of no use without. */
const UNCLAIMED = ` AND NOT EXISTS (
  SELECT 1 FROM jobs WHERE kind = 'message' AND jobs.key = webhook || ' ' || topic_arn || ' ' || message_id)`;

/** Prepares the dropping of what is no longer kept. To be run inside a transaction; gives whether there is more. */
export function houseKeeper(db: Database) {
  const anyOf = (table: string, where: string) => db.prepare<object>(`SELECT 1 FROM ${table} WHERE ${where} LIMIT 1`);
  const drop = (table: string, id: string, where: string, slice: number) =>
    db.prepare(`DELETE FROM ${table} WHERE ${id} IN (SELECT ${id} FROM ${table} WHERE ${where} LIMIT ${slice})`);

  const oldSignals = 'time < @signalsBefore AND seq <= @delivered';
  const dropSignals = db.prepare<object, { message: number | null }>(
    `DELETE FROM signals WHERE seq IN (SELECT seq FROM signals WHERE ${oldSignals} LIMIT ${SLICE.signals}) RETURNING message`,
  );
  const anySignal = anyOf('signals', oldSignals);
  const release = messageReleaser(db);
  const steps = [
    // A block goes after all signals of its time, which are read from it. Those that a sink waits for hold it back.
    step(
      'blocks',
      'id',
      'newest < @signalsBefore AND NOT EXISTS (SELECT 1 FROM signals WHERE time < @signalsBefore)',
      SLICE.blocks,
    ),
    // First the letters, then what they name.
    step('jobs', 'id', 'dead = 1 AND run_at < @signalsBefore', SLICE.rows),
    // What could not be read is kept as long as signals are, for whoever learns to read it.
    step(
      'messages',
      'seq',
      `signals = 0 AND received_at < @messagesBefore AND (outcome <> 'quarantined' OR received_at < @signalsBefore)${UNCLAIMED}`,
      SLICE.rows,
    ),
    step('files', 'id', `state = 'done' AND found_at < @messagesBefore`, SLICE.rows),
  ];
  function step(table: string, id: string, where: string, slice: number) {
    return { any: anyOf(table, where), drop: drop(table, id, where, slice) };
  }
  const values = ({ signalsBefore, messagesBefore, cursors }: Retention) => ({
    // An event may say that it is from before 1970.
    signalsBefore: signalsBefore ?? Number.MIN_SAFE_INTEGER,
    messagesBefore,
    delivered: Math.min(...cursors.map(Number), Number.MAX_SAFE_INTEGER),
  });
  return {
    /** Known without a write, which costs an fsync also when it changes nothing. */
    hasWork: (retention: Retention) =>
      [anySignal, ...steps.map(({ any }) => any)].some((any) => any.get(values(retention)) !== undefined),
    run: (retention: Retention): void => {
      for (const { message } of dropSignals.all(values(retention))) if (message !== null) release(message);
      for (const { drop: slice } of steps) slice.run(values(retention));
    },
  };
}

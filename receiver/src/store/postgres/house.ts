import type { Retention } from '../store.ts';
import { bigints } from './columns.ts';
import type { Database, Queries, Value } from './database.ts';
import { DAY_MS, type Partitions } from './partitions.ts';
import type { SignalPlace } from './signal-keys.ts';
import { positionOf, type Position } from './stream.ts';

/** So little at a time that nobody who waits for the database notices. */
const SLICE = { keys: 10_000, signals: 1_000, blocks: 50, rows: 1_000 } as const;

/** What a sink has not got yet. Without sinks, nothing. */
const NOT_DELIVERED = '(xact, seq) > ($1::bigint, $2::bigint)';

/** A letter, or the work that somebody made of it, reads its message again: it is of no use without. */
const UNCLAIMED = ` AND NOT EXISTS (
  SELECT FROM jobs WHERE kind = 'message' AND jobs.key = webhook || ' ' || topic_arn || ' ' || message_id)`;

/** Makes room for what comes, and drops some of what is no longer kept. Gives whether there is more. */
export async function keepHouse(db: Database, partitions: Partitions, now: number, retention: Retention): Promise<boolean> {
  const { signalsBefore, messagesBefore, cursors } = retention;
  partitions.keepFrom(signalsBefore);
  await partitions.prepareAhead(now);
  const delivered = leastOf(cursors.map(positionOf));
  // First the letters, then what they name.
  const hasMore = [
    signalsBefore !== undefined && (await dropRows(db, 'jobs', 'dead AND run_at < $1', signalsBefore)),
    await dropRows(db, 'messages', `outcome <> 'quarantined' AND received_at < $1${UNCLAIMED}`, messagesBefore),
    await dropRows(db, 'files', `state = 'done' AND found_at < $1`, messagesBefore),
  ];
  if (signalsBefore !== undefined) {
    hasMore.push(
      await dropDay(db, partitions, signalsBefore, delivered),
      await dropScattered(db, signalsBefore, delivered),
      await dropBlocks(db, partitions, signalsBefore),
      // What could not be read is kept as long as signals are, for whoever learns to read it.
      await dropRows(
        db,
        'messages',
        `outcome = 'quarantined' AND received_at < $1${UNCLAIMED}`,
        Math.min(messagesBefore, signalsBefore),
      ),
    );
  }
  return hasMore.includes(true);
}

/** Rows that another process is about to change are left for the next time. */
async function dropRows(db: Database, table: string, where: string, before: Value): Promise<boolean> {
  const dropped = await db.run(
    `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${SLICE.rows} FOR UPDATE SKIP LOCKED))`,
    [before],
  );
  return dropped === SLICE.rows;
}

/**
 * One step in dropping the oldest day that is over: some of its keys, or, when there are none, its partition. A partition with a signal
 * that a sink has not got yet stays whole.
 */
async function dropDay(db: Database, partitions: Partitions, before: number, delivered: Position): Promise<boolean> {
  const over = (await partitions.days('signals')).filter((day) => (day + 1) * DAY_MS <= before);
  for (const day of over) {
    const ofDay = `time >= ${day * DAY_MS} AND time < ${(day + 1) * DAY_MS}`;
    const [waiting] = await db.query<{ any: boolean }>(
      `SELECT EXISTS (SELECT FROM signal_keys WHERE ${ofDay} AND ${NOT_DELIVERED}) AS any`,
      [delivered.xact, delivered.seq],
    );
    if (waiting!.any) continue;
    const dropped = await db.run(
      `DELETE FROM signal_keys WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM signal_keys WHERE ${ofDay} AND NOT ${NOT_DELIVERED} LIMIT ${SLICE.keys} FOR UPDATE SKIP LOCKED))`,
      [delivered.xact, delivered.seq],
    );
    if (dropped === SLICE.keys) return true;
    const isUnused = async (tx: Queries) => {
      const [left] = await tx.query<{ none: boolean }>(`SELECT NOT EXISTS (SELECT FROM signal_keys WHERE ${ofDay}) AS none`);
      return left!.none;
    };
    return (await partitions.drop('signals', day, isUnused)) && over.length > 1;
  }
  return false;
}

/** Signals of days without a partition, key by key: keys first, as whoever merges into them has them. */
function dropScattered(db: Database, before: number, delivered: Position): Promise<boolean> {
  return db.write(async (tx) => {
    const old = await tx.query<SignalPlace>(
      `SELECT time, seq FROM signals_default WHERE time < $1 ORDER BY time, seq LIMIT ${SLICE.signals}`,
      [before],
    );
    if (old.length === 0) return false;
    const placeColumns = (places: readonly SignalPlace[]) => [
      bigints(places.map(({ time }) => time)),
      bigints(places.map(({ seq }) => seq)),
    ];
    const gone = await tx.query<SignalPlace>(
      `DELETE FROM signal_keys WHERE ctid = ANY(ARRAY(
         SELECT signal_keys.ctid FROM signal_keys JOIN unnest($3::bigint[], $4::bigint[]) AS old (time, seq) USING (time, seq)
         WHERE NOT ${NOT_DELIVERED} FOR UPDATE OF signal_keys SKIP LOCKED))
       RETURNING time, seq`,
      [delivered.xact, delivered.seq, ...placeColumns(old)],
    );
    await tx.run(
      `DELETE FROM signals_default USING unnest($1::bigint[], $2::bigint[]) AS gone (time, seq)
       WHERE signals_default.time = gone.time AND signals_default.seq = gone.seq`,
      placeColumns(gone),
    );
    return gone.length === SLICE.signals;
  });
}

/** The time of the oldest signal there is: all blocks before are read by nobody. */
const OLDEST = `coalesce((SELECT min(time) FROM signal_keys), ${Number.MAX_SAFE_INTEGER})`;

/** A block goes after all signals of its time, which are read from it. Those that a sink waits for hold it back. */
async function dropBlocks(db: Database, partitions: Partitions, before: number): Promise<boolean> {
  const over = (await partitions.days('blocks')).filter((day) => (day + 1) * DAY_MS <= before);
  const [day] = over;
  const isDropped =
    day !== undefined &&
    (await partitions.drop('blocks', day, async (tx) => {
      const [row] = await tx.query<{ oldest: number }>(`SELECT ${OLDEST} AS oldest`);
      return (day + 1) * DAY_MS <= row!.oldest;
    }));
  // In one statement, which sees a block only with its signals.
  const dropped = await db.run(
    `DELETE FROM blocks_default
     WHERE ctid = ANY(ARRAY(SELECT ctid FROM blocks_default WHERE newest < $1 AND newest < ${OLDEST} LIMIT ${SLICE.blocks}))`,
    [before],
  );
  return (isDropped && over.length > 1) || dropped === SLICE.blocks;
}

/** The one that has come least far; without any, everything is behind it. */
function leastOf(positions: readonly Position[]): Position {
  const all: Position = { xact: Number.MAX_SAFE_INTEGER, seq: 0 };
  return positions.reduce((least, each) => ((each.xact - least.xact || each.seq - least.seq) < 0 ? each : least), all);
}

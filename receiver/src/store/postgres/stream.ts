import type { SignalStream } from '../signals.ts';
import type { RecordView } from '../view.ts';
import type { Database } from './database.ts';
import { MAX_PAGE_BYTES } from '../signal-rows.ts';
import { readLengths, readRows, signalsOfRows } from './signal-rows.ts';
import type { SignalPlace } from './signal-keys.ts';

/** How far one has come: the number of a transaction, and that of a signal in it. */
export interface Position {
  readonly xact: number;
  readonly seq: number;
}

/** Transactions below this one are all over. One above may be committed already, and still have one before it that is not. */
const SETTLED = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT ahead FROM clarion_schema)';
/** Behind every signal of a transaction. */
const LAST_SEQ = Number.MAX_SAFE_INTEGER;

/** Reads a cursor, which says where it stands as text. */
export function positionOf(cursor: string): Position {
  const [, xact, seq] = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor) ?? [];
  if (xact === undefined)
    throw new Error(`a cursor of PostgreSQL is two numbers with a dot, got ${JSON.stringify(cursor.slice(0, 100))}`);
  return { xact: Number(xact), seq: Number(seq) };
}

const cursorOf = ({ xact, seq }: Position) => `${xact}.${seq}`;

/**
 * Signals in the order in which they were stored. One whose transaction is still under way would come before what is there: so it goes
 * on only as far as no transaction is under way, in the whole server, that began to write before.
 */
export function readStream(db: Database, cursor: string | undefined, limit: number, view: RecordView): Promise<SignalStream> {
  return db.read(async (tx) => {
    const from = cursor === undefined ? { xact: 0, seq: 0 } : positionOf(cursor);
    const places = await tx.query<SignalPlace & Position>(
      `SELECT time, xact, seq FROM signal_keys WHERE (xact, seq) > ($1::bigint, $2::bigint) AND xact < ${SETTLED} ORDER BY xact, seq LIMIT $3`,
      [from.xact, from.seq, limit],
    );
    const lengths = await readLengths(tx, places);
    let bytes = 0;
    const end = places.findIndex(({ seq }, index) => (bytes += lengths.get(seq) ?? 0) > MAX_PAGE_BYTES && index > 0);
    const page = end === -1 ? places : places.slice(0, end);
    const rows = await readRows(tx, page);
    return {
      signals: await signalsOfRows(
        tx,
        page.flatMap(({ seq }) => rows.get(seq) ?? []),
        view,
      ),
      cursor: cursorOf(page.at(-1) ?? from),
    };
  });
}

/** The cursor behind all that is stored now. */
export async function latestCursor(db: Database): Promise<string> {
  const [row] = await db.query<{ xact: number }>(`SELECT ${SETTLED} - 1 AS xact`);
  return cursorOf({ xact: row!.xact, seq: LAST_SEQ });
}

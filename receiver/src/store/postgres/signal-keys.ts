import { bigints, keyColumn, type Column } from './columns.ts';
import { Again, type Queries } from './database.ts';

/** Signals that want to be stored, as columns. */
export interface SignalKeys {
  /** One after the other. */
  readonly keys: Uint8Array;
  readonly times: Column<number>;
  /** The number of each, should it be new. */
  readonly seqs: readonly number[];
}

/** Where a signal lies. */
export interface SignalPlace {
  readonly time: number;
  readonly seq: number;
}

/** The number of the transaction that writes: signals are told of in its order. */
const XACT = '(SELECT pg_current_xact_id()::text::bigint + ahead FROM clarion_schema)';

/**
 * Claims keys, in their order, so that no two transactions wait for each other. Those that are new are ours, and those that are there
 * are locked until the end of the transaction: nobody else merges into their signals.
 *
 * @returns where those lie that were there, by their index.
 */
export async function claimKeys(tx: Queries, { keys, times, seqs }: SignalKeys): Promise<ReadonlyMap<number, SignalPlace>> {
  const [keyed, numbered] = [keyColumn(keys), bigints(seqs)];
  const claimed = await tx.run(
    `INSERT INTO signal_keys (key, time, seq, xact)
     SELECT key, time, seq, ${XACT} FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS came (key, time, seq) ORDER BY key, seq
     ON CONFLICT (key) DO NOTHING`,
    [keyed, bigints(times), numbered],
  );
  if (claimed === seqs.length) return new Map();
  const there = await tx.query<SignalPlace & { readonly nth: number }>(
    `SELECT nth, known.time, known.seq FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS came (key, seq, nth)
     JOIN signal_keys AS known ON known.key = came.key WHERE known.seq <> came.seq ORDER BY known.key FOR UPDATE OF known`,
    [keyed, numbered],
  );
  // One that was there a moment ago is no longer kept: it is new after all.
  if (claimed + there.length < seqs.length) throw new Again('a signal went while the same came');
  return new Map(there.map(({ nth, time, seq }) => [nth - 1, { time, seq }]));
}

/** Forgets keys. */
export async function dropKeys(tx: Queries, keys: readonly Uint8Array[]): Promise<void> {
  await tx.run('DELETE FROM signal_keys WHERE key = ANY($1::uuid[])', [keyColumn(Buffer.concat(keys))]);
}

/** Moves keys to where their signals lie now. */
export async function moveKeys(
  tx: Queries,
  moves: readonly { readonly key: Uint8Array; readonly time: number }[],
): Promise<void> {
  await tx.run(
    `UPDATE signal_keys SET time = moved.time FROM unnest($1::uuid[], $2::bigint[]) AS moved (key, time) WHERE signal_keys.key = moved.key`,
    [keyColumn(Buffer.concat(moves.map(({ key }) => key))), bigints(moves.map(({ time }) => time))],
  );
}

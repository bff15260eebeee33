import type { StoredSignal } from '../signals.ts';
import { SIGNAL_COLUMNS, signalOfRow, type SignalRow } from '../signal-rows.ts';
import type { RecordView } from '../view.ts';
import { readBlocks } from './blocks.ts';
import { bigints } from './columns.ts';
import type { Queries } from './database.ts';
import { inDays } from './days.ts';
import { dayOf } from './partitions.ts';
import type { SignalPlace } from './signal-keys.ts';

export { SIGNAL_COLUMNS, type SignalRow };

// The second condition is what partitions are chosen by.
const AT_PLACES = `FROM unnest($1::bigint[], $2::bigint[]) AS place (time, seq)
  JOIN signals ON signals.time = place.time AND signals.seq = place.seq WHERE signals.time = ANY($1::bigint[])`;
const OF_SIGNALS = SIGNAL_COLUMNS.split(', ')
  .map((column) => `signals.${column}`)
  .join(', ');

/** The rows at these places, by their numbers. */
export function readRows(tx: Queries, places: readonly SignalPlace[]): Promise<ReadonlyMap<number, SignalRow>> {
  return readAt<SignalRow>(tx, OF_SIGNALS, places);
}

/** How long the texts of the records at these places are, in bytes, by their numbers. */
export async function readLengths(tx: Queries, places: readonly SignalPlace[]): Promise<ReadonlyMap<number, number>> {
  const rows = await readAt<SignalPlace & { readonly length: number }>(tx, 'signals.seq, signals.length', places);
  return new Map([...rows].map(([seq, { length }]) => [seq, length]));
}

async function readAt<Row extends { readonly seq: number }>(tx: Queries, columns: string, places: readonly SignalPlace[]) {
  const found = new Map<number, Row>();
  for (const some of inDays(places, ({ time }) => dayOf(time))) {
    const values = [bigints(some.map(({ time }) => time)), bigints(some.map(({ seq }) => seq))];
    for (const row of await tx.query<Row>(`SELECT ${columns} ${AT_PLACES}`, values)) found.set(row.seq, row);
  }
  return found;
}

/** The signals of rows, in their order. */
export async function signalsOfRows(tx: Queries, rows: readonly SignalRow[], view: RecordView): Promise<StoredSignal[]> {
  const blocks = await readBlocks(
    tx,
    rows.flatMap(({ block }) => block ?? []),
  );
  const blockOf = (id: number) => {
    const block = blocks.get(id);
    if (block === undefined) throw new Error(`the texts of block ${id} are gone`);
    return block;
  };
  return rows.map((row) => signalOfRow(row, blockOf, view));
}

import type { Provenance, Signal } from '../signals/signal.ts';
import type { StoredSignal } from './signals.ts';
import type { RecordView } from './view.ts';
import type { Block } from './blocks.ts';

/** A page ends at so many bytes of records as well: what is read at once is in memory at once, and holds up receiving. */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** The columns that a signal is read from. */
export const SIGNAL_COLUMNS = 'seq, time, block, start, length, provenance, body, raw';

/** A signal with its record beside it, or, of a log file, with its place in a block. */
export type SignalRow = {
  readonly seq: number;
  readonly time: number;
  readonly length: number;
  readonly provenance: string | null;
} & (
  | { readonly block: null; readonly body: string; readonly raw: string }
  | { readonly block: number; readonly start: number; readonly body: null; readonly raw: null }
);

/** The signal of a row. */
export function signalOfRow(row: SignalRow, blockOf: (id: number) => Block, view: RecordView): StoredSignal {
  const more = row.provenance === null ? [] : (JSON.parse(row.provenance) as Provenance[]);
  if (row.block === null) {
    return { signal: { ...(JSON.parse(row.body) as Omit<Signal, 'raw' | 'provenance'>), provenance: more }, rawText: row.raw };
  }
  const { bucket, key, receivedAt, texts } = blockOf(row.block);
  const rawText = texts.toString('utf8', row.start, row.start + row.length);
  const first: Provenance = { path: 's3', bucket, key };
  return { signal: { ...view(rawText, { bucket, key }, receivedAt), provenance: [first, ...more] }, rawText };
}

/** The provenances that stand in the row itself: the first of a log file's is its block's. */
export function provenanceColumn(block: number | null, provenance: readonly Provenance[]): string | null {
  const own = block === null ? provenance : provenance.slice(1);
  return own.length === 0 ? null : JSON.stringify(own);
}

import type { Provenance, Signal } from '../signals/signal.ts';
import type { Block } from './blocks.ts';
import type { StoredSignal } from './signals.ts';
import type { RecordView } from './view.ts';

/** A page ends at so many bytes of records as well: what is read at once is in memory at once, and holds up receiving. */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** The columns that a signal is read from. */
export const SIGNAL_COLUMNS = 'seq, time, block, start, length, provenance, body, raw';

/** What every row of a signal has. */
export interface RowHead {
  readonly seq: number;
  readonly time: number;
  /** In bytes, of what has to be read for it. */
  readonly length: number;
  /** `null` where the signal came by the one way that its place says. */
  readonly provenance: string | null;
}

/** A signal with its record beside it. */
export interface WholeRow extends RowHead {
  readonly block: null;
  readonly body: string;
  readonly raw: string;
}

/** A signal of a log file, with its record's place in a block. */
export interface BlockRow extends RowHead {
  readonly block: number;
  readonly start: number;
  readonly body: null;
}

/** {@link WholeRow} or {@link BlockRow} */
export type SignalRow = WholeRow | BlockRow;

/** The signal of a row. */
export function signalOfRow(row: SignalRow, blockOf: (id: number) => Block, view: RecordView): StoredSignal {
  if (row.block === null) {
    const body = JSON.parse(row.body) as Omit<Signal, 'raw' | 'provenance'>;
    return { signal: { ...body, provenance: provenanceOf(row) }, rawText: row.raw };
  }
  const { bucket, key, receivedAt, texts } = blockOf(row.block);
  const rawText = texts.toString('utf8', row.start, row.start + row.length);
  const provenance = provenanceOf(row, { path: 's3', bucket, key });
  return { signal: { ...view(rawText, { bucket, key }, receivedAt), provenance }, rawText };
}

/** The ways by which the signal of a row came. */
export function provenanceOf({ provenance }: RowHead, ...byPlace: readonly Provenance[]): readonly Provenance[] {
  return provenance === null ? byPlace : (JSON.parse(provenance) as Provenance[]);
}

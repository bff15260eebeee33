import { KEY_BYTES, signalKey } from '../../signals/key.ts';
import type { Merged } from '../../signals/merge.ts';
import type { SignalWithText } from '../../signals/signal.ts';
import type { SavedSignals } from '../messages.ts';
import type { StoredSignal } from '../signals.ts';
import type { RecordView } from '../view.ts';
import { bigints, integers, texts } from './columns.ts';
import type { Queries } from './database.ts';
import { signalColumns } from './signal-columns.ts';
import { claimKeys, dropKeys, type SignalKeys } from './signal-keys.ts';
import { mergeAll } from './signal-merger.ts';

/** What became of a signal that came. */
export type SignalResult = 'new' | Merged['result'];

/** Signals that came together, each known by its index. */
export interface Arrivals extends SignalKeys {
  /** Writes the rows of those that are new. */
  insert(indexes: readonly number[]): Promise<void>;
  /** One of those that are not. */
  signal(index: number): StoredSignal;
}

/** Stores what is new, and merges the rest into what is there. */
export async function storeArrivals(tx: Queries, arrivals: Arrivals, view: RecordView): Promise<readonly SignalResult[]> {
  const results = new Array<SignalResult>(arrivals.seqs.length).fill('new');
  const there = await claimKeys(tx, arrivals);
  const isNew = [...results.keys()].filter((index) => !there.has(index));
  if (isNew.length > 0) await arrivals.insert(isNew);
  if (there.size === 0) return results;

  const indexes = [...there.keys()].sort((a, b) => a - b);
  const meetings = indexes.map((index) => ({
    place: there.get(index)!,
    key: keyAt(arrivals, index),
    came: arrivals.signal(index),
  }));
  const merged = await mergeAll(tx, meetings, view);
  const gone: number[] = [];
  merged.forEach((result, nth) => {
    if (result === 'gone') gone.push(indexes[nth]!);
    else results[indexes[nth]!] = result;
  });
  if (gone.length > 0) {
    // A key without a signal, as when somebody dropped a partition by hand, must not keep the signal out for ever.
    await dropKeys(
      tx,
      gone.map((index) => keyAt(arrivals, index)),
    );
    const stored = await storeArrivals(tx, partOf(arrivals, gone), view);
    gone.forEach((index, nth) => (results[index] = stored[nth]!));
  }
  return results;
}

/** Signals that came in messages, whose numbers are these. */
export function arrivalsOf(tx: Queries, signals: readonly SignalWithText[], seqs: readonly number[]): Arrivals {
  const stored = signals.map(({ signal: { raw: _raw, ...signal }, rawText }): StoredSignal => ({ signal, rawText }));
  const rows = stored.map(signalColumns);
  return {
    keys: Buffer.concat(signals.map(({ signal }) => signalKey(signal.id))),
    times: rows.map(({ time }) => time),
    seqs,
    signal: (index) => stored[index]!,
    insert: async (indexes) => {
      const columns = indexes.map((index) => rows[index]!);
      await tx.run(
        `INSERT INTO signals (seq, time, length, source, account_id, event_name, provenance, body, raw)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])`,
        [
          bigints(indexes.map((index) => seqs[index]!)),
          bigints(columns.map(({ time }) => time)),
          integers(columns.map(({ length }) => length)),
          texts(columns.map(({ source }) => source)),
          texts(columns.map(({ accountId }) => accountId)),
          texts(columns.map(({ eventName }) => eventName)),
          texts(columns.map(({ provenance }) => provenance)),
          texts(columns.map(({ body }) => body)),
          texts(columns.map(({ raw }) => raw)),
        ],
      );
    },
  };
}

function partOf(arrivals: Arrivals, part: readonly number[]): Arrivals {
  const times = [...arrivals.times];
  return {
    keys: Buffer.concat(part.map((index) => keyAt(arrivals, index))),
    times: part.map((index) => times[index]!),
    seqs: part.map((index) => arrivals.seqs[index]!),
    insert: (indexes) => arrivals.insert(indexes.map((index) => part[index]!)),
    signal: (index) => arrivals.signal(part[index]!),
  };
}

const keyAt = ({ keys }: SignalKeys, index: number) => keys.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);

/** What is said of what was saved. */
export function savedOf(results: readonly SignalResult[], idOf: (index: number) => string): SavedSignals {
  const newSignals = results.filter((result) => result === 'new').length;
  const differing = results.flatMap((result, index) => (result === 'differing' ? [idOf(index)] : []));
  return differing.length === 0 ? { newSignals } : { newSignals, differing };
}

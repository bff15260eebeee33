import { mergeSignal, type Merged } from '../../signals/merge.ts';
import type { StoredSignal } from '../signals.ts';
import type { RecordView } from '../view.ts';
import { bigints, integers, texts } from './columns.ts';
import type { Queries } from './database.ts';
import { inDays } from './days.ts';
import { dayOf } from './partitions.ts';
import { signalColumns } from './signal-columns.ts';
import { moveKeys, type SignalPlace } from './signal-keys.ts';
import { readRows, signalsOfRows, type SignalRow } from './signal-rows.ts';

/** A signal that came, and where the one of the same key lies. The key is locked. */
export interface Meeting {
  readonly place: SignalPlace;
  readonly key: Uint8Array;
  readonly came: StoredSignal;
}

/** A signal that is there, and what it has become. */
interface Change {
  readonly row: SignalRow;
  readonly key: Uint8Array;
  readonly before: StoredSignal;
  readonly now: StoredSignal;
}

/** Merges what came into what is there, one after the other. Gives what became of each, or `gone` where nothing is there any more. */
export async function mergeAll(
  tx: Queries,
  meetings: readonly Meeting[],
  view: RecordView,
): Promise<readonly (Merged['result'] | 'gone')[]> {
  const places = meetings.map(({ place }) => place);
  const rows = [...(await readRows(tx, places)).values()];
  const there = await signalsOfRows(tx, rows, view);
  const keys = new Map(meetings.map(({ place, key }) => [place.seq, key]));
  const changes = new Map<number, Change>(
    rows.map((row, index) => [row.seq, { row, key: keys.get(row.seq)!, before: there[index]!, now: there[index]! }]),
  );
  const results = meetings.map(({ place, came }) => {
    const change = changes.get(place.seq);
    if (change === undefined) return 'gone';
    const { result, signal } = mergeSignal(change.now.signal, came.signal);
    const rawText = result === 'updated' ? came.rawText : change.now.rawText;
    if (signal !== change.now.signal) changes.set(place.seq, { ...change, now: { signal, rawText } });
    return result;
  });
  const changed = [...changes.values()].filter(({ before, now }) => now !== before);
  const hasOtherText = ({ before, now }: Change) => now.signal.rawSha256 !== before.signal.rawSha256;
  for (const some of inDays(changed, ({ row }) => dayOf(row.time))) {
    await keep(
      tx,
      some.filter((change) => !hasOtherText(change)),
    );
    await replace(tx, some.filter(hasOtherText));
  }
  return results;
}

/** What stays has only got more ways by which it came. */
async function keep(tx: Queries, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.run(
    `UPDATE signals SET provenance = came.provenance FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS came (time, seq, provenance)
     WHERE signals.time = came.time AND signals.seq = came.seq AND signals.time = ANY($1::bigint[])`,
    [...placeColumns(changes), texts(changes.map(({ now }) => JSON.stringify(now.signal.provenance)))],
  );
}

/** What its source changed may be of another day now, and moves to another partition then. */
async function replace(tx: Queries, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const columns = changes.map(({ now }) => signalColumns(now));
  await tx.run(
    `UPDATE signals SET time = came.moved, event_name = came.event_name, block = NULL, start = NULL, length = came.length,
       provenance = came.provenance, body = came.body, raw = came.raw
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::text[])
       AS came (time, seq, moved, event_name, length, provenance, body, raw)
     WHERE signals.time = came.time AND signals.seq = came.seq AND signals.time = ANY($1::bigint[])`,
    [
      ...placeColumns(changes),
      bigints(columns.map(({ time }) => time)),
      texts(columns.map(({ eventName }) => eventName)),
      integers(columns.map(({ length }) => length)),
      texts(columns.map(({ provenance }) => provenance)),
      texts(columns.map(({ body }) => body)),
      texts(columns.map(({ raw }) => raw)),
    ],
  );
  await moveKeys(
    tx,
    changes.map(({ key }, index) => ({ key, time: columns[index]!.time })),
  );
}

const placeColumns = (changes: readonly Change[]) => [
  bigints(changes.map(({ row }) => row.time)),
  bigints(changes.map(({ row }) => row.seq)),
];

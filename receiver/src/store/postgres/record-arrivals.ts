import { KEY_BYTES } from '../../signals/key.ts';
import type { Provenance } from '../../signals/signal.ts';
import type { FileBatch } from '../files.ts';
import type { StoredSignal } from '../signals.ts';
import { textPlace, unpackTexts } from '../blocks.ts';
import type { RecordView } from '../view.ts';
import { blockId, insertBlocks } from './blocks.ts';
import { bigints, integers, texts } from './columns.ts';
import type { Queries } from './database.ts';
import type { Arrivals } from './signal-writer.ts';

/** The signals of a file's records: a narrow row for each, with the place of its text in a block. */
export function recordArrivals(
  tx: Queries,
  batch: FileBatch,
  numbers: { readonly seqs: readonly number[]; readonly blocks: readonly number[] },
  view: RecordView,
): Arrivals {
  const { file, receivedAt } = batch;
  const provenance: Provenance[] = [{ path: 's3', bucket: file.bucket, key: file.key }];
  const blocks = batch.blocks.map((block, nth) => ({ block, id: blockId(block, numbers.blocks[nth]!) }));
  const records = blocks.flatMap(({ block, id }) =>
    Array.from(block.times, (time, index) => ({
      time,
      id,
      ...textPlace(block, index),
      accountId: block.accountIds[index]!,
      eventName: block.eventNames[index]!,
    })),
  );
  const written = new Set<number>();
  const unpacked = new Map<number, Buffer>();
  const textsOf = (id: number): Buffer => {
    const known = unpacked.get(id) ?? unpackTexts(blocks.find((each) => each.id === id)!.block.texts);
    unpacked.set(id, known);
    return known;
  };
  return {
    keys: Buffer.concat(batch.blocks.map(({ keys }) => keys)),
    times: records.map(({ time }) => time),
    seqs: numbers.seqs,
    signal(index): StoredSignal {
      const { id, start, length } = records[index]!;
      const rawText = textsOf(id).toString('utf8', start, start + length);
      return { signal: { ...view(rawText, file, receivedAt), provenance }, rawText };
    },
    async insert(indexes) {
      const rows = indexes.map((index) => records[index]!);
      // A block of which nothing is new is not kept.
      const used = new Set(rows.map(({ id }) => id));
      const unwritten = blocks.filter(({ id }) => used.has(id) && !written.has(id));
      if (unwritten.length > 0) await insertBlocks(tx, batch, unwritten);
      for (const { id } of unwritten) written.add(id);
      await tx.run(
        `INSERT INTO signals (seq, time, block, start, length, source, account_id, event_name)
         SELECT seq, time, block, start, length, 'cloudtrail', account_id, event_name
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::integer[], $6::text[], $7::text[])
           AS came (seq, time, block, start, length, account_id, event_name)`,
        [
          bigints(indexes.map((index) => numbers.seqs[index]!)),
          bigints(rows.map(({ time }) => time)),
          bigints(rows.map(({ id }) => id)),
          integers(rows.map(({ start }) => start)),
          integers(rows.map(({ length }) => length)),
          texts(rows.map(({ accountId }) => accountId)),
          texts(rows.map(({ eventName }) => eventName)),
        ],
      );
    },
  };
}

/** How many records a batch has. */
export const recordsOf = ({ blocks }: FileBatch) => blocks.reduce((count, { keys }) => count + keys.length / KEY_BYTES, 0);

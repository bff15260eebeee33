import type { FileBatch, SignalBlock } from '../files.ts';
import { unpackTexts, type Block } from '../blocks.ts';
import { bigints, byteStrings } from './columns.ts';
import type { Queries } from './database.ts';
import { inDays } from './days.ts';
import { BLOCKS_OF_A_DAY, dayOf } from './partitions.ts';

/** Later days are no days of partitions, and a number with one in it would be too large. */
const LAST_DAY = 2 ** 16;

/** The number of a block: the day of its newest record, by which it lies in a partition, and one that nobody else has. */
export function blockId({ times }: SignalBlock, number: number): number {
  return Math.min(dayOf(newestOf(times)), LAST_DAY) * BLOCKS_OF_A_DAY + number;
}

/** The day of a block's partition. */
export const dayOfBlock = (id: number) => Math.floor(id / BLOCKS_OF_A_DAY);

/** Writes the texts of blocks. */
export async function insertBlocks(
  tx: Queries,
  { file, receivedAt }: Pick<FileBatch, 'file' | 'receivedAt'>,
  blocks: readonly { readonly id: number; readonly block: SignalBlock }[],
): Promise<void> {
  await tx.run(
    `INSERT INTO blocks (id, bucket, key, received_at, newest, texts)
     SELECT id, $1, $2, $3, newest, texts FROM unnest($4::bigint[], $5::bigint[], $6::bytea[]) AS came (id, newest, texts)`,
    [
      file.bucket,
      file.key,
      receivedAt,
      bigints(blocks.map(({ id }) => id)),
      bigints(blocks.map(({ block }) => newestOf(block.times))),
      byteStrings(blocks.map(({ block }) => block.texts)),
    ],
  );
}

/** Reads blocks by their numbers, and unpacks each once. */
export async function readBlocks(tx: Queries, ids: Iterable<number>): Promise<ReadonlyMap<number, Block>> {
  const blocks = new Map<number, Block>();
  for (const group of inDays([...new Set(ids)], dayOfBlock)) {
    const rows = await tx.query<Block & { readonly id: number }>(
      'SELECT id, bucket, key, received_at AS "receivedAt", texts FROM blocks WHERE id = ANY($1::bigint[])',
      [bigints(group)],
    );
    for (const { id, ...block } of rows) blocks.set(id, { ...block, texts: unpackTexts(block.texts) });
  }
  return blocks;
}

const newestOf = (times: Float64Array) => times.reduce((newest, time) => Math.max(newest, time), 0);

import type { Database } from 'better-sqlite3';
import { unpackTexts, type Block } from '../blocks.ts';

/** Prepares the reading of blocks: each is unpacked once for all that is read by one reader. */
export function blockReader(db: Database): () => (id: number) => Block {
  const read = db.prepare<[number], Omit<Block, 'texts'> & { readonly texts: Buffer }>(
    'SELECT bucket, key, received_at AS receivedAt, texts FROM blocks WHERE id = ?',
  );
  return () => {
    const unpacked = new Map<number, Block>();
    return (id) => {
      let block = unpacked.get(id);
      if (block === undefined) {
        const row = read.get(id);
        if (row === undefined) throw new Error(`the texts of block ${id} are gone`);
        block = { ...row, texts: unpackTexts(row.texts) };
        unpacked.set(id, block);
      }
      return block;
    };
  };
}

import { zstdDecompressSync } from 'node:zlib';
import type { SignalBlock } from './files.ts';

/** More than a block ever holds: some 64 KiB, or one large record. */
export const MAX_BLOCK_BYTES = 16 * 1024 * 1024;

/** The texts of some records of one log file. */
export interface Block {
  readonly bucket: string;
  readonly key: string;
  readonly receivedAt: number;
  readonly texts: Buffer;
}

/** Unpacks the texts of a block. */
export function unpackTexts(texts: Uint8Array): Buffer {
  return zstdDecompressSync(texts, { maxOutputLength: MAX_BLOCK_BYTES });
}

/** Where the text of a record of a block begins, and how long it is, in bytes. */
export function textPlace({ ends }: SignalBlock, index: number): { readonly start: number; readonly length: number } {
  const start = index === 0 ? 0 : ends[index - 1]!;
  return { start, length: ends[index]! - start };
}

import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How large the disk is that a file is on, and what of it is free to who runs this; `undefined` where nobody can say. */
export async function diskOf(file: string): Promise<{ readonly size: number; readonly free: number } | undefined> {
  try {
    const { bsize, blocks, bavail } = await statfs(dirname(file));
    return { size: blocks * bsize, free: bavail * bsize };
  } catch {
    return undefined;
  }
}

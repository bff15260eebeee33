import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { many } from './many.ts';
import { UserError, type CloudTrailRecord } from './record.ts';
import { MAX_TEXT_BYTES, unpack } from './unpack.ts';

/** What a folder gave. */
export interface Input {
  readonly records: readonly CloudTrailRecord[];
  /** How many files had records in them. */
  readonly files: number;
  /** What was left out, each with its reason, so that nothing goes missing unsaid. */
  readonly skipped: readonly Skipped[];
}

/** A file, or a part of one, that was left out. */
export interface Skipped {
  readonly file: string;
  readonly reason: string;
}

/** How much a demonstration holds in memory. A year of logs is not its business. */
export interface Bounds {
  /** @default 20,000 */
  readonly files?: number;
  /** Bytes on disk, of all files together. @default 256 MiB */
  readonly bytes?: number;
  /** @default 200,000 */
  readonly records?: number;
}

/**
 * The CloudTrail records in a folder and its subfolders, in the order of the files' names.
 *
 * @throws UserError when there is no such folder, or no record in it.
 */
export async function readRecords(folder: string, bounds: Bounds = {}): Promise<Input> {
  const { files: maxFiles = 20_000, bytes: maxBytes = 256 * 1024 * 1024, records: maxRecords = 200_000 } = bounds;
  const records: CloudTrailRecord[] = [];
  const skipped: Skipped[] = [];
  let files = 0;
  let seen = 0;
  let bytes = 0;
  for (const path of await filesIn(folder)) {
    const file = relative(folder, path);
    const skip = (reason: string) => skipped.push({ file, reason });
    try {
      const { size } = await stat(path);
      seen += 1;
      if (size > MAX_TEXT_BYTES) throw new Error(`it is larger than ${MAX_TEXT_BYTES >> 20} MiB`);
      if (seen > maxFiles || records.length >= maxRecords || bytes + size > maxBytes)
        throw new Error('the demo has enough with the files before it');
      bytes += size;
      const found = unpack(await readFile(path));
      const taken = found.records.slice(0, maxRecords - records.length);
      for (const record of taken) records.push(record);
      files += taken.length === 0 ? 0 : 1;
      if (found.records.length === 0) skip('it holds no CloudTrail record');
      else if (found.others > 0) skip(`of its entries, ${found.others} cannot be read as CloudTrail records`);
      if (taken.length < found.records.length)
        skip(`the demo has enough without its last ${many(found.records.length - taken.length, 'record')}`);
    } catch (error) {
      skip(reasonOf(error));
    }
  }
  if (records.length === 0) throw new UserError(nothingIn(folder, skipped));
  return { records, files, skipped };
}

/** Every file below a folder, sorted. Links are not followed: they may go round in circles. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const found: Record<string, string> = {
      ENOENT: 'there is no such folder',
      ENOTDIR: 'that is not a folder',
      EACCES: 'it may not be read',
    };
    throw new UserError(`--records needs a folder of CloudTrail records, got ${folder}: ${found[String(code)] ?? String(code)}`);
  }
}

/** System errors come with a code and the whole path; the code says it all. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message;
  return code === 'EACCES' || code === 'EPERM' ? 'it may not be read' : `it cannot be read (${code})`;
}

function nothingIn(folder: string, skipped: readonly Skipped[]): string {
  const [first] = skipped;
  const why =
    first === undefined ? 'it is empty' : `${many(skipped.length, 'file')}, and none in them (${first.file}: ${first.reason})`;
  return `no CloudTrail record in ${folder}: ${why}`;
}

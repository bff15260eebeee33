/**
 * Records of log files a second, from gzip to signals that are committed in SQLite as the product keeps them, with its columns and indexes:
 * parsed on a thread of the pool, written on the main one. Against `gunzipSync` and `JSON.parse` of the same files on one thread.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { parseLogFileKey } from '../receiver/lib/archive/log-file-key.js';
import { ParsePool } from '../receiver/lib/archive/parse-pool.js';
import { openStore } from '../receiver/lib/open-store.js';
import type { Store } from '../receiver/lib/store/store.js';
import { type LogFile, logFile } from './archive/log-files.ts';
import { alternate, type Benchmark, compare } from './benchmark.ts';

const RECORDS = 5_000;
const FILES = 12;
const ROUNDS = 7;
/** As many files at a time as the runner of jobs takes. */
const AT_ONCE = 8;

export const benchmark: Benchmark = async () => {
  const files = Array.from({ length: FILES }, (_, index) => logFile(index + 1, RECORDS));
  const folder = mkdtempSync(join(tmpdir(), 'bench-archive-'));
  const pool = new ParsePool();
  let databases = 0;
  let bytes = 0;
  const ours = async () => {
    const path = join(folder, `${(databases += 1)}.db`);
    const store = openStore(path);
    // The thread that writes is there before the first file is.
    await store.ready();
    const perSecond = await measured(() => storeAll(store, pool, files));
    const { signals } = await store.counts();
    if (signals !== FILES * RECORDS) throw new Error(`${signals} signals are stored of ${FILES * RECORDS}`);
    await store.close();
    bytes = statSync(path).size;
    rmSync(path);
    return perSecond;
  };
  const peer = () =>
    measured(async () => {
      for (const { gzip } of files) {
        const { Records: records } = JSON.parse(gunzipSync(gzip).toString()) as { readonly Records: readonly unknown[] };
        if (records.length !== RECORDS) throw new Error('records are missing');
      }
    });
  try {
    await ours();
    await peer();
    return {
      ...compare(await alternate(ROUNDS, ours, peer)),
      unit: 'records/s',
      peerName: 'gunzipSync and JSON.parse, stored nowhere',
      files: FILES,
      recordsPerFile: RECORDS,
      bytesPerRecord: Math.round(files.reduce((sum, file) => sum + file.bytes, 0) / (FILES * RECORDS)),
      storedBytesPerRecord: Math.round(bytes / (FILES * RECORDS)),
      rounds: ROUNDS,
    };
  } finally {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measured(run: () => Promise<void>): Promise<number> {
  const started = process.hrtime.bigint();
  await run();
  return (FILES * RECORDS * 1e9) / Number(process.hrtime.bigint() - started);
}

/** As the job that reads a file does it, without AWS. */
async function storeAll(store: Store, pool: ParsePool, files: readonly LogFile[]): Promise<void> {
  const byKey = new Map(files.map((file) => [`s3://bench/${file.key}`, file]));
  const found = { bucket: 'bench', monitor: 'trail', foundBy: 'notice' as const, foundAt: 1 };
  await store.addFiles(files.map(({ key }) => ({ ...found, key })));
  const worker = async () => {
    for (;;) {
      const [job] = await store.claimJobs('bench', Date.now(), 60_000, 1);
      if (job === undefined) return;
      const { key, gzip } = byKey.get(job.key)!;
      const options = { path: parseLogFileKey(key)!, kind: 'cloudtrail' as const, settings: {} };
      for await (const { blocks, bad, records, last } of pool.parse(Readable.from(chunks(gzip)), options)) {
        const saved = await store.saveFileBatch({
          lease: job,
          file: { bucket: 'bench', key },
          receivedAt: 2,
          blocks,
          bad,
          records,
          last,
        });
        if (saved === 'lost') throw new Error('the job is lost');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** As they come over the network. */
function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

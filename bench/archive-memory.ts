/**
 * The most memory that a process takes which reads one log file of 50 MB, about 1 GB of JSON, as the receiver does, against what it may
 * take; and the same for a decompression bomb of that size, which has to be stopped.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { command } from '../test/support/command.ts';
import { LOG_FILE_KEY, recordTexts } from './archive/log-files.ts';
import type { Benchmark } from './benchmark.ts';

const LIMIT = 300;
const FILE_BYTES = 50_000_000;
const program = fileURLToPath(new URL('archive/read.mjs', import.meta.url));

interface Reading {
  readonly megabytes: number;
  readonly records: number;
  readonly seconds: number;
  readonly error?: string;
}

export const benchmark: Benchmark = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'archive-memory-'));
  try {
    const file = join(folder, 'large.json.gz');
    const { records, jsonBytes, gzipBytes } = await writeLargeFile(file);
    const reading = await read(file);
    if (reading.error !== undefined || reading.records !== records)
      throw new Error(`of ${records} records, ${reading.records} were read: ${reading.error}`);

    await pipeline(Readable.from(bomb()), createWriteStream(file));
    const stopped = await read(file);
    if (stopped.error !== 'too-large') throw new Error(`the bomb was not stopped: ${stopped.error}`);
    return {
      ours: reading.megabytes,
      peer: LIMIT,
      ratio: Number((reading.megabytes / LIMIT).toFixed(2)),
      unit: 'MB at the peak',
      peerName: 'the limit, 300 MB',
      atMost: 1,
      gzipMegabytes: Math.round(gzipBytes / 1e6),
      jsonMegabytes: Math.round(jsonBytes / 1e6),
      records,
      recordsPerSecond: Math.round(records / reading.seconds),
      bomb: { ours: stopped.megabytes, stoppedAfterSeconds: Number(stopped.seconds.toFixed(1)) },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

async function read(file: string): Promise<Reading> {
  const { stdout } = await command(process.execPath, [program, file, LOG_FILE_KEY], {});
  return JSON.parse(stdout) as Reading;
}

/**
 * A few gzip members, again and again, since compressing all of it anew would take half a minute. To come to 20:1, as the files of busy
 * accounts do, each call is made five times.
 */
async function writeLargeFile(file: string) {
  const size = { records: 0, jsonBytes: 0, gzipBytes: 0 };
  const member = (text: string, records: number) => {
    const bytes = gzipSync(text);
    return { bytes, add: () => ((size.records += records), (size.jsonBytes += text.length), (size.gzipBytes += bytes.length)) };
  };
  const [start, end] = [member('{"Records":[', 0), member(`${recordTexts(0, 1)[0]}]}`, 1)];
  const middle = [1, 2, 3, 4].map((seed) => {
    const texts = recordTexts(seed, 2_500).flatMap((text) => [1, 2, 3, 4, 5].map((copy) => again(text, copy)));
    return member(`${texts.join(',')},`, texts.length);
  });
  function* members() {
    start.add();
    yield start.bytes;
    for (let index = 0; size.gzipBytes < FILE_BYTES; index += 1) {
      const next = middle[index % middle.length]!;
      next.add();
      yield next.bytes;
    }
    end.add();
    yield end.bytes;
  }
  await pipeline(Readable.from(members()), createWriteStream(file));
  return size;
}

/** The same call with an id of its own. */
const again = (text: string, copy: number) => text.replace(/"eventID":"..../, `"eventID":"${copy}000`);

/** 50 MB of zeros compressed a thousand times. */
function* bomb() {
  const zeros = gzipSync(Buffer.alloc(256 * 1024 * 1024));
  for (let bytes = 0; bytes < FILE_BYTES; bytes += zeros.length) yield zeros;
}

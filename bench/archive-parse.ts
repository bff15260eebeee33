/**
 * Records of log files read a second on one JavaScript thread, from gzip to mapped signals, against `gunzipSync` and `JSON.parse` of the
 * same files. Neither side waits for anything, so what is judged is the processor's time, which a busy machine does not lengthen; the
 * wall's is shown beside it.
 *
 * - `mapped`, which is judged: every record becomes a signal with all that it says.
 * - `stored`: what the receiver does when a file comes in, up to what a store is given. Of a signal it only makes what it is known and
 *   found by, since the rest is read from the record when it is asked for; but it also packs and compresses the records.
 */
import { gunzipSync } from 'node:zlib';
import { inflate } from '../receiver/lib/archive/inflate.js';
import { parseLogFileKey } from '../receiver/lib/archive/log-file-key.js';
import { parseFile } from '../receiver/lib/archive/parse-file.js';
import { RecordSplitter } from '../receiver/lib/archive/record-splitter.js';
import { cloudTrail } from '../receiver/lib/sources/cloudtrail.js';
import { type LogFile, logFile } from './archive/log-files.ts';
import { alternate, type Benchmark, compare } from './benchmark.ts';

const RECORDS = 5_000;
const ROUNDS = 15;
const AT_LEAST = 0.65;

/** Gives how many records it found. */
type Side = (file: LogFile) => Promise<number>;
const SIDES: Readonly<Record<'mapped' | 'stored', Side>> = { mapped, stored };

export const benchmark: Benchmark = async () => {
  const files = [1, 2, 3, 4].map((seed) => logFile(seed, RECORDS));
  const records = files.length * RECORDS;
  const [jsonBytes, gzipBytes] = [sum(files.map(({ bytes }) => bytes)), sum(files.map(({ gzip }) => gzip.length))];
  // Where a text has a single other character, all of it takes twice the memory. Half of the files have none.
  const ascii = files.filter(({ isAscii }) => isAscii);
  const mapped = await against(SIDES.mapped, files);
  return {
    ...mapped.processorTime,
    unit: "records a second of the processor's time",
    peerName: 'gunzipSync and JSON.parse',
    atLeast: AT_LEAST,
    megabytesPerSecond: Math.round((mapped.processorTime.ours * jsonBytes) / records / 1e6),
    wallTime: mapped.wallTime,
    asciiOnly: (await against(SIDES.mapped, ascii)).processorTime,
    stored: (await against(SIDES.stored, files)).processorTime,
    files: files.length,
    recordsPerFile: RECORDS,
    bytesPerRecord: Math.round(jsonBytes / records),
    compression: Number((jsonBytes / gzipBytes).toFixed(1)),
    rounds: ROUNDS,
  };
};

async function against(side: Side, files: readonly LogFile[]) {
  const run = (what: Side) => async () => {
    const [started, before] = [process.hrtime.bigint(), process.cpuUsage()];
    for (const file of files) verifyAll(await what(file));
    const [after, wall] = [process.cpuUsage(before), Number(process.hrtime.bigint() - started) / 1e9];
    const count = files.length * RECORDS;
    return { processorTime: count / ((after.user + after.system) / 1e6), wallTime: count / wall };
  };
  await run(side)();
  await run(peer)();
  const found = await alternate(ROUNDS, run(side), run(peer));
  const figure = (name: 'processorTime' | 'wallTime') =>
    compare(found.map(({ ours, peer }) => ({ ours: ours[name], peer: peer[name] })));
  return { processorTime: figure('processorTime'), wallTime: figure('wallTime') };
}

async function peer({ gzip }: LogFile): Promise<number> {
  const { Records } = JSON.parse(gunzipSync(gzip).toString()) as { readonly Records: readonly unknown[] };
  return Records.length;
}

async function mapped({ key, gzip }: LogFile): Promise<number> {
  const { accountId: account, region } = parseLogFileKey(key)!;
  const signals: object[] = [];
  const splitter = new RecordSplitter({
    record(value) {
      const signal = cloudTrail(value, { account, region });
      if (typeof signal === 'object') signals.push(signal);
    },
    bad() {},
  });
  for await (const window of inflate(once(gzip))) splitter.push(window);
  splitter.end();
  return signals.length;
}

async function stored({ key, gzip }: LogFile): Promise<number> {
  let signals = 0;
  const options = { path: parseLogFileKey(key)!, kind: 'cloudtrail', settings: {} } as const;
  for await (const { blocks } of parseFile(once(gzip), options)) signals += sum(blocks.map(({ ends }) => ends.length));
  return signals;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer, void> {
  yield bytes;
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** @throws Error where a side leaves records out, since it would then be compared with something else. */
function verifyAll(records: number): void {
  if (records !== RECORDS) throw new Error(`of ${RECORDS} records, ${records} were read`);
}

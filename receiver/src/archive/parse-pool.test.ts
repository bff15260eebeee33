/** Needs the built package, which `npm test` makes first: Node starts no thread from TypeScript. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { allOf, LOG_FILE_PATH, logFileOf, piecewise } from '../../../test/support/log-file.ts';
import { eventually, record } from '../../../test/support/receiver.ts';
import { parseFile, type ParseOptions } from './parse-file.ts';
import { ParsePool } from './parse-pool.ts';
import { ParseThread } from './parse-thread.ts';

const options: ParseOptions = { path: LOG_FILE_PATH, kind: 'cloudtrail', settings: {} };
const numbered = (count: number, padding = 0) =>
  Array.from({ length: count }, (_, n) => record({ eventID: `e-${n}`, n, pad: randomBytes(padding).toString('hex') }));
/** More than is read in one go. */
const large = logFileOf(numbered(8_000, 700));

describe('a pool', () => {
  let pool: ParsePool;
  beforeEach(() => {
    pool = new ParsePool();
  });
  afterEach(() => pool.close());

  test('gives what reading on this thread gives, of several files at once', async () => {
    const files = [logFileOf([]), logFileOf(['5', ...numbered(10), '{"a":']), logFileOf(numbered(3_000)), large];
    const skips = [0, 3, 2_000, 7];
    const read = (from: typeof parseFile) =>
      Promise.all(files.map((file, index) => allOf(from(piecewise(file), { ...options, skip: skips[index]! }))));
    expect(await read((source, more) => pool.parse(source, more))).toEqual(await read(parseFile));
  });

  test('leaves the memory of its source alone', async () => {
    const file = Buffer.from(logFileOf(numbered(5)));
    const before = Buffer.from(file);
    await allOf(pool.parse(piecewise(file), options));
    expect(file.equals(before)).toBe(true);
  });

  test('reads no more than a little ahead of who stores it', async () => {
    let taken = 0;
    async function* source() {
      for (const part of [large, large.subarray(0, large.length >> 1)]) {
        for await (const piece of piecewise(part)) {
          taken += piece.length;
          yield piece;
        }
      }
    }
    const batches = pool.parse(source(), options);
    await batches.next();
    let before = -1;
    while (taken !== before) {
      before = taken;
      await sleep(300);
    }
    expect(taken).toBeLessThan(large.length);
    await batches.return();
  });

  test('gives what is before a break, and why it ends', async () => {
    const { rows, error } = await allOf(pool.parse(piecewise(large.subarray(0, large.length >> 1)), options));
    expect(rows.length).toBeGreaterThan(3_000);
    expect(error).toMatchObject({ name: 'LogFileError', code: 'truncated', mayHeal: true });
  });

  test('gives what is before its source failed, and throws the very error', async () => {
    const failure = new Error('the network');
    async function* source() {
      yield* piecewise(large.subarray(0, large.length >> 1));
      throw failure;
    }
    const { rows, error } = await allOf(pool.parse(source(), options));
    expect(error).toBe(failure);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('ends its source when nobody wants the rest, and reads other files as before', async () => {
    let isEnded = false;
    async function* source() {
      try {
        for (;;) yield* piecewise(large);
      } finally {
        isEnded = true;
      }
    }
    for await (const batch of pool.parse(source(), options)) {
      expect(batch.records).toBeGreaterThan(0);
      break;
    }
    await eventually(async () => isEnded);
    expect(await allOf(pool.parse(piecewise(large), options))).toMatchObject({ records: 8_000, last: true });
  });

  test('stops when it is told to, with the reason', async () => {
    const abort = new AbortController();
    async function* source() {
      yield Buffer.from('{"Records":[');
      abort.abort(new Error('the lease is lost'));
      await sleep(5);
      yield Buffer.from('{}]}');
    }
    const read = allOf(pool.parse(source(), { ...options, abort: abort.signal }));
    expect((await read).error).toEqual(new Error('the lease is lost'));
    expect((await allOf(pool.parse(piecewise(large), { ...options, abort: abort.signal }))).error).toBeDefined();
  });

  test('that is closed fails what it reads, which may heal, and reads nothing more', async () => {
    const batches = pool.parse(piecewise(large), options);
    await batches.next();
    await pool.close();
    expect((await allOf(batches)).error).toMatchObject({ code: 'reader-lost', mayHeal: true });
    expect((await allOf(pool.parse(piecewise(large), options))).error).toMatchObject({ code: 'reader-lost' });
  });
});

describe('a thread that ends', () => {
  test('fails all of its files, which may heal', async () => {
    let gone = 0;
    const thread = new ParseThread(() => (gone += 1));
    const files = [thread.parse(piecewise(large), options), thread.parse(piecewise(large), options)];
    await Promise.all(files.map((file) => file.next()));
    await thread.end();
    for (const file of files) expect((await allOf(file)).error).toMatchObject({ code: 'reader-lost', mayHeal: true });
    expect([gone, thread.load]).toEqual([1, 0]);
  });

  test('is replaced in its pool', async () => {
    const pool = new ParsePool();
    await allOf(pool.parse(piecewise(large), options));
    const [thread] = (pool as unknown as { threads: Set<ParseThread> }).threads;
    await thread!.end();
    expect(await allOf(pool.parse(piecewise(large), options))).toMatchObject({ records: 8_000, error: undefined });
    await pool.close();
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { allOf, LOG_FILE_PATH, logFileOf, piecewise } from '../../../test/support/log-file.ts';
import { needs, SHARED_DATA } from '../../../test/support/needs.ts';
import { record } from '../../../test/support/receiver.ts';
import { signalKey } from '../signals/key.ts';
import type { MonitorSettings } from '../store/workspace.ts';
import { LogFileError } from './log-file-error.ts';
import { parseFile } from './parse-file.ts';

const numbered = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => record({ eventID: `e-${n}`, n, ...more }));
const parse = (file: Buffer, { skip = 0, ...settings }: MonitorSettings & { readonly skip?: number } = {}) =>
  allOf(parseFile(piecewise(file), { path: LOG_FILE_PATH, kind: 'cloudtrail', settings, skip }));

test('a log file gives its signals, with the texts of their records as they were written', async () => {
  const texts = [
    JSON.stringify(record({ eventID: 'a' }), null, 1),
    `{"n":1.0,${JSON.stringify(record({ eventID: 'b' })).slice(1)}`,
  ];
  expect(await parse(logFileOf(texts))).toEqual({
    batches: 1,
    rows: ['a', 'b'].map((eventId, index) => ({
      key: signalKey(`cloudtrail:111122223333:us-east-1:${eventId}`).toString('hex'),
      time: Date.UTC(2026, 0, 2, 3, 4, 5),
      accountId: '111122223333',
      eventName: 'CreateUser',
      text: texts[index],
    })),
    bad: [],
    dropped: 0,
    records: 2,
    last: true,
    error: undefined,
  });
});

test('a file without records gives one batch, which says that it is the last', async () => {
  expect(await parse(logFileOf([]))).toMatchObject({ batches: 1, records: 0, last: true, error: undefined });
});

describe('a file of many records', () => {
  const records = numbered(12_000);
  const file = logFileOf(records);

  test('comes in batches of about two thousand, each with how far it is', async () => {
    const sizes: number[] = [];
    let before = 0;
    for await (const batch of parseFile(piecewise(file), { path: LOG_FILE_PATH, kind: 'cloudtrail', settings: {} })) {
      sizes.push(batch.records - before);
      expect(batch.blocks.reduce((sum, { ends }) => sum + ends.length, 0)).toBe(batch.records - before);
      expect(batch.last).toBe(batch.records === records.length);
      before = batch.records;
    }
    expect(before).toBe(records.length);
    for (const size of sizes) expect(size).toBeLessThan(2_500);
  });

  test('goes on behind any batch with the rest, and nothing twice', async () => {
    const all = await parse(file);
    for (const skip of [0, 1, 2_345, 11_999, 12_000]) {
      const { rows, records: done, last } = await parse(file, { skip });
      expect([rows.length, done, last]).toEqual([12_000 - skip, 12_000, true]);
      expect(rows).toEqual(all.rows.slice(skip));
    }
  });

  test('whose records are large comes in smaller batches, so that memory is bounded by bytes', async () => {
    const { batches, rows } = await parse(logFileOf(numbered(400, { pad: 'x'.repeat(100_000) })));
    expect(rows).toHaveLength(400);
    expect(batches).toBeGreaterThan(9);
  });
});

describe('row 47: of a file', () => {
  test('one bad record among 5,000 is told with its place, its text and why, and the rest is given', async () => {
    const texts = numbered(5_000).map((item) => JSON.stringify(item));
    texts[1_234] = '{"eventID":nope}';
    const { rows, bad, records } = await parse(logFileOf(texts));
    expect([rows.length, records]).toEqual([4_999, 5_000]);
    expect(bad).toEqual([{ index: 1_234, reason: 'record-not-json: the record is not JSON', text: '{"eventID":nope}' }]);
  });

  test('bad records keep their places when reading goes on behind others', async () => {
    const elements = [...numbered(3), '5', ...numbered(3), '"x"'];
    expect((await parse(logFileOf(elements), { skip: 2 })).bad.map(({ index }) => index)).toEqual([3, 7]);
    expect((await parse(logFileOf(elements), { skip: 4 })).bad.map(({ index }) => index)).toEqual([7]);
  });

  test('with no Records nothing is given, and a person must look', async () => {
    const { error, batches } = await parse(gzipSync('{"digestStartTime":"2026-01-02T03:00:00Z"}'));
    expect([batches, error]).toEqual([0, expect.objectContaining({ code: 'not-a-log-file', mayHeal: false })]);
  });

  test('of nothing but bad records, no more are told than a person can look at', async () => {
    const { bad, error } = await parse(logFileOf(Array.from({ length: 20_000 }, () => 5)));
    expect(bad).toHaveLength(10_000);
    expect(error).toMatchObject({ code: 'too-many-bad-records', mayHeal: false });
  });
});

describe('row 42: of a file', () => {
  test("another account's records are bad alone", async () => {
    const { rows, bad } = await parse(
      logFileOf([...numbered(2), record({ recipientAccountId: '444455556666' }), ...numbered(1)]),
    );
    expect(rows.map(({ accountId }) => accountId)).toEqual(Array(3).fill('111122223333'));
    expect(bad).toEqual([expect.objectContaining({ index: 2, reason: expect.stringMatching(/^account-mismatch: /) })]);
  });
});

test('row 48: of a file that somebody else wrote into the bucket, every record is of the account of its path, or of nobody', async () => {
  const forged = ['444455556666', '111122223333', undefined].map((recipientAccountId) =>
    record({ recipientAccountId, userIdentity: { accountId: '444455556666' } }),
  );
  const { rows, bad } = await parse(logFileOf(forged));
  expect(rows.map(({ accountId }) => accountId)).toEqual(['111122223333', '111122223333']);
  expect(bad).toHaveLength(1);
});

test('what the monitor does not want is counted and left', async () => {
  const { rows, dropped, records } = await parse(logFileOf([...numbered(3), ...numbered(2, { eventName: 'GetUser' })]), {
    eventNames: { exclude: ['Get*'] },
  });
  expect([rows.length, dropped, records]).toEqual([3, 2, 5]);
});

describe('row 46: of a file that breaks off', () => {
  test('the records before are given first, and then why it ends, which may heal', async () => {
    const file = logFileOf(numbered(3_000));
    const { rows, records, last, error } = await parse(file.subarray(0, file.length - 1_000));
    expect(rows.length).toBeGreaterThan(2_000);
    expect([records, last]).toEqual([rows.length, false]);
    expect(error).toBeInstanceOf(LogFileError);
    expect(error).toMatchObject({ code: 'truncated', mayHeal: true });
  });

  test('so are those before the network failed', async () => {
    async function* source() {
      yield gzipSync(`{"Records":[${JSON.stringify(record())},`);
      throw new Error('the network');
    }
    const { error } = await allOf(parseFile(source(), { path: LOG_FILE_PATH, kind: 'cloudtrail', settings: {} }));
    expect(error).toEqual(new Error('the network'));
  });
});

test('the text of a bad record is shown as far as it is text', async () => {
  const broken = Buffer.concat([
    Buffer.from('{"Records":[{"a":"'),
    Buffer.of(0xff, 0xe4),
    Buffer.from('"},'),
    Buffer.from(`${JSON.stringify(record())}]}`),
  ]);
  const { rows, bad } = await parse(gzipSync(broken));
  expect(rows).toHaveLength(1);
  expect(bad).toEqual([{ index: 0, reason: 'record-not-utf8: the record is not UTF-8', text: '{"a":"\ufffd\ufffd"}' }]);
});

needs(['shared data'], 'real CloudTrail records', () => {
  test('each comes out of a log file of its account, as it was written', async () => {
    const folder = `${SHARED_DATA}cloudtrail/`;
    const records = readdirSync(folder).flatMap(
      (name) => JSON.parse(readFileSync(folder + name, 'utf8')) as { readonly recipientAccountId: string }[],
    );
    expect(records.length).toBeGreaterThan(100);
    for (const accountId of new Set(records.map(({ recipientAccountId }) => recipientAccountId))) {
      const own = records.filter(({ recipientAccountId }) => recipientAccountId === accountId);
      const path = { ...LOG_FILE_PATH, accountId };
      const { rows, bad } = await allOf(parseFile(piecewise(logFileOf(own)), { path, kind: 'cloudtrail', settings: {} }));
      expect(bad).toEqual([]);
      expect(rows.map(({ text }) => text)).toEqual(own.map((item) => JSON.stringify(item)));
    }
  });
});

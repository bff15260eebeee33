import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readRecords } from '../../examples/demo/read-records.ts';
import { unpack } from '../../examples/demo/unpack.ts';

const record = (eventID: string) => ({ eventVersion: '1.11', eventID });
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('unpack', () => {
  test.each([
    ['a log file', { Records: [record('a'), record('b')] }],
    ['an array', [record('a'), record('b')]],
    ['lines', `${JSON.stringify(record('a'))}\r\n\r\n${JSON.stringify(record('b'))}`],
    [
      'events of EventBridge',
      [
        { 'detail-type': 'x', detail: record('a') },
        { 'detail-type': 'x', detail: record('b') },
      ],
    ],
    [
      'what lookup-events prints',
      { Events: ['a', 'b'].map((id) => ({ EventId: id, CloudTrailEvent: JSON.stringify(record(id)) })) },
    ],
    ['a text with a byte order mark', `\ufeff${JSON.stringify([record('a'), record('b')])}`],
  ])('finds the records in %s, gzipped or not', (_form, content) => {
    const expected = { records: [record('a'), record('b')], others: 0 };
    expect(unpack(bytes(content))).toEqual(expected);
    expect(unpack(gzipSync(bytes(content)))).toEqual(expected);
  });

  test('finds a single record', () => {
    expect(unpack(bytes(record('a'))).records).toEqual([record('a')]);
  });

  test('counts what is no record, and keeps the rest', () => {
    expect(unpack(bytes([record('a'), null, 7, { hello: 'world' }]))).toEqual({ records: [record('a')], others: 3 });
    expect(unpack(bytes(`${JSON.stringify(record('a'))}\n{"eventID":`))).toEqual({ records: [record('a')], others: 1 });
  });

  test.each([
    ['text', bytes('hello'), 'it is neither JSON nor JSON lines'],
    ['nothing', bytes(''), 'it is neither JSON nor JSON lines'],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00]), 'it is not text in UTF-8'],
    ['broken gzip', gzipSync('[]').subarray(0, 12), 'its gzip data is broken'],
    ['a gzip bomb', gzipSync(Buffer.alloc(129 * 1024 * 1024)), 'it holds more than 128 MiB'],
  ])('refuses %s with a sentence', (_what, content, sentence) => {
    expect(() => unpack(content)).toThrow(sentence);
  });
});

describe('readRecords', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'demo-records-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, content: unknown) => writeFileSync(join(folder, name), bytes(content));

  test('reads subfolders, in the order of names, and follows no link', async () => {
    mkdirSync(join(folder, 'b'));
    put('b/1.json', [record('b')]);
    put('a.json', [record('a')]);
    put('c.json', [record('c')]);
    symlinkSync(folder, join(folder, 'loop'));
    expect(await readRecords(folder)).toEqual({ records: [record('a'), record('b'), record('c')], files: 3, skipped: [] });
  });

  test('names what it leaves out', async () => {
    put('a.json', [record('a'), 7]);
    put('digest.json', { digestS3Bucket: 'example' });
    put('readme.md', '# Logs');
    const { records, skipped } = await readRecords(folder);
    expect(records).toEqual([record('a')]);
    expect(skipped).toEqual([
      { file: 'a.json', reason: 'of its entries, 1 cannot be read as CloudTrail records' },
      { file: 'digest.json', reason: 'it holds no CloudTrail record' },
      { file: 'readme.md', reason: 'it is neither JSON nor JSON lines' },
    ]);
  });

  test.each([
    ['files', { files: 1 }, 2],
    ['bytes', { bytes: 80 }, 2],
    ['records', { records: 2 }, 2],
  ])('stops at a bound of %s, and says so', async (_what, bounds, expected) => {
    put('a.json', [record('a'), record('b')]);
    put('b.json', [record('c')]);
    const { records, skipped } = await readRecords(folder, bounds);
    expect(records).toHaveLength(expected);
    expect(skipped).toEqual([{ file: 'b.json', reason: 'the demo has enough with the files before it' }]);
  });

  test('cuts the file in which the bound of records lies, and says so', async () => {
    put('a.json', [record('a'), record('b')]);
    const { records, skipped } = await readRecords(folder, { records: 1 });
    expect(records).toEqual([record('a')]);
    expect(skipped).toEqual([{ file: 'a.json', reason: 'the demo has enough without its last 1 record' }]);
  });

  test('says which file it could not use when there is no record at all', async () => {
    put('notes.txt', 'hello');
    await expect(readRecords(folder)).rejects.toThrow(
      /: 1 file, and none in them \(notes\.txt: it is neither JSON nor JSON lines\)$/,
    );
  });

  test('says that a file is not a folder', async () => {
    put('a.json', [record('a')]);
    await expect(readRecords(join(folder, 'a.json'))).rejects.toThrow(/: that is not a folder$/);
  });
});

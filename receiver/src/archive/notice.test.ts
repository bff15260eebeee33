import fc from 'fast-check';
import { readNotice } from './notice.ts';

const KEY = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/06/file.json.gz';

/** An entry as S3 writes it. */
const created = (object: object = {}, more: object = {}) => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'eu-west-1',
  eventTime: '2026-03-06T12:00:00.000Z',
  eventName: 'ObjectCreated:Put',
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'clarion',
    bucket: { name: 'logs', arn: 'arn:aws:s3:::logs' },
    object: { key: KEY, size: 1024, eTag: 'd41d8cd98f00b204e9800998ecf8427e', sequencer: '0055AED6DCD90281E5', ...object },
  },
  ...more,
});
const read = (...records: unknown[]) => readNotice({ Records: records });
const keysOf = (...records: unknown[]) => read(...records)?.files.map(({ key }) => key);

describe('a notice of S3', () => {
  test('names its file, with digest and size', () => {
    expect(read(created())).toEqual({
      files: [{ bucket: 'logs', key: KEY, etag: 'd41d8cd98f00b204e9800998ecf8427e', size: 1024 }],
      ignored: 0,
      problems: [],
    });
  });

  test('names several, in several buckets', () => {
    const other = created({ key: 'b' }, { s3: { bucket: { name: 'other' }, object: { key: 'b' } } });
    expect(read(created(), other)?.files).toMatchObject([
      { bucket: 'logs', key: KEY },
      { bucket: 'other', key: 'b' },
    ]);
  });

  test.each([{ size: 0 }, { key: 'AWSLogs/111122223333/' }])('of %j asks for nothing', (object) => {
    expect(read(created(object))).toEqual({ files: [], ignored: 1, problems: [] });
  });

  test.each([
    ['no bucket', { s3: { bucket: {}, object: { key: KEY } } }, 'bucket'],
    ['a bucket that is a path', { s3: { bucket: { name: '../logs' }, object: { key: KEY } } }, 'bucket'],
    ['no key', { s3: { bucket: { name: 'logs' }, object: {} } }, 'key'],
    ['a key that is a list', { s3: { bucket: { name: 'logs' }, object: { key: [KEY] } } }, 'key'],
    ['a key longer than any', { s3: { bucket: { name: 'logs' }, object: { key: 'ü'.repeat(513) } } }, '1024 bytes'],
    ['an etag that is none', { s3: { bucket: { name: 'logs' }, object: { key: KEY, eTag: 'a b' } } }, 'etag'],
    ['no event', { eventName: undefined }, 'eventName'],
  ])('with %s says so, and the rest is read', (_what, more, problem) => {
    const { files, problems } = read(created({ key: 'a' }), created({}, more), created({ key: 'c' })) ?? {};
    expect(files?.map(({ key }) => key)).toEqual(['a', 'c']);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^entry 2 .*${problem}`))]);
  });

  test('is none when nothing in it is of S3', () => {
    expect([readNotice({ Records: [] }), readNotice({ Records: [{ eventVersion: '1.11' }] }), readNotice({})]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('of more entries than a message can hold is cut, and says so', () => {
    const { files, problems } = read(...Array.from({ length: 2_001 }, () => created())) ?? {};
    expect([files?.length, problems]).toEqual([2_000, ['a notice has at most 2000 entries, got: 2001']]);
  });
});

describe('row 43: a key', () => {
  test.each([
    ['a+b', 'a b'],
    ['a%2Bb', 'a+b'],
    ['a%20b', 'a b'],
    ['%E6%97%A5%E8%AA%8C', '日誌'],
    ['a%00b', 'a\0b'],
    ['a/../b', 'a/../b'],
    ['a%252Fb', 'a%2Fb'],
  ])('%s is decoded once: plus, then percent', (key, decoded) => {
    expect(keysOf(created({ key }))).toEqual([decoded]);
  });

  test.each(['%E0%A4%A', '%', '%zz', '%FF'])('%s is a problem, and the others of the message go on', (key) => {
    const { files, problems } = read(created({ key: 'a' }), created({ key }), created({ key: 'c' })) ?? {};
    expect(files?.map((file) => file.key)).toEqual(['a', 'c']);
    expect(problems).toEqual(['entry 2 has a key that is not URL-encoded as S3 does it']);
  });
});

describe('row 44: an eventVersion', () => {
  test.each(['2.0', '2.1', '2.5', '2.6', '2.99', '2'])('of %s is read, with members that nobody knows', (eventVersion) => {
    expect(keysOf(created({ another: 1 }, { eventVersion, another: {} }))).toEqual([KEY]);
  });

  test.each(['3.0', '1.0', '20.1', '', undefined, null, {}])('of %j is a problem', (eventVersion) => {
    expect(read(created({}, { eventVersion }))).toMatchObject({ files: [], problems: [expect.stringContaining('2.x')] });
  });
});

describe('row 45: of the events', () => {
  test.each(['Put', 'Post', 'Copy', 'CompleteMultipartUpload'])('ObjectCreated:%s is read', (name) => {
    expect(keysOf(created({}, { eventName: `ObjectCreated:${name}` }))).toEqual([KEY]);
    expect(keysOf(created({}, { eventName: `s3:ObjectCreated:${name}` }))).toEqual([KEY]);
  });

  test.each([
    'ObjectRemoved:Delete',
    'ObjectRestore:Completed',
    'Replication:OperationMissedThreshold',
    'LifecycleTransition',
    'MyObjectCreated:Put',
  ])('%s is ignored', (eventName) => {
    expect(read(created({}, { eventName }))).toEqual({ files: [], ignored: 1, problems: [] });
  });

  test('of EventBridge only "Object Created" is read', () => {
    expect(readNotice({ source: 'aws.s3', 'detail-type': 'Object Deleted', detail: {} })).toEqual({
      files: [],
      ignored: 1,
      problems: [],
    });
  });
});

test("CloudTrail's own notice names a bucket and keys, which are not encoded", () => {
  expect(readNotice({ s3Bucket: 'logs', s3ObjectKey: [KEY, 'a+b%20', 5, 'x/'] })).toEqual({
    files: [
      { bucket: 'logs', key: KEY },
      { bucket: 'logs', key: 'a+b%20' },
    ],
    ignored: 1,
    problems: ['entry 3 lacks the key of an object'],
  });
});

test("a call of S3's that CloudTrail tells of is no notice", () => {
  expect(readNotice({ source: 'aws.s3', 'detail-type': 'AWS API Call via CloudTrail', detail: {} })).toBeUndefined();
});

test("EventBridge's notice has its key as it is", () => {
  const detail = { bucket: { name: 'logs' }, object: { key: 'a+b%20', size: 5, etag: 'b1' }, reason: 'PutObject' };
  expect(readNotice({ source: 'aws.s3', 'detail-type': 'Object Created', detail })).toEqual({
    files: [{ bucket: 'logs', key: 'a+b%20', etag: 'b1', size: 5 }],
    ignored: 0,
    problems: [],
  });
});

test('whatever the body, it is read or none, each entry is counted, and it never throws', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(created(), { s3: null }, 'aws.s3', 'Object Created', 'logs', [KEY]));
  const names = fc.constantFrom('Records', 's3Bucket', 's3ObjectKey', 'source', 'detail-type', 'detail', 'x');
  const records = fc.array(fc.oneof(value, fc.record({ eventSource: fc.constant('aws:s3'), eventVersion: value, s3: value })));
  fc.assert(
    fc.property(fc.dictionary(names, value), records, (body, list) => {
      readNotice(body);
      const notice = readNotice({ ...body, Records: list });
      if (notice !== undefined && Array.isArray(list) && list.some((entry) => (entry as any)?.eventSource === 'aws:s3'))
        expect(notice.files.length + notice.ignored + notice.problems.length).toBe(list.length);
    }),
  );
});

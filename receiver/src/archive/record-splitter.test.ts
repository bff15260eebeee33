import fc from 'fast-check';
import { cuts, fileOf, piecesOf, recordText, split, type Split } from '../../../test/support/log-file.ts';
import { LogFileError } from './log-file-error.ts';
import { MAX_RECORD_BYTES, RecordSplitter } from './record-splitter.ts';

const whole = (json: string | Buffer, skip = 0) => split([Buffer.from(json as string)], skip);
/** One byte after the other. */
const slowly = (json: string | Buffer) => split(Array.from(Buffer.from(json as string), (byte) => Buffer.of(byte)));
const both = (json: string | Buffer) => {
  const found = whole(json);
  expect(slowly(json)).toEqual(found);
  return found;
};
const codes = (found: readonly Split[]) => found.map((item) => (typeof item === 'string' ? item : item.reason.split(':')[0]));
function failure(run: () => unknown): { readonly code: string; readonly found: readonly Split[] } {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(LogFileError);
    return error as never;
  }
  throw new Error('it did not fail');
}

describe('a log file that JSON.parse takes', () => {
  test('gives its records, each as it was written, however its bytes come', () => {
    fc.assert(
      fc.property(fileOf(fc.array(recordText, { maxLength: 12 })), cuts, ({ texts, json }, places) => {
        expect((JSON.parse(json) as { Records: unknown[] }).Records).toHaveLength(texts.length);
        expect(split(piecesOf(Buffer.from(json), places))).toEqual(texts);
      }),
      { numRuns: 2_000 },
    );
  });

  test('gives all but those that are skipped', () => {
    fc.assert(
      fc.property(fileOf(fc.array(recordText, { maxLength: 8 })), cuts, fc.nat(10), ({ texts, json }, places, skip) => {
        expect(split(piecesOf(Buffer.from(json), places), skip)).toEqual(texts.slice(skip));
      }),
    );
  });

  test.each([
    ['an empty list', '{"Records":[]}', []],
    ['several lists, which are all read', '{"Records":[{"a":1}],"Records":[{"b":2}]}', ['{"a":1}', '{"b":2}']],
    ['a list of another one further in', '{"x":{"Records":[{"a":1}]},"Records":[{"b":2}]}', ['{"b":2}']],
    ['a list of another one in its records', '{"Records":[{"Records":[{"a":1},{"a":2}]}]}', ['{"Records":[{"a":1},{"a":2}]}']],
    [
      'objects in a list that begin as records do',
      '{"Records":[{"a":[{"a":1},{"a":2}]},{"a":3}]}',
      ['{"a":[{"a":1},{"a":2}]}', '{"a":3}'],
    ],
    [
      'records that begin differently',
      '{"Records":[{"a":1},{"b":1},{"a":2},{"b":2}]}',
      ['{"a":1}', '{"b":1}', '{"a":2}', '{"b":2}'],
    ],
    ['empty records', '{"Records":[{},{},{"a":1}]}', ['{}', '{}', '{"a":1}']],
    ['a byte order mark', '\ufeff{"Records":[{"a":1}]}', ['{"a":1}']],
    ['a very long name before', `{"${'Records'.repeat(1_000)}":1,"Records":[{"a":1}]}`, ['{"a":1}']],
    ['a name that ends in a backslash', '{"Records\\\\":[{"a":0}],"Records":[{"a":1}]}', ['{"a":1}']],
  ])('with %s', (_what, json, records) => {
    expect(both(json)).toEqual(records);
  });

  test('is read however often the beginning of its records misleads', () => {
    const misleading = Array.from({ length: 1_000 }, (_, n) => `{"a":[{"a":${n}},{"a":${n}}]}`);
    const texts = ['{"a":0}', ...misleading, '{"a":1}', '{"a":2}'];
    expect(whole(`{"Records":[${texts.join(',')}]}`)).toEqual(texts);
  });

  test('may be several, one after the other', () => {
    expect(both('{"Records":[{"a":1}]}\n{"x":1}{"Records":[{"a":2}]}\0\0\n')).toEqual(['{"a":1}', '{"a":2}']);
  });
});

describe('row 47: a file', () => {
  test('whose Records are null has none', () => {
    expect(both('{"Records":null,"x":1}')).toEqual([]);
  });

  test('with one bad record among 5,000 gives all others', () => {
    const texts = Array.from({ length: 5_000 }, (_, index) => (index === 2_345 ? '{"n":tru}' : `{"n":${index}}`));
    const found = whole(`{"Records":[${texts.join(',')}]}`);
    expect(found).toHaveLength(5_000);
    expect(found.flatMap((item, index) => (typeof item === 'string' ? [] : [[index, item]]))).toEqual([
      [2_345, { reason: 'record-not-json: the record is not JSON', text: '{"n":tru}' }],
    ]);
  });

  test.each([
    ['no Records', '{"digestStartTime":"2026-03-06T12:00:00Z"}'],
    ['Records of another kind', '{"Records":{"a":1}}'],
    ['Records that are a text', '{"Records":"[]"}'],
    ['a list on top', '[{"a":1}]'],
    ['a text on top', 'hello'],
  ])('with %s is not a log file', (_what, json) => {
    expect(failure(() => whole(json)).code).toBe('not-a-log-file');
    expect(failure(() => slowly(json)).code).toBe('not-a-log-file');
  });
});

describe('a record that is broken', () => {
  const broken = fc.constantFrom(
    '{"a":tru}',
    '{"a":1,}',
    '{a:"1"}',
    '{"a":"\\x"}',
    '{"a":[1}',
    '{"a":"\n"}',
    '{"a" "b"}',
    '{{}}',
    '5',
    'null',
    '"},{"',
    '[{"eventVersion":1},{"eventVersion":2}]',
    'nonsense',
    '{"a":01}',
  );

  test('is bad alone, with its text, and those around it are given', () => {
    const file = fileOf(
      fc.array(fc.oneof({ weight: 3, arbitrary: recordText }, { weight: 1, arbitrary: broken }), { maxLength: 12 }),
    );
    fc.assert(
      fc.property(file, cuts, fc.nat(6), ({ texts, json }, places, skip) => {
        const found = split(piecesOf(Buffer.from(json), places), skip);
        const isRecord = (text: string) => text.startsWith('{') && parses(text);
        expect(found.map((item) => (typeof item === 'string' ? item : item.text.trim()))).toEqual(texts.slice(skip));
        expect(found.map((item) => typeof item === 'string')).toEqual(texts.slice(skip).map(isRecord));
      }),
      { numRuns: 500 },
    );
  });

  test('by its UTF-8 is bad alone', () => {
    const json = Buffer.from('{"Records":[{"a":"ü1"},{"a":"ü2"},{"a":"ü3"}]}');
    json[json.indexOf('2') - 1] = 0x22 + 0xa0;
    expect(codes(both(json))).toEqual(['{"a":"ü1"}', 'record-not-utf8', '{"a":"ü3"}']);
  });

  test('by its size is bad alone, shows its beginning, and is not kept', () => {
    const large = `{"a":"${'x'.repeat(MAX_RECORD_BYTES)}"}`;
    const json = Buffer.from(`{"Records":[{"a":1},${large},{"a":2}]}`);
    for (const size of [1_000, 65_536, json.length]) {
      const pieces = Array.from({ length: Math.ceil(json.length / size) }, (_, i) => json.subarray(i * size, (i + 1) * size));
      const found = split(pieces);
      expect(codes(found)).toEqual(['{"a":1}', 'record-too-large', '{"a":2}']);
      expect(found[1]).toMatchObject({ text: large.slice(0, 1024) });
    }
  });

  test('no larger than the bound is a record', () => {
    const text = `{"a":"${'x'.repeat(MAX_RECORD_BYTES - 8)}"}`;
    expect(text).toHaveLength(MAX_RECORD_BYTES);
    expect(whole(`{"Records":[${text},{"a":2}]}`)).toEqual([text, '{"a":2}']);
  });

  test('for want of a comma is none', () => {
    expect(both('{"Records":[{"a":1}{"a":2}{"b":3},,{"a":4},]}')).toEqual(['{"a":1}', '{"a":2}', '{"b":3}', '{"a":4}']);
  });

  test('a hundred thousand lists deep is no trouble', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const handler = { record: () => (records += 1), bad: () => (records = NaN) };
    let records = 0;
    const splitter = new RecordSplitter(handler);
    splitter.push(Buffer.from(`{"Records":[{"a":1},${deep},${deep}]}`));
    splitter.end();
    expect(records).toBe(3);
  });
});

describe('a file that breaks off', () => {
  test('is truncated wherever it does, and gives the records before', () => {
    fc.assert(
      fc.property(
        fileOf(fc.array(recordText, { minLength: 1, maxLength: 6 })),
        cuts,
        fc.nat(),
        ({ texts, json }, places, cut) => {
          const bytes = Buffer.from(json.trimEnd());
          const { code, found } = failure(() => split(piecesOf(bytes.subarray(0, cut % bytes.length), places)));
          expect(code).toBe('truncated');
          expect(found).toEqual(texts.slice(0, found.length));
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each(['{"Records":[{"a":1}]]}', '{"Records":[{"a":1}] x}', '{"Records" []}', '{"Records":[{"a":1}]}x'])(
    'or goes wrong around the records, as %s does, is corrupt',
    (json) => {
      expect(failure(() => both(json)).code).toBe('corrupt');
    },
  );
});

test('whatever the bytes, it ends, and says why with an error of its own', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '"Records"',
    '{"Records":[',
    '{"a":1}',
    ' ',
    'null',
    '\xff',
  );
  const bytes = fc.array(fc.oneof(token, fc.string({ maxLength: 3 }))).map((parts) => Buffer.from(parts.join(''), 'latin1'));
  fc.assert(
    fc.property(bytes, cuts, (file, places) => {
      try {
        split(piecesOf(file, places));
      } catch (error) {
        expect(error).toBeInstanceOf(LogFileError);
      }
    }),
    { numRuns: 2_000 },
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

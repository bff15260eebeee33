import fc from 'fast-check';
import { needs } from '../../../../test/support/needs.ts';
import { startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts';
import { bigints, byteStrings, clean, integers, keyColumn, texts } from './columns.ts';
import { Database } from './database.ts';

describe('columns', () => {
  test.each([
    ['a text', () => texts(['a', 7 as never])],
    ['a text that is missing', () => texts([undefined as never])],
    ['an integer', () => bigints([1.5])],
    ['an integer that is missing', () => bigints([undefined as never])],
    ['an integer that a number cannot hold', () => bigints([2 ** 60])],
    ['no time', () => bigints([Date.parse('never')])],
    ['a small integer', () => integers([2 ** 40])],
    ['a key', () => keyColumn(new Uint8Array(17))],
  ])('refuse what is not %s', (_what, column) => {
    expect(column).toThrow(/wanted|out of range|16 bytes/);
  });
});

needs(['postgres'], 'columns in PostgreSQL', () => {
  let postgres: TestPostgres;
  let db: Database;
  beforeAll(async () => {
    postgres = await startPostgres();
    db = new Database(await postgres.database());
  });
  afterAll(async () => {
    await db.close();
    await postgres.close();
  });
  const back = async (type: string, column: Buffer) =>
    (
      await db.query<{ value: unknown }>(
        `SELECT value FROM unnest($1::${type}[]) WITH ORDINALITY AS it (value, nth) ORDER BY nth`,
        [column],
      )
    ).map(({ value }) => value);

  test('texts come back as they went, but for U+0000', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', 'NULL', '{}', '"\\', '\0', 'a\0b'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { maxLength: 12 }), async (values) => {
        const expected = values.map((value) => value && clean(Buffer.from(value).toString()));
        expect(await back('text', texts(values))).toEqual(expected);
      }),
    );
  });

  test('integers come back as they went', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.maxSafeInteger()), async (values) => {
        expect(await back('bigint', bigints(values))).toEqual(values);
      }),
    );
    const small = [0, -1, 1, 2 ** 31 - 1, -(2 ** 31)];
    expect(await back('integer', integers(small))).toEqual(small);
  });

  test('keys and bytes come back as they went', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 })), async (keys) => {
        const read = (await back('uuid', keyColumn(Buffer.concat(keys)))) as string[];
        expect(read.map((key) => key.replaceAll('-', ''))).toEqual(keys.map((key) => Buffer.from(key).toString('hex')));
      }),
    );
    const bytes = [Buffer.from([0, 1, 255]), Buffer.alloc(0)];
    expect(await back('bytea', byteStrings(bytes))).toEqual(bytes);
  });

  test('a parameter with U+0000 is no reason to fail', async () => {
    expect(await db.query('SELECT $1::text AS text', ['a\0b'])).toEqual([{ text: 'a\uFFFDb' }]);
  });
});

/** Log files for tests: what their bytes are, and how they come. */
import { gzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { parseLogFileKey } from '../../receiver/src/archive/log-file-key.ts';
import type { ParsedBatch } from '../../receiver/src/archive/parse-file.ts';
import { type RecordHandler, RecordSplitter } from '../../receiver/src/archive/record-splitter.ts';
import { KEY_BYTES } from '../../receiver/src/signals/key.ts';
import type { BadRecord, SignalBlock } from '../../receiver/src/store/files.ts';

/** What came out of a file, in its order: the text of a record, or what was bad and why. */
export type Split = string | { readonly reason: string; readonly text: string };

/** Splits bytes that come in pieces. */
export function split(pieces: readonly Buffer[], skip = 0): Split[] {
  const found: Split[] = [];
  const handler: RecordHandler = {
    record: (value, bytes, start, end) => {
      const text = bytes.toString('utf8', start, end);
      // Property by property, since `__proto__` may be one.
      expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
      found.push(text);
    },
    bad: (reason, text) => void found.push({ reason, text }),
  };
  const splitter = new RecordSplitter(handler, skip);
  try {
    for (const piece of pieces) splitter.push(piece);
    splitter.end();
  } catch (error) {
    throw Object.assign(error as Error, { found });
  }
  return found;
}

/** A buffer in pieces, cut at these places. */
export function piecesOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}

export const cuts = fc.array(fc.nat(), { maxLength: 12 });

/** Texts that a careless splitter would stumble over. */
const trap = fc.constantFrom(
  '"}],"Records":[{"',
  '},{"eventVersion":"1.11"',
  '\\',
  '\\"},{',
  '{"a":[{',
  ']}',
  'zürich 日本 \u{1F600}',
  '\ud800',
  '\u2028\u0000\n',
);
const text = fc.oneof(trap, fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ maxLength: 8 }));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false, 0, {}, []),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('eventVersion', 'Records')), tie('value'), { maxKeys: 3 }),
    fc.constantFrom([{ eventVersion: '1' }, { eventVersion: '2' }], { Records: [{ a: 1 }, { a: 2 }] }),
  ),
}));

/** Records as any writer may write them: mostly alike in how they begin. */
export const recordText = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant('eventVersion') }, { weight: 1, arbitrary: text }),
    fc.dictionary(text, value, { maxKeys: 4 }),
    fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(1, '\t') }),
  )
  .map(([first, rest, indent]) => JSON.stringify({ [first]: '1.11', ...rest }, null, indent));

const space = fc.constantFrom('', '', '', ' ', '\r\n\t');
const otherMember = fc
  .tuple(fc.oneof(text, fc.constant('records')), value)
  .filter(([name]) => name !== 'Records')
  .map(([name, item]) => `${JSON.stringify(name)}:${JSON.stringify(item)}`);
const recordsKey = fc.constantFrom(
  '"Records"',
  '"Records"',
  '"Re\\u0063ords"',
  '"\\u0052\\u0065\\u0063\\u006f\\u0072\\u0064\\u0073"',
);

/** A file of these elements, with other members before and after, and white space. */
export const fileOf = (elements: fc.Arbitrary<string[]>) =>
  fc
    .tuple(
      elements,
      recordsKey,
      fc.array(otherMember, { maxLength: 2 }),
      fc.array(otherMember, { maxLength: 2 }),
      fc.array(space),
    )
    .map(([texts, key, before, after, spaces]) => {
      let next = 0;
      const gap = () => spaces[next++ % (spaces.length || 1)] ?? '';
      const list = texts.map((item) => `${gap()}${item}${gap()}`).join(',');
      const members = [...before, `${key}${gap()}:${gap()}[${list}${texts.length === 0 ? gap() : ''}]`, ...after];
      return { texts, json: `${gap()}{${gap()}${members.join(`${gap()},${gap()}`)}${gap()}}${gap()}` };
    });

/** The path of a log file of the account that the other fixtures are of. */
export const LOG_FILE_KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/111122223333_CloudTrail_us-east-1_20260102T0305Z_Mu0KsOhtH1ar15ZZ.json.gz';
export const LOG_FILE_PATH = parseLogFileKey(LOG_FILE_KEY)!;

/** A log file with these elements, compressed. What is no text is written as JSON. */
export const logFileOf = (elements: readonly unknown[]) =>
  gzipSync(`{"Records":[${elements.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(',')}]}`, {
    level: 1,
  });

/** Bytes as they come from a network. */
export async function* piecewise(bytes: Buffer, size = 16 * 1024): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What is in blocks: a row for each signal. */
export function rowsOf(blocks: readonly SignalBlock[]) {
  return blocks.flatMap(({ keys, times, accountIds, eventNames, ends, texts }) => {
    const text = zstdDecompressSync(texts);
    expect([keys.length / KEY_BYTES, times.length, accountIds.length, eventNames.length]).toEqual(Array(4).fill(ends.length));
    expect(ends.at(-1)).toBe(text.length);
    return Array.from(ends, (end, index) => ({
      key: Buffer.from(keys.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES)).toString('hex'),
      time: times[index]!,
      accountId: accountIds[index]!,
      eventName: eventNames[index]!,
      text: text.toString('utf8', index === 0 ? 0 : ends[index - 1], end),
    }));
  });
}

/** All that came of a file, and how it ended. */
export async function allOf(batches: AsyncIterable<ParsedBatch>) {
  const all = {
    batches: 0,
    rows: [] as ReturnType<typeof rowsOf>,
    bad: [] as BadRecord[],
    dropped: 0,
    records: 0,
    last: false,
    error: undefined as unknown,
  };
  try {
    for await (const { blocks, bad, dropped, records, last } of batches) {
      all.batches += 1;
      all.rows.push(...rowsOf(blocks));
      all.bad.push(...bad);
      all.dropped += dropped;
      all.records = records;
      all.last = last;
    }
  } catch (error) {
    all.error = error;
  }
  return all;
}

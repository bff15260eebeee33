import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { piecewise } from '../../../test/support/log-file.ts';
import { inflate, type InflateBounds } from './inflate.ts';
import { LogFileError } from './log-file-error.ts';

async function run(file: Buffer, size?: number, bounds?: InflateBounds) {
  const windows: Buffer[] = [];
  let error: LogFileError | undefined;
  try {
    for await (const window of inflate(piecewise(file, size), bounds)) windows.push(window);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LogFileError);
    error = thrown as LogFileError;
  }
  return {
    content: Buffer.concat(windows),
    code: error?.code,
    mayHeal: error?.mayHeal,
    largest: Math.max(0, ...windows.map((w) => w.length)),
  };
}
/** Half of it is chance, so that it stays large when it is compressed. */
const textOf = (bytes: number) => Buffer.from(randomBytes(bytes / 2).toString('hex'));
const flipped = (file: Buffer, at: number) => {
  const copy = Buffer.from(file);
  copy[at]! ^= 1;
  return copy;
};
const small = textOf(300_000);
const large = textOf(6_000_000);

describe.each([
  ['a small file', small],
  ['a large file', large],
])('%s', (_size, text) => {
  const file = gzipSync(text, { level: 1 });

  test.each([1_000, 16_384, 10_000_000])('is inflated, in windows, from pieces of %d bytes', async (size) => {
    const { content, code, largest } = await run(file, size);
    expect([content.equals(text), code]).toEqual([true, undefined]);
    expect(largest).toBeLessThanOrEqual(64 * 1024);
  });

  test('that is not compressed is taken as it is, whatever its name', async () => {
    expect((await run(text)).content.equals(text)).toBe(true);
  });

  test('of several members is joined, and zeros at its end are padding', async () => {
    const members = Buffer.concat([gzipSync(text.subarray(0, 100_000)), gzipSync(text.subarray(100_000)), Buffer.alloc(200_000)]);
    expect((await run(members)).content.equals(text)).toBe(true);
  });

  test.each([
    ['in its middle', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['in its checksum', (bytes: Buffer) => bytes.subarray(0, -5)],
    ['in its header', (bytes: Buffer) => bytes.subarray(0, 5)],
  ])('row 46: that breaks off %s is truncated, which may heal, and gives what is there', async (_where, cut) => {
    const { content, code, mayHeal } = await run(cut(file));
    expect([code, mayHeal]).toEqual(['truncated', true]);
    expect(content.equals(text.subarray(0, content.length))).toBe(true);
    expect(content.length).toBeGreaterThanOrEqual(Math.floor((cut(file).length - 5_000) * (text.length / file.length)));
  });

  test.each([
    ['its checksum', -6],
    ['its length', -1],
    ['its header', 2],
  ])('row 46: with a wrong bit in %s is corrupt, which does not heal', async (_where, at) => {
    const { code, mayHeal } = await run(flipped(file, at < 0 ? file.length + at : at));
    expect([code, mayHeal]).toEqual(['corrupt', false]);
  });

  test('row 46: that is damaged in its middle is corrupt, and gives nearly all that is before', async () => {
    const damaged = Buffer.from(file);
    damaged.fill(0xff, file.length >> 1, (file.length >> 1) + 2_000);
    const { content, code } = await run(damaged);
    expect(code).toBe('corrupt');
    const sound = (text.length >> 1) - 100_000;
    expect(content.subarray(0, sound).equals(text.subarray(0, Math.max(0, sound)))).toBe(true);
  });

  test('row 46: with something else behind it is corrupt', async () => {
    const rest = Buffer.from('something else');
    expect((await run(Buffer.concat([file, rest]))).code).toBe('corrupt');
    expect((await run(Buffer.concat([file, Buffer.alloc(100_000), rest]))).code).toBe('corrupt');
  });
});

describe('row 46: a gzip bomb', () => {
  const bomb = gzipSync(Buffer.alloc(100_000_000));

  test('is stopped by its ratio, long before all of it is there, and does not heal', async () => {
    const { content, code, mayHeal } = await run(bomb);
    expect([code, mayHeal]).toEqual(['too-large', false]);
    expect(content.length).toBeLessThan(70_000_000);
  });

  test('is one by its size too, however slowly it grows, compressed or not', async () => {
    const bounds = { bytes: 1_000_000, ratio: 1_000, floor: 0 };
    expect(await run(gzipSync(large), undefined, bounds)).toMatchObject({ code: 'too-large' });
    expect(await run(large, undefined, bounds)).toMatchObject({ code: 'too-large' });
    expect(await run(gzipSync(small), undefined, bounds)).toMatchObject({ code: undefined });
  });
});

test('an empty file has no content', async () => {
  expect(await run(Buffer.alloc(0))).toMatchObject({ code: undefined, content: Buffer.alloc(0) });
  expect(await run(Buffer.of(0x1f))).toMatchObject({ code: undefined, content: Buffer.of(0x1f) });
});

test('whoever stops early ends the source', async () => {
  let isEnded = false;
  async function* source() {
    try {
      for (;;) yield gzipSync(large);
    } finally {
      isEnded = true;
    }
  }
  for await (const window of inflate(source())) {
    expect(window.length).toBeGreaterThan(0);
    break;
  }
  expect(isEnded).toBe(true);
});

test('what the source throws is thrown', async () => {
  async function* source() {
    yield gzipSync(large);
    throw new Error('the network');
  }
  const read = async () => {
    for await (const window of inflate(source())) expect(window).toBeDefined();
  };
  await expect(read()).rejects.toThrow('the network');
});

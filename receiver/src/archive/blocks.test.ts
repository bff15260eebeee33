import { rowsOf } from '../../../test/support/log-file.ts';
import { signalKey } from '../signals/key.ts';
import { BlockBuilder } from './blocks.ts';

const identity = (eventId: string, accountId = '111122223333') => ({
  id: `cloudtrail:${accountId}:us-east-1:${eventId}`,
  kind: 'AwsApiCall',
  accountId,
  region: 'us-east-1',
  time: '2026-01-02T03:04:05.678Z',
  eventId,
  eventName: `Name${eventId}`,
  eventSource: 'iam.amazonaws.com',
});
function blocksOf(texts: readonly string[]) {
  const builder = new BlockBuilder();
  for (const [index, text] of texts.entries()) {
    const bytes = Buffer.from(`,${text},`);
    builder.add(identity(String(index)), bytes, 1, bytes.length - 1);
  }
  return builder.take();
}

test('a block has the key, the time, the account, the name and the text of each signal', () => {
  const blocks = blocksOf(['{"a":"ü"}', '{}']);
  expect(blocks).toHaveLength(1);
  expect(rowsOf(blocks)).toEqual(
    ['{"a":"ü"}', '{}'].map((text, index) => ({
      key: signalKey(identity(String(index)).id).toString('hex'),
      time: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      accountId: '111122223333',
      eventName: `Name${index}`,
      text,
    })),
  );
});

test('a block has about 128 KiB of text, and what is larger has a block of its own', () => {
  const texts = [50_000, 50_000, 50_000, 1_000_000, 10, 100_000].map((length) => `"${'x'.repeat(length)}"`);
  const blocks = blocksOf(texts);
  expect(blocks.map(({ ends }) => ends.length)).toEqual([2, 1, 1, 2]);
  expect(rowsOf(blocks).map(({ text }) => text)).toEqual(texts);
});

test('each array has memory of its own, which another thread can be given', () => {
  const blocks = blocksOf(Array.from({ length: 500 }, (_, index) => `{"n":${index},"x":"${'x'.repeat(1_000)}"}`));
  const memory = blocks.flatMap(({ keys, times, ends, texts }) => [keys, times, ends, texts]);
  expect(new Set(memory.map(({ buffer }) => buffer)).size).toBe(memory.length);
  for (const array of memory) expect(array.buffer.byteLength).toBe(array.byteLength);
});

test('what was taken is not given again, and nothing is no block', () => {
  const builder = new BlockBuilder();
  expect(builder.take()).toEqual([]);
  builder.add(identity('1'), Buffer.from('{}'), 0, 2);
  expect(builder.take()).toHaveLength(1);
  builder.add(identity('2'), Buffer.from('{}'), 0, 2);
  expect(rowsOf(builder.take())).toHaveLength(1);
  expect(builder.take()).toEqual([]);
});

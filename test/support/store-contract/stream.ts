import type { Store } from '../../../receiver/src/store/store.ts';
import { batchOf, claimFile, DAY_MS, deliveryAt, deliveryOf, recordText, signalOf } from './fixtures.ts';

const START = Date.parse('2026-01-02T03:04:05Z');

export function streamContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });
  /** The event ids of each answer until one is empty. */
  const answers = async (limit: number, from?: string) => {
    const seen: string[][] = [];
    for (let cursor = from; ;) {
      const stream = await store.newSignals(cursor, limit);
      if (stream.signals.length === 0) return seen;
      seen.push(stream.signals.map(({ signal }) => signal.eventId));
      cursor = stream.cursor;
    }
  };

  describe('new signals', () => {
    test('come in the order in which they were stored, whatever their time', async () => {
      for (const [id, days] of [
        ['a', 9],
        ['b', 0],
        ['c', 300],
        ['d', 1],
      ] as const)
        await store.save(deliveryAt(id, START - days * DAY_MS));
      expect(await answers(2)).toEqual([
        ['a', 'b'],
        ['c', 'd'],
      ]);
    });

    test('of one message come in its order', async () => {
      const ids = ['z', 'y', 'x', 'a'];
      await store.save(deliveryOf('m', { signals: ids.map((id) => ({ signal: signalOf(id), rawText: '{}' })) }));
      expect(await answers(3)).toEqual([['z', 'y', 'x'], ['a']]);
    });

    test('come once, whole, with their texts', async () => {
      await store.save(deliveryOf('a'));
      const { signals, cursor } = await store.newSignals(undefined, 9);
      const { raw: _raw, ...signal } = signalOf('a');
      expect(signals).toEqual([{ signal, rawText: '{"n": 1.0}' }]);
      expect(await store.newSignals(cursor, 9)).toEqual({ signals: [], cursor });
      await store.save(deliveryOf('b'));
      expect(await answers(9, cursor)).toEqual([['b']]);
    });

    test('are not told of again when the same comes by another way', async () => {
      await store.save(deliveryOf('a'));
      const { cursor } = await store.newSignals(undefined, 9);
      await store.save(deliveryOf('a'));
      const updatedAt = '2026-03-03T00:00:00.000Z';
      const update = signalOf('a', { updatedAt, time: updatedAt, rawSha256: '9'.repeat(64) });
      await store.save(deliveryOf('a', { signals: [{ signal: update, rawText: '{}' }] }));
      expect(await answers(9, cursor)).toEqual([]);
      expect(await answers(9)).toEqual([['a']]);
    });

    test('of log files come as well', async () => {
      await store.save(deliveryOf('a'));
      await store.saveFileBatch(batchOf(await claimFile(store, 'k'), [recordText('r1'), recordText('r2')]));
      await store.save(deliveryOf('b'));
      expect(await answers(3)).toEqual([['a', 'r1', 'r2'], ['b']]);
    });

    test('of large records come a few at a time, one at least', async () => {
      const large = (mebibytes: number) => `"${'x'.repeat(mebibytes * 1024 * 1024)}"`;
      for (const [id, mebibytes] of [
        ['a', 1.5],
        ['b', 1.5],
        ['c', 1.5],
        ['d', 5],
        ['e', 5],
      ] as const)
        await store.save(deliveryOf(id, { signals: [{ signal: signalOf(id), rawText: large(mebibytes) }] }));
      expect(await answers(100)).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
    });

    test('are those behind the latest cursor, for who begins now', async () => {
      const first = await store.latestCursor();
      expect(await answers(9, first)).toEqual([]);
      await store.save(deliveryOf('a'));
      expect(await answers(9, first)).toEqual([['a']]);
      const second = await store.latestCursor();
      expect(await answers(9, second)).toEqual([]);
      await store.save(deliveryOf('b'));
      expect(await answers(9, second)).toEqual([['b']]);
    });

    test('are all there, each once, while others write', async () => {
      const writing = Promise.all(Array.from({ length: 300 }, (_, index) => store.save(deliveryOf(`e${index}`))));
      const seen: string[] = [];
      let cursor: string | undefined;
      let isWritten = false;
      void writing.then(() => (isWritten = true));
      for (let empty = 0; empty < 2;) {
        const stream = await store.newSignals(cursor, 50);
        seen.push(...stream.signals.map(({ signal }) => signal.eventId));
        cursor = stream.cursor;
        empty = isWritten && stream.signals.length === 0 ? empty + 1 : 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
      expect(seen).toHaveLength(300);
      expect(new Set(seen).size).toBe(300);
    });
  });
}

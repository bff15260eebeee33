import type { SignalPosition, SignalQuery, Store } from '../../../receiver/src/store/store.ts';
import { allEventIds, DAY_MS, deliveryAt, deliveryOf, signalOf } from './fixtures.ts';

const START = Date.parse('2026-01-02T03:04:05Z');

export function pagesContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });
  /** The event ids of each page. */
  const pages = async (query: SignalQuery) => {
    const seen: string[][] = [];
    for (let after: SignalPosition | undefined; ;) {
      const page = await store.signals({ ...query, ...(after === undefined ? {} : { after }) });
      seen.push(page.signals.map(({ signal }) => signal.eventId));
      if (page.next === undefined) return seen;
      after = page.next;
    }
  };

  describe('the list of signals', () => {
    test('is newest first, over days and months', async () => {
      const days = [0, 1, 3, 40, 200];
      for (const day of days) await store.save(deliveryAt(`d${day}`, START - day * DAY_MS));
      expect(await allEventIds(store)).toEqual(['d0', 'd1', 'd3', 'd40', 'd200']);
      expect(await pages({ limit: 2 })).toEqual([['d0', 'd1'], ['d3', 'd40'], ['d200']]);
    });

    test('begins and ends where it is asked to: the earliest time is in it, the latest is not', async () => {
      for (const minute of [0, 1, 2, 3]) await store.save(deliveryAt(`m${minute}`, START + minute * 60_000));
      const ids = async (query: Partial<SignalQuery>) => (await pages({ limit: 9, ...query })).flat();
      expect(await ids({ from: START + 60_000 })).toEqual(['m3', 'm2', 'm1']);
      expect(await ids({ to: START + 120_000 })).toEqual(['m1', 'm0']);
      expect(await ids({ from: START + 60_000, to: START + 120_000 })).toEqual(['m1']);
      expect(await ids({ from: START + 1, to: START + 2 })).toEqual([]);
    });

    test('holds signals of the same millisecond apart', async () => {
      for (const id of ['a', 'b', 'c']) await store.save(deliveryOf(id));
      expect(await pages({ limit: 2 })).toEqual([['c', 'b'], ['a']]);
    });

    test('goes on after a place where something has come since', async () => {
      for (const id of ['a', 'b', 'c']) await store.save(deliveryOf(id));
      const { next } = await store.signals({ limit: 2 });
      await store.save(deliveryOf('d'));
      expect((await store.signals({ limit: 2, after: next! })).signals.map(({ signal }) => signal.eventId)).toEqual(['a']);
    });

    test.each(['cloudtrail', 'guardduty'] as const)('has those of %s alone, in one account too', async (source) => {
      for (const [id, other] of [
        ['a', 'cloudtrail'],
        ['b', 'guardduty'],
        ['c', 'cloudwatch'],
      ] as const)
        await store.save(deliveryOf(id, { signals: [{ signal: signalOf(id, { source: other }), rawText: '{}' }] }));
      for (const account of [{}, { account: '111122223333' }]) {
        const { signals } = await store.signals({ source, limit: 9, ...account });
        expect(signals.map(({ signal }) => signal.source)).toEqual([source]);
      }
      expect((await store.signals({ source, limit: 9, account: '444455556666' })).signals).toEqual([]);
    });

    test('is the same for every filter, page by page, as what is picked from all of it', async () => {
      const sources = ['cloudtrail', 'guardduty', 'cloudwatch'] as const;
      const all = Array.from({ length: 60 }, (_, index) =>
        signalOf(`e${index}`, {
          time: new Date(START - Math.floor(index / 3) * (DAY_MS / 4)).toISOString(),
          source: sources[index % 7 === 0 ? 1 : index % 11 === 0 ? 2 : 0],
          accountId: index % 2 === 0 ? '111122223333' : '444455556666',
          eventName: `name ${index % 5}`,
        }),
      );
      for (const signal of all) await store.save(deliveryOf('x', { signals: [{ signal, rawText: '{}' }] }));
      const choices = [
        ...[undefined, 'cloudtrail', 'guardduty'].map((source) => ({ source })),
        ...[undefined, 'name 3'].map((eventName) => ({ eventName })),
        ...[undefined, '444455556666'].map((account) => ({ account })),
      ];
      for (const { source } of choices.slice(0, 3) as { source?: string }[])
        for (const { eventName } of choices.slice(3, 5) as { eventName?: string }[])
          for (const { account } of choices.slice(5) as { account?: string }[]) {
            const narrow = Object.entries({ source, eventName, account }).filter(([, value]) => value !== undefined);
            const query = { ...Object.fromEntries(narrow), from: START - 4 * DAY_MS, to: START + 1 };
            const expected = all
              .map((signal, index) => ({ signal, index, time: Date.parse(signal.time) }))
              .filter(({ signal, time }) => time >= query.from && (source ?? signal.source) === signal.source)
              .filter(
                ({ signal }) =>
                  (eventName ?? signal.eventName) === signal.eventName && (account ?? signal.accountId) === signal.accountId,
              )
              .sort((a, b) => b.time - a.time || b.index - a.index)
              .map(({ signal }) => signal.eventId);
            expect((await pages({ ...query, limit: 7 })).flat()).toEqual(expected);
          }
    });
  });

  describe('a page of large records', () => {
    const MEBIBYTE = 1024 * 1024;
    const saveLarge = (eventId: string, mebibytes: number, days = 0) => {
      const signal = signalOf(eventId, { time: new Date(START + days * DAY_MS).toISOString() });
      return store.save(deliveryOf(eventId, { signals: [{ signal, rawText: `"${'x'.repeat(mebibytes * MEBIBYTE)}"` }] }));
    };

    test('ends at about 4 MiB, and the next goes on from there', async () => {
      for (const id of ['a', 'b', 'c', 'd', 'e']) await saveLarge(id, 1.5);
      expect(await pages({ limit: 500 })).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    });

    test('ends there also where each is of another day', async () => {
      for (const [index, id] of ['a', 'b', 'c'].entries()) await saveLarge(id, 1.5, index);
      expect(await pages({ limit: 500 })).toEqual([['c', 'b'], ['a']]);
    });

    test('leaves out none that has no room, also where it is alone in its days', async () => {
      for (const [id, mebibytes, days] of [
        ['a', 0.5, 0],
        ['b', 3, 19],
        ['c', 1.5, 20],
      ] as const)
        await saveLarge(id, mebibytes, days);
      expect(await pages({ limit: 500 })).toEqual([['c'], ['b', 'a']]);
    });

    test('has one at least, however large', async () => {
      for (const id of ['a', 'b', 'c']) await saveLarge(id, 5);
      expect(await pages({ limit: 2 })).toEqual([['c'], ['b'], ['a']]);
    });
  });
}

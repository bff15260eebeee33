import type { Retention, Store } from '../../../receiver/src/store/store.ts';
import {
  allEventIds,
  allSignals,
  batchOf,
  blockOf,
  BUCKET,
  claimFile,
  DAY_MS,
  deliveryAt,
  deliveryOf,
  fileOf,
  recordText,
} from './fixtures.ts';

/** The beginning of a day: one that is dropped whole is dropped at once, in any store. */
const TODAY = Date.parse('2026-01-10T00:00:00Z');
const daysAgo = (days: number) => TODAY - days * DAY_MS + 3_600_000;

export function houseContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });
  const KEEP_ALL: Retention = { signalsBefore: undefined, messagesBefore: 0, cursors: [] };
  /** Keeps house until there is no more to do. */
  const keepHouse = async (retention: Partial<Retention>) => {
    for (let step = 0; await store.keepHouse(TODAY, { ...KEEP_ALL, ...retention }); step += 1) {
      if (step > 1_000) throw new Error('there is always more to drop');
    }
  };
  /** Reads a file of one record of each of these days. */
  const readFile = async (key: string, ...days: number[]) => {
    const texts = days.map((day) => recordText(`${key}-${day}`, { eventTime: new Date(daysAgo(day)).toISOString() }));
    await store.saveFileBatch(batchOf(await claimFile(store, key), texts));
  };

  describe('keeping house', () => {
    test('drops nothing when all is kept', async () => {
      await store.save(deliveryAt('a', daysAgo(3_000)));
      await readFile('k', 400);
      await keepHouse({});
      expect(await allEventIds(store)).toEqual(['k-400', 'a']);
    });

    test('drops signals of days that are over, by the time of the event, and keeps all others', async () => {
      for (const days of [900, 6, 3, 2, 1, -1]) await store.save(deliveryAt(`d${days}`, daysAgo(days)));
      await readFile('k', 900, 5, 3, 1);
      await keepHouse({ signalsBefore: TODAY - 2 * DAY_MS });
      expect(await allEventIds(store)).toEqual(['d-1', 'k-1', 'd1', 'd2']);
      expect((await store.counts()).signals).toBe(4);
    });

    test('goes by the day though it writes meanwhile', async () => {
      for (let round = 0; round < 3; round += 1) {
        for (const days of [5, 4, 1]) await store.save(deliveryAt(`r${round}-d${days}`, daysAgo(days)));
        await store.keepHouse(TODAY, { ...KEEP_ALL, signalsBefore: TODAY - 3 * DAY_MS });
      }
      await keepHouse({ signalsBefore: TODAY - 3 * DAY_MS });
      expect(await allEventIds(store)).toEqual(['r2-d1', 'r1-d1', 'r0-d1']);
    });

    test('leaves each signal that it keeps with its text, also of a block whose older records are gone', async () => {
      await readFile('k', 6, 5, 2, 1);
      await readFile('l', 6);
      await keepHouse({ signalsBefore: TODAY - 3 * DAY_MS });
      const texts = (await allSignals(store)).map(({ rawText }) => (JSON.parse(rawText) as { eventID: string }).eventID);
      expect(texts).toEqual(['k-1', 'k-2']);
      await keepHouse({ signalsBefore: TODAY });
      expect(await allSignals(store)).toEqual([]);
    });

    test('takes what is dropped for new when it comes again', async () => {
      await store.save(deliveryAt('a', daysAgo(5)));
      await keepHouse({ signalsBefore: TODAY - 3 * DAY_MS });
      expect(await store.save(deliveryAt('a', daysAgo(5)))).toEqual({ duplicate: false, newSignals: 1 });
      expect(await allEventIds(store)).toEqual(['a']);
      await keepHouse({ signalsBefore: TODAY - 3 * DAY_MS });
      expect(await allEventIds(store)).toEqual([]);
    });

    test('drops nothing that one of the sinks has not got yet', async () => {
      await store.save(deliveryAt('a', daysAgo(8)));
      await readFile('k', 8);
      const { cursor } = await store.newSignals(undefined, 9);
      await store.save(deliveryAt('b', daysAgo(7)));
      await readFile('l', 6);
      await readFile('m', 900);
      const later = await store.newSignals(cursor, 9);
      const signalsBefore = TODAY - 3 * DAY_MS;
      await keepHouse({ signalsBefore, cursors: [later.cursor, cursor] });
      const { signals } = await store.newSignals(cursor, 9);
      expect(signals.map(({ signal }) => signal.eventId)).toEqual(['b', 'l-6', 'm-900']);
      expect(signals.slice(1).map(({ rawText }) => (JSON.parse(rawText) as { eventID: string }).eventID)).toEqual([
        'l-6',
        'm-900',
      ]);
      expect((await store.newSignals(undefined, 9)).signals).toHaveLength(3);
      await keepHouse({ signalsBefore, cursors: [later.cursor] });
      expect((await store.newSignals(undefined, 9)).signals).toEqual([]);
    });

    test('drops messages by the time they came, and takes them for new then', async () => {
      const [old, young] = [deliveryOf('a', { receivedAt: 1_000 }), deliveryOf('b', { receivedAt: 2_000 })];
      await store.save(old);
      await store.save(young);
      await keepHouse({ messagesBefore: 2_000 });
      expect(await store.message(old)).toBeUndefined();
      expect(await store.message(young)).toBeDefined();
      expect(await store.save(old)).toEqual({ duplicate: false, newSignals: 0 });
      expect(await allEventIds(store)).toHaveLength(2);
    });

    test('keeps what could not be read as long as signals are', async () => {
      const odd = deliveryOf('a', { receivedAt: 1_000, outcome: 'quarantined', signals: [] });
      await store.save(odd);
      await keepHouse({ messagesBefore: 2_000 });
      await keepHouse({ messagesBefore: 2_000, signalsBefore: 1_000 });
      expect(await store.message(odd)).toBeDefined();
      await keepHouse({ messagesBefore: 2_000, signalsBefore: 1_001 });
      expect(await store.message(odd)).toBeUndefined();
    });

    test('keeps a message as long as there is a letter that reads it again', async () => {
      const letter = { kind: 'message' as const, payload: '{}', reason: 'partly-quarantined: some', at: 1_000 };
      const partly = deliveryOf('a', { receivedAt: 1_000, outcome: 'queued', signals: [] });
      const odd = deliveryOf('b', { receivedAt: 1_000, outcome: 'quarantined', signals: [] });
      const keyed = ({ webhook, topicArn, messageId }: typeof odd) => ({ ...letter, key: `${webhook} ${topicArn} ${messageId}` });
      await store.save({ ...partly, deadLetters: [keyed(partly)] });
      await store.save({ ...odd, deadLetters: [keyed(odd)] });
      await keepHouse({ messagesBefore: 2_000 });
      expect(await store.message(partly)).toBeDefined();
      // It was read again since, in vain.
      await store.redriveJobs({ kind: 'message' }, 5_000);
      for (const job of await store.claimJobs('me', 5_000, 1_000, 9)) await store.buryJob(job, 5_000, 'quarantined: still');
      await keepHouse({ messagesBefore: 2_000, signalsBefore: 5_000 });
      expect(await Promise.all([store.message(partly), store.message(odd)])).toEqual([
        expect.objectContaining({ outcome: 'queued' }),
        expect.objectContaining({ outcome: 'quarantined' }),
      ]);
      await keepHouse({ messagesBefore: 2_000, signalsBefore: 5_001 });
      expect(await Promise.all([store.message(partly), store.message(odd)])).toEqual([undefined, undefined]);
    });

    test('drops no event for a time before 1970 when all is kept', async () => {
      await store.save(deliveryAt('a', Date.parse('1960-01-01T00:00:00Z')));
      await keepHouse({});
      expect(await allEventIds(store)).toEqual(['a']);
    });

    test('forgets files that are done, with the messages of their time, and not those that are queued', async () => {
      await store.saveFileBatch(batchOf(await claimFile(store, 'old', { foundAt: 100 }), []));
      await store.saveFileBatch(batchOf(await claimFile(store, 'young', { foundAt: 200 }), []));
      await store.addFiles([fileOf('queued', { foundAt: 100 })]);
      await keepHouse({ messagesBefore: 200 });
      expect(await store.knownKeys(BUCKET, ['old', 'young', 'queued'])).toEqual(new Set(['young', 'queued']));
    });

    test('drops dead letters as old as signals that are dropped, and no work that is still to be done', async () => {
      const letterOf = (key: string, at: number) => ({ kind: 'message' as const, key, payload: '{}', reason: 'odd: one', at });
      await store.save(deliveryOf('a', { deadLetters: [letterOf('old', 1_000), letterOf('young', 2_000)] }));
      await store.addFiles([fileOf('k', { foundAt: 1_000 })]);
      await keepHouse({ messagesBefore: 9_000 });
      expect(await store.jobs({ limit: 9, now: 0 })).toHaveLength(3);
      await keepHouse({ signalsBefore: 2_000 });
      expect((await store.jobs({ limit: 9, now: 0 })).map(({ key }) => key).sort()).toEqual(['s3://trail-logs/k', 'young']);
    });

    test('drops a lot in many steps', async () => {
      const signals = Array.from({ length: 2_500 }, (_, index) => deliveryAt(`e${index}`, daysAgo(800) + index).signals![0]!);
      await store.save(deliveryOf('a', { receivedAt: 1, signals }));
      await Promise.all(Array.from({ length: 1_200 }, () => store.save(deliveryOf('a', { receivedAt: 1, signals: [] }))));
      const job = await claimFile(store, 'k');
      const texts = Array.from({ length: 120 }, (_, index) => recordText(`r${index}`, { eventTime: '2020-01-01T00:00:00Z' }));
      await store.saveFileBatch(batchOf(job, texts, { blocks: texts.map((text) => blockOf([text])) }));
      expect(await store.keepHouse(TODAY, { ...KEEP_ALL, signalsBefore: TODAY, messagesBefore: 2 })).toBe(true);
      await keepHouse({ signalsBefore: TODAY, messagesBefore: 2 });
      expect(await store.counts()).toEqual({ messages: {}, signals: 0, confirmations: {} });
      expect(await store.keepHouse(TODAY, { ...KEEP_ALL, signalsBefore: TODAY, messagesBefore: 2 })).toBe(false);
    });
  });
}

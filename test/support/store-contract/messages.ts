import { randomUUID } from 'node:crypto';
import type { Signal } from '../../../receiver/src/index.ts';
import type { MessageKey, Store } from '../../../receiver/src/store/store.ts';
import { allSignals, claimOne, confirmationOf, deliveryOf, fileOf, signalOf } from './fixtures.ts';

export function messagesContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });

  describe('messages', () => {
    test('a message with the same webhook, topic and MessageId is stored once', async () => {
      const delivery = deliveryOf('a');
      expect(await store.save(delivery)).toEqual({ duplicate: false, newSignals: 1 });
      expect(await store.save(delivery)).toEqual({ duplicate: true, newSignals: 0 });
      expect((await store.counts()).messages).toEqual({ signals: 1 });
    });

    test('the same message many times at once is stored once, with what comes of it', async () => {
      const delivery = deliveryOf('a', { files: [fileOf('k')] });
      const saved = await Promise.all(Array.from({ length: 20 }, () => store.save(delivery)));
      expect(saved.filter(({ duplicate }) => !duplicate)).toEqual([{ duplicate: false, newSignals: 1 }]);
      expect((await allSignals(store)).map(({ signal }) => signal.provenance.length)).toEqual([1]);
      expect(await store.jobs({ limit: 9, now: 0 })).toHaveLength(1);
    });

    test.each(['webhook', 'topicArn', 'messageId'])('another %s is another message', async (name) => {
      const delivery = deliveryOf('a');
      await store.save(delivery);
      expect((await store.save({ ...delivery, [name]: 'another' })).duplicate).toBe(false);
    });

    test('a message is read as it was stored, and one that is not there is undefined', async () => {
      const { signals: _signals, ...message } = deliveryOf('a', {
        envelope: '{"Message": "grüß\\u0000\\ud83d"}',
        reason: 'why: so',
      });
      await store.save(message);
      expect(await store.message(message)).toEqual(message);
      expect(await store.message({ ...message, messageId: 'another' })).toBeUndefined();
    });

    test('one write that cannot be made does not spoil those beside it', async () => {
      const bad = deliveryOf('bad', { reason: { not: 'a text' } as never });
      const results = await Promise.allSettled([store.save(deliveryOf('a')), store.save(bad), store.save(deliveryOf('b'))]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.counts()).signals).toBe(2);
    });

    test('a delivery whose signal cannot be written is not stored at all', async () => {
      const bad = deliveryOf('bad', {
        files: [fileOf('k')],
        confirmation: confirmationOf('1'),
        signals: [
          { signal: signalOf('good'), rawText: '{}' },
          { signal: signalOf('bad'), rawText: undefined as never },
        ],
      });
      await expect(store.save(bad)).rejects.toMatchObject({ code: 'store-unavailable' });
      expect(await store.counts()).toEqual({ messages: {}, signals: 0, confirmations: {} });
      expect(await store.jobs({ limit: 9, now: 0 })).toEqual([]);
    });

    test('many writes at once are all kept', async () => {
      const saved = await Promise.all(Array.from({ length: 1_200 }, (_, i) => store.save(deliveryOf(`e${i}`))));
      expect(saved.every(({ newSignals }) => newSignals === 1)).toBe(true);
      expect((await store.counts()).signals).toBe(1_200);
    });

    test('U+0000 in a name is no reason to refuse a message for ever', async () => {
      const signal = signalOf('a', { eventName: 'Create\0User', title: 'a\0b' });
      const delivery = deliveryOf('a', { reason: 'odd: \0', signals: [{ signal, rawText: '{"a": "\\u0000"}' }] });
      expect(await store.save(delivery)).toEqual({ duplicate: false, newSignals: 1 });
      const [stored] = (await store.signals({ limit: 9, eventName: 'Create\0User' })).signals;
      expect(stored).toMatchObject({ signal: { eventName: 'Create\0User', title: 'a\0b' }, rawText: '{"a": "\\u0000"}' });
      expect((await store.message(delivery))?.reason).toMatch(/^odd: /);
    });
  });

  describe('a message that is read again', () => {
    const quarantined = () => deliveryOf('a', { outcome: 'quarantined', reason: 'unknown: form', signals: [] });

    test('is what it has come to now, with what comes of it', async () => {
      const delivery = quarantined();
      await store.save(delivery);
      const consequences = {
        signals: [{ signal: signalOf('a'), rawText: '{}' }],
        files: [fileOf('k')],
        confirmation: confirmationOf('1'),
        deadLetters: [{ kind: 'message' as const, key: 'm', payload: '{}', reason: 'odd: entry', at: 1 }],
      };
      expect(await store.revise(delivery, 'signals', undefined, consequences)).toEqual({ newSignals: 1 });
      const { reason: _reason, signals: _signals, ...rest } = delivery;
      expect(await store.message(delivery)).toEqual({ ...rest, outcome: 'signals' });
      expect(await allSignals(store)).toHaveLength(1);
      expect((await store.jobs({ limit: 9, now: 0 })).map(({ kind }) => kind).sort()).toEqual(['file', 'message']);
      expect((await store.counts()).confirmations).toEqual({ pending: 1 });
    });

    test('may be no better than it was', async () => {
      const delivery = quarantined();
      await store.save(delivery);
      expect(await store.revise(delivery, 'quarantined', 'unknown: still', {})).toEqual({ newSignals: 0 });
      expect(await store.message(delivery)).toMatchObject({ outcome: 'quarantined', reason: 'unknown: still' });
    });

    test('tells which signals differ from what the same way brought before', async () => {
      const [one, other] = [quarantined(), quarantined()];
      await store.save(one);
      await store.save(other);
      const read = (key: MessageKey, rawSha256: string) =>
        store.revise(key, 'signals', undefined, { signals: [{ signal: signalOf('a', { rawSha256 }), rawText: '{}' }] });
      await read(one, '1'.repeat(64));
      expect(await read(other, '2'.repeat(64))).toEqual({ newSignals: 0, differing: [signalOf('a').id] });
    });
  });

  describe('what comes of a message', () => {
    test('a file that many messages name is queued once', async () => {
      for (let index = 0; index < 3; index += 1) {
        await store.save(deliveryOf('a', { outcome: 'queued', signals: [], files: [fileOf('k'), fileOf('l'), fileOf('k')] }));
      }
      expect((await store.jobs({ limit: 9, now: 1_000 })).map(({ key }) => key).sort()).toEqual([
        's3://trail-logs/k',
        's3://trail-logs/l',
      ]);
    });

    test('a dead letter is there once, as it came first, and waits until somebody asks for it', async () => {
      const letterOf = (reason: string) => ({ kind: 'message' as const, key: 'm', payload: '{"a": 1}', reason, at: 70 });
      await store.save(deliveryOf('a', { deadLetters: [letterOf('first: one'), letterOf('second: one')] }));
      await store.save(deliveryOf('b', { deadLetters: [letterOf('third: one')] }));
      const expected = {
        kind: 'message',
        state: 'dead',
        key: 'm',
        payload: '{"a": 1}',
        reason: 'first: one',
        queuedAt: 70,
        runAt: 70,
      };
      expect(await store.jobs({ limit: 9, now: 1_000 })).toEqual([
        { ...expected, id: expect.any(Number), attempts: 0, progress: 0 },
      ]);
      expect(await store.claimJobs('worker', 1_000, 100, 9)).toEqual([]);
      await store.redriveJobs({}, 1_000);
      expect(await claimOne(store, 1_000)).toMatchObject({ kind: 'message', key: 'm', payload: '{"a": 1}' });
    });
  });

  describe('signals of messages', () => {
    test('the same event in another message is no second signal, but a second provenance', async () => {
      await store.save(deliveryOf('a'));
      expect(await store.save(deliveryOf('a'))).toEqual({ duplicate: false, newSignals: 0 });
      expect((await allSignals(store)).map(({ signal }) => signal.provenance.length)).toEqual([2]);
    });

    test('the same event in messages that come at once is one signal with all their provenances', async () => {
      const saved = await Promise.all(Array.from({ length: 8 }, () => store.save(deliveryOf('a'))));
      expect(saved.filter(({ newSignals }) => newSignals === 1)).toHaveLength(1);
      expect((await allSignals(store)).map(({ signal }) => signal.provenance.length)).toEqual([8]);
    });

    test('the same event twice in one message is one signal', async () => {
      const twice = [signalOf('a'), signalOf('a')].map((signal) => ({ signal, rawText: '{}' }));
      expect(await store.save(deliveryOf('a', { signals: twice }))).toEqual({ duplicate: false, newSignals: 1 });
      expect(await allSignals(store)).toHaveLength(1);
    });

    test('a signal remembers ten provenances and not more', async () => {
      for (let i = 0; i < 15; i += 1) await store.save(deliveryOf('a'));
      expect((await allSignals(store))[0]?.signal.provenance).toHaveLength(10);
    });

    test('another text by the same way is told of, and the first is kept', async () => {
      const save = (rawSha256: string, rawText: string) =>
        store.save(deliveryOf('a', { signals: [{ signal: signalOf('a', { rawSha256 }), rawText }] }));
      await save('1'.repeat(64), '{"n": 1}');
      expect(await save('2'.repeat(64), '{"n": 2}')).toEqual({ duplicate: false, newSignals: 0, differing: [signalOf('a').id] });
      expect((await allSignals(store))[0]?.rawText).toBe('{"n": 1}');
    });

    test('what its source changed takes the place of what was there, and is found by its new time and name', async () => {
      const save = (day: number, rawText: string, more: Partial<Signal> = {}) => {
        const updatedAt = `2026-01-0${day}T00:00:00.000Z`;
        const signal = signalOf('f', {
          time: updatedAt,
          updatedAt,
          eventName: `type ${day}`,
          rawSha256: rawText.repeat(64),
          ...more,
        });
        return store.save(deliveryOf('f', { signals: [{ signal, rawText }] }));
      };
      await save(2, '2');
      expect(await save(4, '4', { severityId: 5 })).toEqual({ duplicate: false, newSignals: 0 });
      expect(await save(3, '3')).toEqual({ duplicate: false, newSignals: 0 });
      expect(await allSignals(store)).toMatchObject([{ rawText: '4', signal: { severityId: 5, eventName: 'type 4' } }]);
      expect((await allSignals(store))[0]?.signal.provenance).toHaveLength(3);
      const after = { from: Date.parse('2026-01-04T00:00:00Z'), limit: 9 };
      expect((await store.signals(after)).signals).toHaveLength(1);
      expect((await store.signals({ ...after, eventName: 'type 4' })).signals).toHaveLength(1);
      expect((await store.signals({ eventName: 'type 2', limit: 9 })).signals).toEqual([]);
    });

    test('signal and text come back as they came', async () => {
      const { raw: _raw, ...signal } = signalOf('a', {
        title: 'größer \u2028',
        actor: { userName: 'eve' },
        resources: [{ arn: 'a' }],
      });
      const rawText = '{"n": 1.0, "größe": "\\u0000\\ud83d"}';
      await store.save(deliveryOf('a', { signals: [{ signal: { ...signal, raw: { n: 1 } }, rawText }] }));
      expect(await allSignals(store)).toEqual([{ signal, rawText }]);
    });

    test('an event of any time is kept', async () => {
      const times = [
        '1969-07-20T20:17:40.000Z',
        '2001-01-01T00:00:00.000Z',
        '2026-01-02T03:04:05.000Z',
        '2999-12-31T23:59:59.999Z',
      ];
      const signals = times.map((time) => ({ signal: signalOf(randomUUID(), { time }), rawText: '{}' }));
      expect(await store.save(deliveryOf('a', { signals }))).toEqual({ duplicate: false, newSignals: 4 });
      expect((await allSignals(store)).map(({ signal }) => signal.time)).toEqual(times.toReversed());
    });
  });
}

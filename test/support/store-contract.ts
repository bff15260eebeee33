/** What every store promises, run on each. */
import { randomUUID } from 'node:crypto';
import type { Signal } from '../../receiver/src/index.ts';
import type { NewConfirmation } from '../../receiver/src/store/confirmations.ts';
import type { Delivery, SignalPosition, Store } from '../../receiver/src/store/store.ts';

/** A signal of this event id. */
export const signalOf = (eventId: string, more: Partial<Signal> = {}): Signal => ({
  id: `cloudtrail:111122223333:us-east-1:${eventId}`,
  source: 'cloudtrail',
  kind: 'AwsApiCall',
  accountId: '111122223333',
  region: 'us-east-1',
  time: '2026-01-02T03:04:05.000Z',
  receivedAt: '2026-01-02T03:05:00.000Z',
  eventId,
  eventName: 'CreateUser',
  eventSource: 'iam.amazonaws.com',
  severityId: 1,
  title: 'CreateUser on iam.amazonaws.com',
  actor: {},
  resources: [],
  provenance: [{ path: 'eventbridge', topicArn: 'arn:t', messageId: 'm' }],
  rawSha256: '0'.repeat(64),
  raw: {},
  ...more,
});

/** A delivery with one signal of this event id. */
export const deliveryOf = (eventId: string, more: Partial<Delivery> = {}): Delivery => ({
  webhook: 'default',
  topicArn: 'arn:t',
  messageId: randomUUID(),
  type: 'Notification',
  receivedAt: 1,
  envelope: '{}',
  outcome: 'signals',
  signals: [{ signal: signalOf(eventId), rawText: '{"n": 1.0}' }],
  ...more,
});

const confirmationOf = (token: string, more: Partial<NewConfirmation> = {}): NewConfirmation => ({
  webhook: 'default',
  topicArn: 'arn:t',
  messageId: randomUUID(),
  token,
  envelope: '{}',
  receivedAt: 100,
  expiresAt: 1_000,
  ...more,
});

/** The tests. `open` gives an empty store each time. */
export function storeContract(open: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());
  const all = async () => (await store.signals({ limit: 500 })).signals;

  describe('messages and signals', () => {
    test('a message with the same webhook, topic and MessageId is stored once', async () => {
      const delivery = deliveryOf('a');
      expect(await store.save(delivery)).toEqual({ duplicate: false, newSignals: 1 });
      expect(await store.save(delivery)).toEqual({ duplicate: true, newSignals: 0 });
      expect((await store.counts()).messages).toEqual({ signals: 1 });
    });

    test.each(['webhook', 'topicArn', 'messageId'])('another %s is another message', async (name) => {
      const delivery = deliveryOf('a');
      await store.save(delivery);
      expect((await store.save({ ...delivery, [name]: 'another' })).duplicate).toBe(false);
    });

    test('the same event in another message is no second signal, but a second provenance', async () => {
      await store.save(deliveryOf('a'));
      expect(await store.save(deliveryOf('a'))).toEqual({ duplicate: false, newSignals: 0 });
      expect((await all()).map(({ signal }) => signal.provenance.length)).toEqual([2]);
    });

    test('a signal remembers ten provenances and not more', async () => {
      for (let i = 0; i < 15; i += 1) await store.save(deliveryOf('a'));
      expect((await all())[0]?.signal.provenance).toHaveLength(10);
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
      expect(await all()).toMatchObject([{ rawText: '4', signal: { severityId: 5, eventName: 'type 4' } }]);
      expect((await all())[0]?.signal.provenance).toHaveLength(3);
      const after = { from: Date.parse('2026-01-04T00:00:00Z'), limit: 9 };
      expect((await store.signals(after)).signals).toHaveLength(1);
      expect((await store.signals({ ...after, eventName: 'type 4' })).signals).toHaveLength(1);
      expect((await store.signals({ eventName: 'type 2', limit: 9 })).signals).toEqual([]);
    });

    test.each(['cloudtrail', 'guardduty'] as const)('those of %s are found alone, in one account too', async (source) => {
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

    test('many writes at once are all kept', async () => {
      const saved = await Promise.all(Array.from({ length: 1_200 }, (_, i) => store.save(deliveryOf(`e${i}`))));
      expect(saved.every(({ newSignals }) => newSignals === 1)).toBe(true);
      expect((await store.counts()).signals).toBe(1_200);
    });

    test('one write that cannot be made does not spoil those beside it', async () => {
      const bad = deliveryOf('bad', { reason: { not: 'a text' } as never });
      const results = await Promise.allSettled([store.save(deliveryOf('a')), store.save(bad), store.save(deliveryOf('b'))]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.counts()).signals).toBe(2);
    });

    test('a delivery whose signal cannot be written is not stored at all', async () => {
      const bad = deliveryOf('bad', { signals: [{ signal: signalOf('bad'), rawText: undefined as never }] });
      await expect(store.save(bad)).rejects.toMatchObject({ code: 'store-unavailable' });
      expect((await store.counts()).messages).toEqual({});
    });

    test('the text of a record comes back as it came', async () => {
      await store.save(deliveryOf('a'));
      expect((await all())[0]?.rawText).toBe('{"n": 1.0}');
    });

    test('pages hold signals of the same millisecond apart', async () => {
      for (const id of ['a', 'b', 'c']) await store.save(deliveryOf(id));
      const first = await store.signals({ limit: 2 });
      const second = await store.signals({ limit: 2, after: first.next! });
      expect([...first.signals, ...second.signals].map(({ signal }) => signal.eventId)).toEqual(['c', 'b', 'a']);
      expect(second.next).toBeUndefined();
    });
  });

  describe('a page of large records', () => {
    const MEBIBYTE = 1024 * 1024;
    const saveLarge = (eventId: string, mebibytes: number) =>
      store.save(
        deliveryOf(eventId, { signals: [{ signal: signalOf(eventId), rawText: `"${'x'.repeat(mebibytes * MEBIBYTE)}"` }] }),
      );
    const pages = async (limit: number) => {
      const seen: string[][] = [];
      for (let after: SignalPosition | undefined; ;) {
        const page = await store.signals({ limit, ...(after === undefined ? {} : { after }) });
        seen.push(page.signals.map(({ signal }) => signal.eventId));
        if (page.next === undefined) return seen;
        after = page.next;
      }
    };

    test('ends at about 4 MiB, and the next goes on from there', async () => {
      for (const id of ['a', 'b', 'c', 'd', 'e']) await saveLarge(id, 1.5);
      expect(await pages(500)).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    });

    test('has one at least, however large', async () => {
      for (const id of ['a', 'b', 'c']) await saveLarge(id, 5);
      expect(await pages(2)).toEqual([['c'], ['b'], ['a']]);
    });
  });

  describe('confirmations', () => {
    const states = async () => (await store.confirmations(10)).map(({ state }) => state);

    test('an unproven one is kept once, up to the limit', async () => {
      expect(await store.keepUnverified(confirmationOf('1'), 2)).toBe('kept');
      expect(await store.keepUnverified(confirmationOf('1'), 2)).toBe('known');
      expect(await store.keepUnverified(confirmationOf('2'), 2)).toBe('kept');
      expect(await store.keepUnverified(confirmationOf('3'), 2)).toBe('full');
    });

    test('a proven one takes the place of the same unproven one, never the other way round', async () => {
      await store.keepUnverified(confirmationOf('1'), 9);
      await store.save(deliveryOf('x', { outcome: 'confirmation', signals: [], confirmation: confirmationOf('1') }));
      expect(await states()).toEqual(['pending']);
      expect(await store.keepUnverified(confirmationOf('1'), 9)).toBe('known');
      expect(await states()).toEqual(['pending']);
    });

    test('a settled one is not due, and does not change any more', async () => {
      await store.keepUnverified(confirmationOf('1'), 9);
      const [task] = await store.dueConfirmations(100, 9);
      await store.changeConfirmation(task!.id, { state: 'confirmed', attempts: 1, nextAt: 0 });
      await store.changeConfirmation(task!.id, { state: 'failed', attempts: 2, nextAt: 0 });
      expect(await store.dueConfirmations(10_000, 9)).toEqual([]);
      expect(await states()).toEqual(['confirmed']);
    });

    test('one that is put off is due only then, or when its topic is added', async () => {
      await store.keepUnverified(confirmationOf('1'), 9);
      const [task] = await store.dueConfirmations(100, 9);
      await store.changeConfirmation(task!.id, { state: 'waiting-for-topic', attempts: 0, nextAt: 900 });
      expect(await store.dueConfirmations(899, 9)).toEqual([]);
      await store.wakeConfirmations('arn:t', 200);
      expect(await store.dueConfirmations(200, 9)).toHaveLength(1);
    });

    test('failed and expired ones are forgotten after a while, others are not', async () => {
      for (const [token, state] of [
        ['1', 'failed'],
        ['2', 'expired'],
        ['3', 'confirmed'],
        ['4', 'pending'],
      ] as const) {
        await store.keepUnverified(confirmationOf(token), 9);
        const task = (await store.confirmations(1))[0]!;
        await store.changeConfirmation(task.id, { state, attempts: 1, nextAt: 500 });
      }
      await store.forgetConfirmations(501);
      expect(await states()).toEqual(['pending', 'confirmed']);
    });
  });

  describe('webhooks and topics', () => {
    test('a name of a webhook is given once', async () => {
      expect(await store.addWebhook({ name: 'a', tokenSha256: '1', createdAt: 1 })).toBe(true);
      expect(await store.addWebhook({ name: 'a', tokenSha256: '2', createdAt: 2 })).toBe(false);
      expect(await store.webhooks()).toEqual([{ name: 'a', tokenSha256: '1', createdAt: 1 }]);
    });

    test('adding a topic again changes its minimum', async () => {
      await store.addTopic({ monitor: 'm', arn: 'arn:t', minimumSignatureVersion: 1 });
      await store.addTopic({ monitor: 'm', arn: 'arn:t', minimumSignatureVersion: 2 });
      expect(await store.topics()).toEqual([{ monitor: 'm', arn: 'arn:t', minimumSignatureVersion: 2 }]);
    });
  });

  test('a closed store answers store-unavailable, and closing twice is fine', async () => {
    await store.close();
    await expect(store.save(deliveryOf('a'))).rejects.toMatchObject({ code: 'store-unavailable', status: 503 });
    await expect(store.signals({ limit: 1 })).rejects.toMatchObject({ code: 'store-unavailable', status: 503 });
  });

  test('a write that was asked for before closing is finished', async () => {
    const saved = store.save(deliveryOf('a'));
    await store.close();
    expect(await saved).toEqual({ duplicate: false, newSignals: 1 });
  });
}

import { randomUUID } from 'node:crypto';
import { compact } from '../../../receiver/src/json.ts';
import { readBody } from '../../../receiver/src/sources/read-body.ts';
import type { Delivery, Store } from '../../../receiver/src/store/store.ts';
import { compositeAlarm, metricAlarm } from '../alarm-events.ts';
import { mathAlarm } from '../alarm-notifications.ts';
import { finding } from '../findings.ts';
import { event, record } from '../receiver.ts';
import { allSignals, batchOf, claimFile, recordText } from './fixtures.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:t';
const LONG_AGO = Date.parse('2026-01-05T00:00:00Z');
const NOW = Date.parse('2026-01-10T00:00:00Z');

interface Came {
  readonly receivedAt?: number;
  readonly unverified?: true;
}

/** A message of this text as it is stored when it comes, with the signals that are read in it. */
export function messageOf(text: string, { receivedAt = LONG_AGO, unverified }: Came = {}): Delivery {
  const key = { webhook: 'default', topicArn: TOPIC, messageId: randomUUID() };
  const found = readBody(text, compact({ ...key, receivedAt, monitors: [], unverified }));
  if (found.outcome !== 'signals') throw new Error(`the text is ${found.outcome}`);
  const type = unverified === undefined ? 'Notification' : 'EventBridge';
  const envelope = JSON.stringify({ Type: type, Message: text });
  return { ...key, type, receivedAt, envelope, outcome: 'signals', signals: found.signals, readAgain: true };
}

/** What is listed of a delivery's signals. */
const listed = ({ signals = [] }: Delivery) =>
  signals.map(({ signal: { raw: _raw, ...signal }, rawText }) => ({ signal, rawText }));

/** Messages whose signals can be read again: a store may keep the message instead of what it says. */
export function readAgainContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });
  const dropMessages = async (signalsBefore?: number) => {
    while (await store.keepHouse(NOW, { signalsBefore, messagesBefore: LONG_AGO + 1, cursors: [] }));
  };
  /** As no serializer would write it: a byte more or less shows. */
  const eventText = (detail: Record<string, unknown>) =>
    JSON.stringify(event(detail)).replace('"detail":{', '"detail" : { "größe": 1.0, "s": "\\u0061\\ud83d",');

  describe('signals of a message that can be read again', () => {
    test.each([
      ['a CloudTrail record', eventText(record())],
      ['a metric alarm', JSON.stringify(metricAlarm)],
      ['a composite alarm', JSON.stringify(compositeAlarm)],
      ["an alarm in SNS's own form", JSON.stringify(mathAlarm)],
      ['a finding', JSON.stringify(finding(8))],
    ])('%s is listed as it came, to the byte', async (_name, text) => {
      const delivery = messageOf(text);
      expect(await store.save(delivery)).toEqual({ duplicate: false, newSignals: 1 });
      expect(await allSignals(store)).toEqual(listed(delivery));
      expect((await store.newSignals(undefined, 9)).signals).toEqual(listed(delivery));
    });

    test('one that nobody signed says so', async () => {
      await store.save(messageOf(eventText(record()), { unverified: true }));
      expect((await allSignals(store))[0]!.signal.provenance).toMatchObject([{ path: 'eventbridge', unverified: true }]);
    });

    test('are found by what they say', async () => {
      await store.save(messageOf(eventText(record({ eventName: 'DeleteUser', eventID: 'e-1' }))));
      await store.save(messageOf(eventText(record({ eventName: 'CreateUser', eventID: 'e-2' }))));
      const { signals } = await store.signals({
        limit: 9,
        eventName: 'DeleteUser',
        account: '111122223333',
        source: 'cloudtrail',
      });
      expect(signals.map(({ signal }) => signal.eventId)).toEqual(['e-1']);
    });

    test('stay, with their texts, when messages of their time are no longer kept', async () => {
      const delivery = messageOf(eventText(record()));
      await store.save(delivery);
      await dropMessages();
      expect(await allSignals(store)).toEqual(listed(delivery));
    });

    test('go with their time, and then their message does', async () => {
      const delivery = messageOf(eventText(record()));
      await store.save(delivery);
      await dropMessages(NOW);
      expect(await allSignals(store)).toEqual([]);
      expect(await store.message(delivery)).toBeUndefined();
    });

    test('that came before by another topic are one signal with both ways, and the text of the first', async () => {
      const [first, second] = ['1.0', '1.00'].map((n) => messageOf(eventText(record({ eventID: 'e' })).replace('1.0', n)));
      await store.save(first!);
      expect(await store.save(second!)).toEqual({ duplicate: false, newSignals: 0, differing: [first!.signals![0]!.signal.id] });
      await dropMessages();
      const [one, ...more] = await allSignals(store);
      expect(more).toEqual([]);
      expect(one!.rawText).toBe(first!.signals![0]!.rawText);
      expect(one!.signal.provenance).toMatchObject([{ messageId: first!.messageId }, { messageId: second!.messageId }]);
      expect(await store.message(second!)).toBeUndefined();
    });

    test('that their source has changed since are what came last, and the message before is of no use any more', async () => {
      const changed = (day: number) => ({ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: `2026-01-0${day}T00:00:00.000Z` });
      const [first, last, late] = [1, 3, 2].map((day) => messageOf(JSON.stringify(finding(5, changed(day)))));
      for (const each of [first!, last!, late!]) await store.save(each);
      await dropMessages();
      expect((await allSignals(store)).map(({ rawText }) => rawText)).toEqual([last!.signals![0]!.rawText]);
      expect((await allSignals(store))[0]!.signal).toMatchObject({ updatedAt: '2026-01-03T00:00:00.000Z' });
      for (const each of [first!, late!]) expect(await store.message(each)).toBeUndefined();
    });

    test('that a log file brings too have both ways, whichever came first', async () => {
      await store.save(messageOf(eventText(record({ eventID: 'e-1' }))));
      const job = await claimFile(store, 'k');
      await store.saveFileBatch(batchOf(job, [recordText('e-1'), recordText('e-2')]));
      await store.save(messageOf(eventText(record({ eventID: 'e-2' }))));
      const ways = (await allSignals(store)).map(({ signal }) => [signal.eventId, signal.provenance.map(({ path }) => path)]);
      expect(Object.fromEntries(ways)).toEqual({ 'e-1': ['eventbridge', 's3'], 'e-2': ['s3', 'eventbridge'] });
    });
  });
}

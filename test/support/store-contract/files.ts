import { recordView } from '../../../receiver/src/archive/view.ts';
import type { FileBatch, Job, Store } from '../../../receiver/src/store/store.ts';
import {
  allEventIds,
  allSignals,
  batchOf,
  blockOf,
  BUCKET,
  claimFile,
  claimOne,
  deliveryOf,
  fileOf,
  RECORD_TIME,
  recordText,
  signalOf,
} from './fixtures.ts';

export function filesContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });
  const jobs = () => store.jobs({ limit: 9, now: 2_000 });

  describe('log files', () => {
    test('a file is queued once, whoever names it, with what reading it needs', async () => {
      expect(await store.addFiles([fileOf('k'), fileOf('l')])).toBe(2);
      expect(await store.addFiles([fileOf('k', { foundBy: 'listing', foundAt: 900 }), fileOf('m')])).toBe(1);
      const [job] = await store.claimJobs('worker', 1_000, 100, 1);
      expect(job).toMatchObject({ kind: 'file', key: `s3://${BUCKET}/k`, queuedAt: 100, progress: 0 });
      expect(JSON.parse(job!.payload)).toEqual({ bucket: BUCKET, key: 'k', monitor: 'trail' });
    });

    test('the same key in another bucket is another file', async () => {
      expect(await store.addFiles([fileOf('k'), fileOf('k', { bucket: 'another' })])).toBe(2);
    });

    test('one file twice in a list is one file', async () => {
      expect(await store.addFiles([fileOf('k'), fileOf('k')])).toBe(1);
      expect(await jobs()).toHaveLength(1);
    });

    test('none are added where none are named', async () => {
      expect(await store.addFiles([])).toBe(0);
    });

    test('known are those that are queued and those that are done, of one bucket', async () => {
      const job = await claimFile(store, 'done');
      await store.saveFileBatch(batchOf(job, []));
      await store.addFiles([fileOf('queued'), fileOf('elsewhere', { bucket: 'another' })]);
      expect(await store.knownKeys(BUCKET, ['done', 'queued', 'elsewhere', 'never'])).toEqual(new Set(['done', 'queued']));
      expect(await store.knownKeys(BUCKET, [])).toEqual(new Set());
    });

    test('a file says how far it is, and by which content', async () => {
      expect(await store.file(fileOf('k'))).toBeUndefined();
      const job = await claimFile(store, 'k', { etag: 'told' });
      expect(await store.file(fileOf('k'))).toEqual({ state: 'queued', etag: 'told' });
      await store.saveFileBatch(batchOf(job, [recordText('a')], { etag: 'read', last: false }));
      expect(await store.file(fileOf('k'))).toEqual({ state: 'queued', etag: 'read' });
      await store.saveFileBatch(batchOf(job, []));
      expect(await store.file(fileOf('k'))).toEqual({ state: 'done', etag: 'read' });
    });

    test('a file that is done is queued again when its content is another, and only then', async () => {
      const job = await claimFile(store, 'k', { etag: 'one' });
      await store.saveFileBatch(batchOf(job, [recordText('a')], { etag: 'one' }));
      expect(await store.addFiles([fileOf('k', { etag: 'one' }), fileOf('k')])).toBe(0);
      expect(await jobs()).toEqual([]);
      expect(await store.addFiles([fileOf('k', { etag: 'two', foundAt: 300 })])).toBe(1);
      expect(await store.file(fileOf('k'))).toEqual({ state: 'queued', etag: 'two' });
      expect(await claimOne(store, 1_000)).toMatchObject({ key: `s3://${BUCKET}/k`, progress: 0, queuedAt: 300 });
    });
  });

  describe('the records of a file', () => {
    const view = (text: string) => recordView(text, { bucket: BUCKET, key: 'k' }, 5_000);
    const provenance = [{ path: 's3', bucket: BUCKET, key: 'k' }];

    test('are signals, with their texts byte for byte, and their file as the way they came', async () => {
      const texts = [recordText('a'), recordText('b', { requestParameters: { n: '\0 \ud83d\ude00' } })];
      expect(await store.saveFileBatch(batchOf(await claimFile(store, 'k'), texts))).toEqual({ newSignals: 2 });
      expect(await allSignals(store)).toEqual(
        texts.toReversed().map((rawText) => ({ signal: { ...view(rawText), provenance }, rawText })),
      );
    });

    test('are found as every signal is', async () => {
      const texts = [recordText('a', { eventName: 'DeleteUser' }), recordText('b', { recipientAccountId: '444455556666' })];
      await store.saveFileBatch(batchOf(await claimFile(store, 'k'), texts));
      const ids = async (query: object) =>
        (await store.signals({ limit: 9, ...query })).signals.map(({ signal }) => signal.eventId);
      expect(await ids({ eventName: 'DeleteUser' })).toEqual(['a']);
      expect(await ids({ account: '444455556666', source: 'cloudtrail' })).toEqual(['b']);
      expect(await ids({ from: RECORD_TIME, to: RECORD_TIME + 1 })).toEqual(['b', 'a']);
      expect(await ids({ from: RECORD_TIME + 1 })).toEqual([]);
      expect((await store.counts()).signals).toBe(2);
    });

    test('of several blocks in one batch each find their own text', async () => {
      const days = Array.from({ length: 5 }, (_, day) =>
        [1, 2].map((n) => recordText(`${day}-${n}`, { eventTime: `2026-01-0${day + 1}T00:00:00Z` })),
      );
      const job = await claimFile(store, 'k');
      await store.saveFileBatch(batchOf(job, days.flat(), { blocks: days.map(blockOf) }));
      for (const { signal, rawText } of await allSignals(store)) {
        expect(JSON.parse(rawText)).toMatchObject({ eventID: signal.eventId });
        expect(days.flat()).toContain(rawText);
      }
      expect(await allEventIds(store)).toHaveLength(10);
    });

    test('come in batches, and the next worker goes on where the last one is', async () => {
      const job = await claimFile(store, 'k');
      await store.saveFileBatch(batchOf(job, [recordText('a')], { records: 1, last: false }));
      expect(await jobs()).toMatchObject([{ state: 'running', progress: 1 }]);
      await store.retryJob(job, 2_000, 'throttled: later');
      const next = await claimOne(store, 2_000, 'another');
      expect(next.progress).toBe(1);
      await store.saveFileBatch(batchOf(next, [recordText('b')], { records: 2 }));
      expect(await allEventIds(store)).toEqual(['b', 'a']);
      expect(await jobs()).toEqual([]);
    });

    test('are not written by a worker who has lost the job, nor is anything else', async () => {
      const stale = await claimFile(store, 'k');
      const [held] = await store.claimJobs('another', 100_000, 60_000, 1);
      const bad = [{ index: 0, reason: 'odd: record', text: '{' }];
      expect(await store.saveFileBatch(batchOf(stale, [recordText('a')], { bad, etag: 'x' }))).toBe('lost');
      expect(await allSignals(store)).toEqual([]);
      expect(await store.file(fileOf('k'))).toEqual({ state: 'queued' });
      expect(await store.jobs({ limit: 9, now: 100_000 })).toMatchObject([{ kind: 'file', state: 'running', progress: 0 }]);
      expect(await store.saveFileBatch(batchOf(held!, [recordText('a')]))).toEqual({ newSignals: 1 });
    });

    test.each([
      ['finished', (job: Job) => store.finishJob(job)],
      ['given up', (job: Job) => store.buryJob(job, 1_500, 'corrupt: no')],
      ['put off', (job: Job) => store.retryJob(job, 9_000, 'later: on')],
    ])('are not written under a job that is %s', async (_how, end) => {
      const job = await claimFile(store, 'k');
      await end(job);
      expect(await store.saveFileBatch(batchOf(job, [recordText('a')]))).toBe('lost');
      expect(await allSignals(store)).toEqual([]);
    });

    test('that are read again are no second signals, nor second ways', async () => {
      const texts = [recordText('a'), recordText('b')];
      const job = await claimFile(store, 'k');
      const first = batchOf(job, texts, { last: false });
      await store.saveFileBatch(first);
      expect(await store.saveFileBatch(first)).toEqual({ newSignals: 0 });
      expect((await allSignals(store)).map(({ signal }) => signal.provenance)).toEqual([provenance, provenance]);
    });

    test('that are twice in a file are one signal', async () => {
      const job = await claimFile(store, 'k');
      const texts = [recordText('a'), recordText('b'), recordText('a')];
      expect(await store.saveFileBatch(batchOf(job, texts))).toEqual({ newSignals: 2 });
      expect((await allEventIds(store)).sort()).toEqual(['a', 'b']);
    });

    test('that another file has too have both ways, and another text there is told of', async () => {
      await store.saveFileBatch(batchOf(await claimFile(store, 'k'), [recordText('a'), recordText('b')]));
      const changed = recordText('b', { readOnly: true });
      const second = batchOf(await claimFile(store, 'l'), [recordText('a'), changed, recordText('c')]);
      const { id } = view(changed);
      expect(await store.saveFileBatch(second)).toEqual({ newSignals: 1, differing: [id] });
      const both = [...provenance, { path: 's3', bucket: BUCKET, key: 'l' }];
      const found = await allSignals(store);
      expect(found.map(({ signal }) => [signal.eventId, signal.provenance])).toEqual([
        ['c', [both[1]]],
        ['b', both],
        ['a', both],
      ]);
      expect(found[1]?.rawText).toBe(recordText('b'));
    });

    test('that came in a message before are that signal, with the file as a further way', async () => {
      const text = recordText('a');
      const signal = signalOf('a', { id: view(text).id });
      await store.save(deliveryOf('a', { signals: [{ signal, rawText: '{"event": "bridge"}' }] }));
      expect(await store.saveFileBatch(batchOf(await claimFile(store, 'k'), [text, recordText('b')]))).toEqual({ newSignals: 1 });
      const stored = (await allSignals(store)).find(({ signal: { eventId } }) => eventId === 'a');
      expect(stored?.rawText).toBe('{"event": "bridge"}');
      expect(stored?.signal.provenance).toEqual([...signal.provenance, ...provenance]);
    });

    test('that come in a message afterwards are that signal, with the message as a further way', async () => {
      const text = recordText('a');
      await store.saveFileBatch(batchOf(await claimFile(store, 'k'), [text]));
      const signal = signalOf('a', { id: view(text).id });
      expect(await store.save(deliveryOf('a', { signals: [{ signal, rawText: '{}' }] }))).toEqual({
        duplicate: false,
        newSignals: 0,
      });
      const all = await allSignals(store);
      expect(all).toEqual([{ signal: { ...view(text), provenance: [...provenance, ...signal.provenance] }, rawText: text }]);
    });

    test('remember ten ways and not more', async () => {
      for (let index = 0; index < 12; index += 1) {
        await store.saveFileBatch(batchOf(await claimFile(store, `k${index}`), [recordText('a')]));
      }
      expect((await allSignals(store))[0]?.signal.provenance.map((way) => 'key' in way && way.key)).toEqual(
        Array.from({ length: 10 }, (_, index) => `k${index}`),
      );
    });

    test('that are not readable are dead letters, each alone, beside what is', async () => {
      const job = await claimFile(store, 'k');
      const bad: FileBatch['bad'] = [
        { index: 1, reason: 'no-event-id: none', text: '{"größe": "\\u0000' },
        { index: 4, reason: 'not-an-object: 7', text: '7' },
      ];
      await store.saveFileBatch(batchOf(job, [recordText('a')], { bad, records: 5 }));
      const letters = await store.jobs({ limit: 9, now: 9_000, state: 'dead' });
      expect(letters.map(({ kind, key, reason, runAt }) => ({ kind, key, reason, runAt }))).toEqual([
        { kind: 'record', key: `s3://${BUCKET}/k#4`, reason: 'not-an-object: 7', runAt: 5_000 },
        { kind: 'record', key: `s3://${BUCKET}/k#1`, reason: 'no-event-id: none', runAt: 5_000 },
      ]);
      expect(JSON.parse(letters[1]!.payload)).toEqual({ bucket: BUCKET, key: 'k', index: 1, text: '{"größe": "\\u0000' });
      expect(await store.file(fileOf('k'))).toEqual({ state: 'done' });
      expect(await allEventIds(store)).toEqual(['a']);
    });

    test('that are read again, each alone, say nothing of how far their file is', async () => {
      const job = await claimFile(store, 'k');
      const bad: FileBatch['bad'] = [{ index: 0, reason: 'no-event-id: none', text: '{}' }];
      await store.saveFileBatch(batchOf(job, [recordText('a')], { bad, records: 2, etag: 'e', last: false }));
      await store.redriveJobs({ kind: 'record' }, 1_000);
      const [again] = await store.claimJobs('another', 1_000, 60_000, 1);
      expect(await store.saveFileBatch(batchOf(again!, [recordText('b')], { records: 0 }))).toEqual({ newSignals: 1 });
      expect(await store.file(fileOf('k'))).toEqual({ state: 'queued', etag: 'e' });
      expect(await store.jobs({ limit: 9, now: 1_000 })).toMatchObject([{ kind: 'file', progress: 2 }]);
    });
  });
}

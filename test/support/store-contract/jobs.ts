import type { DeadLetter, JobKind, Store } from '../../../receiver/src/store/store.ts';
import { claimOne, deliveryOf, fileOf } from './fixtures.ts';

export function jobsContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });
  const queue = (...keys: string[]) => store.addFiles(keys.map((key, index) => fileOf(key, { foundAt: 100 + index })));
  const bury = (kind: JobKind, key: string, at: number) => {
    const letter: DeadLetter = { kind, key, payload: '{}', reason: 'odd: one', at };
    return store.save(deliveryOf(key, { signals: [], deadLetters: [letter] }));
  };
  const keyOf = (key: string) => `s3://trail-logs/${key}`;
  const list = (query: object = {}, now = 1_000) => store.jobs({ limit: 100, now, ...query });
  const keys = async (query: object = {}, now = 1_000) =>
    (await list(query, now)).map(({ key }) => key.replace(/^s3:\/\/[^/]+\//, ''));

  describe('jobs', () => {
    test('are given out once, those due longest first, as many as are asked for', async () => {
      await queue('a', 'b', 'c');
      const first = await store.claimJobs('one', 1_000, 500, 2);
      const second = await store.claimJobs('two', 1_000, 500, 2);
      expect([first, second].map((jobs) => jobs.map(({ key }) => key))).toEqual([[keyOf('a'), keyOf('b')], [keyOf('c')]]);
      expect(first[0]).toEqual({
        id: expect.any(Number),
        owner: 'one',
        kind: 'file',
        key: keyOf('a'),
        payload: expect.any(String),
        attempts: 1,
        crashes: 0,
        progress: 0,
        queuedAt: 100,
      });
    });

    test('are not given out before their time', async () => {
      await queue('a');
      expect(await store.claimJobs('one', 99, 500, 9)).toEqual([]);
      expect(await store.claimJobs('one', 100, 500, 9)).toHaveLength(1);
    });

    test('that nobody is heard of again are given to the next, which counts as a crash', async () => {
      await queue('a');
      await claimOne(store, 1_000, 'one');
      expect(await store.claimJobs('two', 60_999, 500, 9)).toEqual([]);
      expect(await claimOne(store, 61_000, 'two')).toMatchObject({ owner: 'two', attempts: 2, crashes: 1 });
      expect(await claimOne(store, 121_000, 'two')).toMatchObject({ attempts: 3, crashes: 2 });
    });

    test('that are tried again have not crashed', async () => {
      await queue('a');
      expect(await store.retryJob(await claimOne(store, 1_000), 1_500, 'throttled: later')).toBe(true);
      expect(await store.claimJobs('one', 1_499, 500, 9)).toEqual([]);
      expect(await list()).toMatchObject([{ state: 'waiting', runAt: 1_500, reason: 'throttled: later' }]);
      expect(await claimOne(store, 1_500)).toMatchObject({ attempts: 2, crashes: 0 });
    });

    test('are kept by whoever says in time that the work goes on', async () => {
      await queue('a');
      const job = await claimOne(store, 1_000);
      expect(await store.extendJob(job, 90_000)).toBe(true);
      expect(await store.claimJobs('two', 89_999, 500, 9)).toEqual([]);
      expect(await store.claimJobs('two', 90_000, 500, 9)).toHaveLength(1);
    });

    test('that are done are gone', async () => {
      await queue('a');
      const job = await claimOne(store, 1_000);
      expect(await store.finishJob(job)).toBe(true);
      expect(await list()).toEqual([]);
      expect(await store.finishJob(job)).toBe(false);
    });

    test('that are given up wait for a person, with the reason', async () => {
      await queue('a');
      expect(await store.buryJob(await claimOne(store, 1_000), 1_200, 'corrupt: no gzip')).toBe(true);
      expect(await list()).toMatchObject([{ state: 'dead', reason: 'corrupt: no gzip', runAt: 1_200, attempts: 1 }]);
      expect(await store.claimJobs('one', 999_999, 500, 9)).toEqual([]);
    });

    test('belong to who holds them: whoever held them before changes nothing', async () => {
      await queue('a');
      const stale = await claimOne(store, 1_000, 'one');
      const held = await claimOne(store, 61_000, 'two');
      for (const refused of [
        store.extendJob(stale, 99_000),
        store.finishJob(stale),
        store.retryJob(stale, 99_000, 'later: on'),
        store.buryJob(stale, 99_000, 'corrupt: no'),
        store.finishJob({ id: held.id + 1_000, owner: 'two' }),
      ])
        expect(await refused).toBe(false);
      expect(await list({}, 61_001)).toMatchObject([{ state: 'running', runAt: 121_000 }]);
      expect(await store.finishJob(held)).toBe(true);
    });

    test('that nobody holds any more are nobody’s', async () => {
      await queue('a');
      const job = await claimOne(store, 1_000);
      await store.buryJob(job, 1_200, 'corrupt: no');
      for (const refused of [store.extendJob(job, 99_000), store.finishJob(job), store.retryJob(job, 99_000, 'later: on')])
        expect(await refused).toBe(false);
      expect(await list()).toMatchObject([{ state: 'dead', runAt: 1_200 }]);
    });
  });

  describe('the list of jobs', () => {
    /** One that is dead, one that runs until 61,000, and two that wait. */
    const fill = async () => {
      await bury('message', 'dead', 50);
      await queue('running', 'waiting');
      await claimOne(store, 1_000);
      await queue('later');
    };

    test('is newest first, by state and by kind', async () => {
      await fill();
      expect(await keys()).toEqual(['later', 'waiting', 'running', 'dead']);
      expect(await keys({ state: 'waiting' })).toEqual(['later', 'waiting']);
      expect(await keys({ state: 'running' })).toEqual(['running']);
      expect(await keys({ state: 'dead' })).toEqual(['dead']);
      expect(await keys({ kind: 'file' })).toEqual(['later', 'waiting', 'running']);
      expect(await keys({ kind: 'message', state: 'waiting' })).toEqual([]);
      expect(await keys({ kind: 'record' })).toEqual([]);
    });

    test('takes one whose lease has run out for waiting', async () => {
      await fill();
      expect(await keys({ state: 'running' }, 61_000)).toEqual([]);
      expect(await keys({ state: 'waiting' }, 61_000)).toEqual(['later', 'waiting', 'running']);
    });

    test('goes on before the last of the page', async () => {
      await fill();
      const [, last] = await list({ limit: 2 });
      expect(await keys({ limit: 2, before: last!.id })).toEqual(['running', 'dead']);
      expect(await keys({ state: 'waiting', before: last!.id })).toEqual([]);
    });

    test('is counted by kind and state, with the oldest of each', async () => {
      await fill();
      const counts = await store.jobCounts(1_001);
      expect(counts).toHaveLength(3);
      expect(counts).toEqual(
        expect.arrayContaining([
          { kind: 'message', state: 'dead', count: 1, oldest: 50 },
          { kind: 'file', state: 'running', count: 1, oldest: 100 },
          { kind: 'file', state: 'waiting', count: 2, oldest: 100 },
        ]),
      );
    });
  });

  describe('dead jobs', () => {
    const fill = async () => {
      await bury('message', 'm', 50);
      await bury('record', 'r', 60);
      await queue('waiting');
    };
    const ids = async (kind: JobKind) => (await list({ kind })).map(({ id }) => id);

    test('run again as if they were new when somebody asks for it', async () => {
      await queue('a');
      await claimOne(store, 1_000);
      await store.buryJob(await claimOne(store, 61_000), 61_500, 'corrupt: no');
      expect(await store.redriveJobs({}, 70_000)).toBe(1);
      const [waiting] = await list({}, 70_000);
      expect(waiting).toMatchObject({ state: 'waiting', attempts: 0, queuedAt: 70_000, runAt: 70_000 });
      expect(waiting).not.toHaveProperty('reason');
      expect(await claimOne(store, 70_000)).toMatchObject({ attempts: 1, crashes: 0, queuedAt: 70_000 });
    });

    test('run again by their ids, by their kind, or all', async () => {
      await fill();
      expect(await store.redriveJobs({ ids: [...(await ids('record')), 999_999] }, 900)).toBe(1);
      expect(await keys({ state: 'dead' })).toEqual(['m']);
      expect(await store.redriveJobs({ kind: 'record' }, 900)).toBe(0);
      expect(await store.redriveJobs({ ids: await ids('message'), kind: 'record' }, 900)).toBe(0);
      expect(await store.redriveJobs({ ids: [] }, 900)).toBe(0);
      expect(await store.redriveJobs({ kind: 'message' }, 900)).toBe(1);
      expect(await keys({ state: 'dead' })).toEqual([]);
    });

    test('are dropped when somebody has looked at them, and others are not', async () => {
      await fill();
      const [waiting] = await ids('file');
      expect(await store.discardJobs([...(await ids('message')), waiting!])).toBe(1);
      expect(await keys()).toEqual(['waiting', 'r']);
      expect(await store.discardJobs([])).toBe(0);
    });
  });
}

import { recordingLogger } from '../../../test/support/receiver.ts';
import { eventually } from '../../../test/support/receiver.ts';
import { openStore } from '../open-store.ts';
import type { Job, JobKind, JobState } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';
import { dead, DONE, LOST, retry, type JobOutcome } from './outcome.ts';
import { TRIED_FOR_MS } from './retry.ts';
import { JobRunner, type JobHandler } from './runner.ts';

const START = Date.UTC(2026, 0, 1);
let store: Store;
let clock: number;
let runners: JobRunner[];
beforeEach(() => {
  store = openStore(':memory:');
  clock = START;
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await store.close();
});

const now = () => clock;
const queue = (...keys: string[]) =>
  store.addFiles(keys.map((key) => ({ bucket: 'b', key, monitor: 'm', foundBy: 'notice' as const, foundAt: clock })));
const states = async () => (await store.jobs({ limit: 9, now: clock })).map(({ state, reason }) => [state, reason]);
function runnerOf(file: JobHandler, more: { leaseMs?: number; concurrency?: number; graceMs?: number } = {}) {
  const never: JobHandler = async () => dead('not expected');
  const log = recordingLogger();
  const runner = new JobRunner({ store, handlers: { file, message: never, record: never }, log, now, ...more });
  runners.push(runner);
  return { runner, log };
}
const answering = (outcome: JobOutcome) => runnerOf(async () => outcome).runner;

test('a job that is done is gone', async () => {
  await queue('a', 'b');
  await answering(DONE).drain(clock + 10_000);
  expect(await states()).toEqual([]);
});

test('a job that may heal waits for its next try, longer each time', async () => {
  await queue('a');
  const waits: number[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await answering(retry('throttled: later')).drain(clock + 10_000);
    const [job] = await store.jobs({ limit: 1, now: clock });
    expect(job).toMatchObject({ state: 'waiting', reason: 'throttled: later', attempts: attempt + 1 });
    waits.push(job!.runAt - clock);
    clock = job!.runAt;
  }
  waits.forEach((wait, index) => expect(wait).toBeLessThanOrEqual(2_000 * 2 ** index));
  waits.forEach((wait, index) => expect(wait).toBeGreaterThanOrEqual(1_000 * 2 ** index));
});

test('what did not heal for a week is a dead letter with its last reason', async () => {
  await queue('a');
  clock += TRIED_FOR_MS + 1;
  await answering(retry('kms-denied: no')).drain(clock + 10_000);
  expect(await states()).toEqual([['dead', 'gave-up: kms-denied: no']]);
});

test('what cannot be done is a dead letter at once, and runs again when it is asked for', async () => {
  await queue('a');
  await answering(dead('corrupt: no gzip')).drain(clock + 10_000);
  expect(await states()).toEqual([['dead', 'corrupt: no gzip']]);
  await answering(DONE).drain(clock + 10_000);
  expect(await states()).toHaveLength(1);
  expect(await store.redriveJobs({ kind: 'file' }, clock)).toBe(1);
  await answering(DONE).drain(clock + 10_000);
  expect(await states()).toEqual([]);
});

test('a fault of ours is tried again, and its text is not kept', async () => {
  await queue('a');
  const { runner, log } = runnerOf(async () => {
    throw new TypeError('password=hunter2');
  });
  await runner.drain(clock + 10_000);
  expect(await states()).toEqual([['waiting', 'unexpected-error: TypeError']]);
  expect(log.lines.some(({ level }) => level === 'error')).toBe(true);
});

test('a job that ends one worker after the other is not given to a sixth', async () => {
  await queue('a');
  for (let crash = 0; crash < 6; crash += 1) {
    await store.claimJobs(`dead-${crash}`, clock, 1_000, 1);
    clock += 1_001;
  }
  let began = 0;
  await runnerOf(async () => {
    began += 1;
    return DONE;
  }).runner.drain(clock + 10_000);
  expect(began).toBe(0);
  expect(await states()).toEqual([['dead', expect.stringMatching(/^worker-crashed: 6/)]]);
});

test('no more jobs at a time than there are hands, and each once', async () => {
  await queue(...Array.from({ length: 20 }, (_, index) => `k${index}`));
  let atOnce = 0;
  let most = 0;
  const done: string[] = [];
  const handler: JobHandler = async ({ key }) => {
    most = Math.max(most, (atOnce += 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    atOnce -= 1;
    done.push(key);
    return DONE;
  };
  await Promise.all([
    runnerOf(handler, { concurrency: 3 }).runner.drain(clock + 10_000),
    runnerOf(handler, { concurrency: 3 }).runner.drain(clock + 10_000),
  ]);
  expect(most).toBeLessThanOrEqual(6);
  expect(new Set(done).size).toBe(20);
  expect(done).toHaveLength(20);
});

test('what another process queued is found, and what this one queued wakes it', async () => {
  const { runner } = runnerOf(async () => DONE);
  runner.start();
  await queue('a');
  await eventually(async () => (await states()).length === 0);
  await queue('b');
  runner.wake();
  await eventually(async () => (await states()).length === 0);
  expect(await store.knownKeys('b', ['a', 'b'])).toEqual(new Set(['a', 'b']));
});

test('a lease is kept while the work goes on', async () => {
  await queue('a');
  const { runner } = runnerOf(
    async () => {
      for (let step = 0; step < 10; step += 1) {
        clock += 30;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      return DONE;
    },
    { leaseMs: 90 },
  );
  const draining = runner.drain(clock + 10_000);
  const seen: JobState[] = [];
  for (let look = 0; look < 8; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    seen.push(...(await store.jobs({ limit: 1, now: clock })).map(({ state }) => state));
  }
  await draining;
  expect(new Set(seen)).toEqual(new Set(['running']));
});

test('work is broken off when somebody else has the job', async () => {
  await queue('a');
  let outcome: string | undefined;
  const { runner } = runnerOf(
    (_job, abort) =>
      new Promise((resolve) =>
        abort.addEventListener('abort', () => {
          outcome = 'broken off';
          resolve(LOST);
        }),
      ),
    { leaseMs: 30 },
  );
  const draining = runner.drain(clock + 10_000);
  await eventually(async () => (await store.jobs({ limit: 1, now: clock }))[0]?.state === 'running');
  clock += 1_000;
  const [taken] = await store.claimJobs('another', clock, 60_000, 1);
  await draining;
  expect(outcome).toBe('broken off');
  expect(await store.finishJob(taken!)).toBe(true);
});

test('stopping lets go of what is under way, for the next to take at once', async () => {
  await queue('a');
  const { runner } = runnerOf(
    (_job: Job, abort) => new Promise((resolve) => abort.addEventListener('abort', () => resolve(LOST))),
  );
  runner.start();
  await eventually(async () => (await store.jobs({ limit: 1, now: clock }))[0]?.state === 'running');
  await runner.stop();
  expect(await store.claimJobs('next', clock, 1_000, 1)).toHaveLength(1);
});

test.each(['file', 'message', 'record'] satisfies JobKind[])('%s jobs are told of to whoever counts', async (kind) => {
  const told: unknown[] = [];
  if (kind === 'file') await queue('a');
  else {
    await store.save({
      ...{ webhook: 'w', topicArn: 't', messageId: 'm', type: 'Notification', receivedAt: clock, envelope: '{}' },
      ...{ outcome: 'quarantined', deadLetters: [{ kind, key: 'k', payload: '{}', reason: 'r', at: clock }] },
    });
    await store.redriveJobs({ kind }, clock);
  }
  const done: JobHandler = async () => DONE;
  const handlers = { file: done, message: done, record: done };
  const runner = new JobRunner({ store, handlers, log: recordingLogger(), now, finished: (...args) => void told.push(args) });
  await runner.drain(clock + 10_000);
  expect(told).toEqual([[kind, 'done']]);
});

test('what a handler throws at once is a fault like any other, and the job does not stay ours for ever', async () => {
  await queue('a');
  const { runner } = runnerOf(() => {
    throw new TypeError('at once');
  });
  await runner.drain(clock + 10_000);
  expect(await states()).toEqual([['waiting', 'unexpected-error: TypeError']]);
});

test('stopping ends also when a job does not, which is taken by another when its lease runs out', async () => {
  await queue('a');
  const { runner, log } = runnerOf(() => new Promise(() => undefined), { graceMs: 100, leaseMs: 30 });
  runner.start();
  await eventually(async () => (await store.jobs({ limit: 1, now: clock }))[0]?.state === 'running');
  await runner.stop();
  expect(log.lines.map(({ message }) => message)).toContainEqual(expect.stringContaining('did not stop in time'));
  const [left] = await store.jobs({ limit: 1, now: clock });
  clock += 31;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(left).toMatchObject({ state: 'running', runAt: clock - 1 });
  expect(await store.claimJobs('next', clock, 1_000, 1)).toMatchObject([{ crashes: 1 }]);
});

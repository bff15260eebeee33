import { eventually, recordingLogger } from '../../../test/support/receiver.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store/store.ts';
import { Chores, type Chore } from './chores.ts';

let store: Store;
let clock: number;
beforeEach(() => {
  store = openStore(':memory:');
  clock = 1_000_000;
});
afterEach(() => store.close());

const log = recordingLogger();
const now = () => clock;
const choresOf = (...chores: Chore[]) => new Chores(chores, { store, log, now });
const counting = (everyMs = 60_000) => {
  const rounds = { n: 0 };
  const run = async () => void (rounds.n += 1);
  return { rounds, chore: { name: 'count', everyMs, run } };
};

test('of two processes one does a chore, and the other when its time has come again', async () => {
  const { rounds, chore } = counting();
  const [one, other] = [choresOf(), choresOf()];
  await one.round(chore);
  await other.round(chore);
  expect(rounds.n).toBe(1);
  clock += 60_000;
  await other.round(chore);
  await one.round(chore);
  expect(rounds.n).toBe(2);
});

test('a chore is done again and again', async () => {
  const { rounds, chore } = counting(10);
  const chores = choresOf(chore);
  chores.start();
  await eventually(async () => rounds.n >= 3);
  await chores.stop();
  const { n } = rounds;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(rounds.n).toBe(n);
});

test('a round that fails is logged, and the next one comes', async () => {
  let rounds = 0;
  const run = async () => {
    if ((rounds += 1) === 1) throw new Error('no');
  };
  const chores = choresOf({ name: 'fails-once', everyMs: 10, run });
  chores.start();
  await eventually(async () => rounds >= 2);
  await chores.stop();
  expect(log.lines).toContainEqual(
    expect.objectContaining({ level: 'error', about: expect.objectContaining({ chore: 'fails-once' }) }),
  );
});

test('stopping waits for the round under way, which is told', async () => {
  let ended = false;
  const run = (abort: AbortSignal) =>
    new Promise<void>((resolve) =>
      abort.addEventListener('abort', () => {
        ended = true;
        resolve();
      }),
    );
  const chores = choresOf({ name: 'long', everyMs: 60_000, run });
  chores.start();
  await new Promise((resolve) => setTimeout(resolve, 30));
  await chores.stop();
  expect(ended).toBe(true);
});

import { remembered } from './remembered.ts';

const never = () => new Promise<never>(() => undefined);

test('however many ask at once, one question is put', async () => {
  let asked = 0;
  const ask = remembered(async () => (asked += 1), { forMs: 1_000, timeoutMs: 1_000, now: () => 0 });
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
});

test('an answer holds for as long as it is said, and no longer', async () => {
  let [now, asked] = [0, 0];
  const ask = remembered(async () => (asked += 1), { forMs: 1_000, timeoutMs: 1_000, now: () => now });
  await ask();
  now = 999;
  expect(await ask()).toBe(1);
  now = 1_000;
  expect(await ask()).toBe(2);
});

test('a failure is an answer too: what fails is not asked by everybody', async () => {
  let asked = 0;
  const fails = async () => {
    asked += 1;
    throw new Error('no');
  };
  const ask = remembered(fails, { forMs: 1_000, timeoutMs: 1_000, now: () => 0 });
  expect([await ask(), await ask(), asked]).toEqual([undefined, undefined, 1]);
});

test('what throws at once fails as well', async () => {
  const ask = remembered<never>(
    () => {
      throw new Error('no');
    },
    { forMs: 1, timeoutMs: 1_000 },
  );
  expect(await ask()).toBeUndefined();
});

test('whoever asks what never answers waits no longer than is said, and does not ask again', async () => {
  let asked = 0;
  const ask = remembered(
    () => {
      asked += 1;
      return never();
    },
    { forMs: 1_000, timeoutMs: 5 },
  );
  expect([await ask(), await ask(), asked]).toEqual([undefined, undefined, 1]);
});

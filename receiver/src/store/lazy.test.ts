import { openStore } from '../open-store.ts';
import { lazyStore } from './lazy.ts';
import type { Store } from './store.ts';

const opening = (failures: number) => {
  let tries = 0;
  const store = lazyStore(async () => {
    tries += 1;
    if (tries <= failures) throw new Error(`down ${tries}`);
    return openStore(':memory:');
  });
  return { store, tries: () => tries };
};

test('a store is opened once, by the first who asks', async () => {
  const { store, tries } = opening(0);
  await Promise.all([store.ready(), store.ready(), store.jobs({ limit: 1, now: 0 })]);
  expect(tries()).toBe(1);
  await store.close();
});

test('what fails while it cannot be opened works as soon as it can', async () => {
  const { store } = opening(2);
  await expect(store.ready()).rejects.toThrow('down 1');
  await expect(store.ready()).rejects.toThrow('down 2');
  await expect(store.ready()).resolves.toBeUndefined();
  await store.close();
});

test('it can be handed on by a promise, and closed before it was opened', async () => {
  const { store, tries } = opening(0);
  const handed: Store = await Promise.resolve(store);
  await handed.close();
  await expect(handed.ready()).rejects.toMatchObject({ code: 'store-unavailable' });
  expect(tries()).toBe(0);
});

import { deliveryOf } from '../../../../test/support/store-contract.ts';
import type { Delivery, Saved } from '../messages.ts';
import { DatabaseFault } from './database.ts';
import { DeliveryWriter } from './writer.ts';

const SAVED: Saved = { duplicate: false, newSignals: 1 };
const deliveries = (count: number, more: Partial<Delivery> = {}) =>
  Array.from({ length: count }, (_, index) => deliveryOf(`e${index}`, more));

/** A writer whose transactions end when they are told to. */
function writerOf(end: (batch: readonly Delivery[]) => Promise<unknown>) {
  const batches: (readonly Delivery[])[] = [];
  let open = 0;
  let most = 0;
  const writer = new DeliveryWriter(async (batch) => {
    batches.push(batch);
    most = Math.max(most, (open += 1));
    try {
      await end(batch);
    } finally {
      open -= 1;
    }
    return batch.map(() => SAVED);
  });
  return { writer, batches, sizes: () => batches.map(({ length }) => length), most: () => most };
}

test('what comes at once goes together, up to what a batch holds, and each is told when its batch is committed', async () => {
  const { writer, sizes, most } = writerOf(() => new Promise((resolve) => setTimeout(resolve, 5)));
  const saved = await Promise.all(deliveries(1_200).map((delivery) => writer.save(delivery)));
  expect(saved).toHaveLength(1_200);
  expect(sizes()).toEqual([500, 500, 200]);
  expect(most()).toBe(2);
});

test('what comes while others are written goes together with the next', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { writer, sizes } = writerOf(() => held);
  const saved: Promise<Saved>[] = [];
  for (const delivery of deliveries(40)) {
    saved.push(writer.save(delivery));
    await new Promise((resolve) => setImmediate(resolve));
  }
  release();
  await Promise.all(saved);
  expect(sizes()).toEqual([1, 1, 38]);
});

test('large ones go in smaller batches, however large one is', async () => {
  const { writer, batches } = writerOf(async () => undefined);
  await Promise.all(deliveries(5, { envelope: 'x'.repeat(3 * 1024 * 1024) }).map((delivery) => writer.save(delivery)));
  await writer.save(deliveryOf('a', { envelope: 'x'.repeat(9 * 1024 * 1024) }));
  expect(batches.map(({ length }) => length)).toEqual([2, 2, 1, 1]);
});

test('one that cannot be written is found by halves, and spoils no other', async () => {
  const { writer, sizes } = writerOf(async (batch) => {
    if (batch.some(({ webhook }) => webhook === 'bad')) throw new TypeError('no text');
  });
  const all = deliveries(64);
  const results = await Promise.allSettled(
    all.map((each, index) => writer.save(index === 40 ? { ...each, webhook: 'bad' } : each)),
  );
  expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([40]);
  expect(sizes()).toHaveLength(1 + 2 * Math.log2(64));
});

test('where the database is away nobody waits behind the first who met that', async () => {
  const { writer, sizes } = writerOf(async () => {
    throw new DatabaseFault('away');
  });
  const results = await Promise.allSettled(deliveries(1_600).map((delivery) => writer.save(delivery)));
  expect(results.every((result) => result.status === 'rejected' && result.reason instanceof DatabaseFault)).toBe(true);
  expect(sizes().length).toBeLessThanOrEqual(2);
});

test('it goes on after a fault', async () => {
  let isAway = true;
  const { writer } = writerOf(async () => {
    if (isAway) throw new DatabaseFault('away');
  });
  await expect(writer.save(deliveryOf('a'))).rejects.toThrow('away');
  isAway = false;
  expect(await writer.save(deliveryOf('a'))).toEqual(SAVED);
});

test('what is no delivery at all fails by itself', async () => {
  const { writer } = writerOf(async () => undefined);
  await expect(writer.save(undefined as never)).rejects.toThrow(TypeError);
  expect(await writer.save(deliveryOf('a'))).toEqual(SAVED);
});

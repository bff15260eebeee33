import type { Store } from '../../../receiver/src/store/store.ts';

export function leasesContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });

  describe('leases', () => {
    test('one has it at a time, and may keep it', async () => {
      expect(await store.takeLease('gaps', 'one', 0, 100)).toBe(true);
      expect(await store.takeLease('gaps', 'two', 99, 200)).toBe(false);
      expect(await store.takeLease('gaps', 'one', 99, 300)).toBe(true);
      expect(await store.takeLease('gaps', 'two', 299, 400)).toBe(false);
      expect(await store.takeLease('another', 'two', 99, 200)).toBe(true);
    });

    test('one that ran out is the next one’s', async () => {
      await store.takeLease('gaps', 'one', 0, 100);
      expect(await store.takeLease('gaps', 'two', 100, 200)).toBe(true);
      expect(await store.takeLease('gaps', 'one', 101, 300)).toBe(false);
    });

    test('is let go of by who has it, and by nobody else', async () => {
      await store.takeLease('gaps', 'one', 0, 100);
      await store.dropLease('gaps', 'two');
      expect(await store.takeLease('gaps', 'two', 1, 100)).toBe(false);
      await store.dropLease('gaps', 'one');
      expect(await store.takeLease('gaps', 'two', 1, 100)).toBe(true);
    });

    test('of many who ask at once one gets it', async () => {
      const taken = await Promise.all(Array.from({ length: 12 }, (_, index) => store.takeLease('gaps', `o${index}`, 0, 100)));
      expect(taken.filter(Boolean)).toHaveLength(1);
    });
  });

  describe('marks', () => {
    test('are remembered by scope and name, the last of each', async () => {
      expect(await store.marks('sink')).toEqual(new Map());
      await store.setMarks('sink', new Map([['a', '1'], ['b', '2']])); // prettier-ignore
      await store.setMarks('sink', new Map([['b', '3']]));
      await store.setMarks('gaps', new Map([['a', 'x']]));
      await store.setMarks('gaps', new Map());
      expect(await store.marks('sink')).toEqual(new Map([['a', '1'], ['b', '3']])); // prettier-ignore
      expect(await store.marks('gaps')).toEqual(new Map([['a', 'x']]));
    });
  });
}

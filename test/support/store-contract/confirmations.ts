import type { Store } from '../../../receiver/src/store/store.ts';
import { confirmationOf, deliveryOf } from './fixtures.ts';

export function confirmationsContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });

  describe('confirmations', () => {
    const states = async () => (await store.confirmations(10)).map(({ state }) => state);
    const claimOne = async (now: number, until: number) => (await store.claimConfirmations(now, until, 9))[0]!;

    test('an unproven one is kept once, up to the limit', async () => {
      expect(await store.keepUnverified(confirmationOf('1'), 2)).toBe('kept');
      expect(await store.keepUnverified(confirmationOf('1'), 2)).toBe('known');
      expect(await store.keepUnverified(confirmationOf('2'), 2)).toBe('kept');
      expect(await store.keepUnverified(confirmationOf('3'), 2)).toBe('full');
    });

    test('of many unproven ones at once no more are kept than the limit says', async () => {
      const all = Array.from({ length: 12 }, (_, index) => store.keepUnverified(confirmationOf(`t${index}`), 4));
      expect((await Promise.all(all)).filter((result) => result === 'kept')).toHaveLength(4);
      expect((await store.counts()).confirmations).toEqual({ 'waiting-for-topic': 4 });
    });

    test('a proven one takes the place of the same unproven one, never the other way round', async () => {
      await store.keepUnverified(confirmationOf('1'), 9);
      await store.save(
        deliveryOf('x', { outcome: 'confirmation', signals: [], confirmation: confirmationOf('1', { envelope: '{"b":1}' }) }),
      );
      expect(await states()).toEqual(['pending']);
      expect(await store.keepUnverified(confirmationOf('1'), 9)).toBe('known');
      expect(await store.confirmations(9)).toMatchObject([{ state: 'pending', envelope: '{"b":1}', attempts: 0 }]);
    });

    test('are given out with all that confirming needs, those due longest first', async () => {
      const [early, late] = [confirmationOf('1', { receivedAt: 50 }), confirmationOf('2', { receivedAt: 100 })];
      await store.keepUnverified(late, 9);
      await store.keepUnverified(early, 9);
      const claimed = await store.claimConfirmations(100, 150, 9);
      expect(claimed).toEqual(
        [early, late].map((each) => ({
          ...each,
          id: expect.any(Number),
          state: 'waiting-for-topic',
          attempts: 0,
          nextAt: expect.any(Number),
        })),
      );
    });

    test('are given to one at a time, no more than are asked for', async () => {
      for (const token of ['1', '2', '3']) await store.keepUnverified(confirmationOf(token), 9);
      const taken = await Promise.all([store.claimConfirmations(100, 150, 2), store.claimConfirmations(100, 150, 2)]);
      expect(
        taken
          .flat()
          .map(({ token }) => token)
          .sort(),
      ).toEqual(['1', '2', '3']);
      expect(await store.claimConfirmations(149, 200, 9)).toEqual([]);
      expect(await store.claimConfirmations(150, 200, 9)).toHaveLength(3);
    });

    test('a settled one is not due, keeps no token, and does not change any more', async () => {
      await store.keepUnverified(confirmationOf('secret'), 9);
      const task = await claimOne(100, 150);
      await store.changeConfirmation(task.id, { state: 'confirmed', attempts: 1, nextAt: 0 });
      await store.changeConfirmation(task.id, { state: 'failed', attempts: 2, nextAt: 0 });
      expect(await store.claimConfirmations(10_000, 10_001, 9)).toEqual([]);
      expect(await states()).toEqual(['confirmed']);
      expect(JSON.stringify(await store.confirmations(9))).not.toContain('secret');
    });

    test('one that is put off is due only then, or when its topic is added', async () => {
      await store.keepUnverified(confirmationOf('1'), 9);
      const task = await claimOne(100, 150);
      await store.changeConfirmation(task.id, { state: 'waiting-for-topic', attempts: 3, nextAt: 900, reason: 'no topic' });
      expect(await store.confirmations(9)).toMatchObject([{ attempts: 3, nextAt: 900, reason: 'no topic' }]);
      expect(await store.claimConfirmations(899, 900, 9)).toEqual([]);
      await store.wakeConfirmations('arn:another', 200);
      expect(await store.claimConfirmations(200, 201, 9)).toEqual([]);
      await store.wakeConfirmations('arn:t', 200);
      expect(await store.claimConfirmations(200, 201, 9)).toHaveLength(1);
    });

    test('are listed newest first, as many as are asked for', async () => {
      for (const token of ['1', '2', '3']) await store.keepUnverified(confirmationOf(token), 9);
      expect((await store.confirmations(2)).map(({ token }) => token)).toEqual(['3', '2']);
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
}

import type { Store } from '../../../receiver/src/store/store.ts';
import { deliveryOf, fileOf } from './fixtures.ts';

export function closingContract(opened: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = opened();
  });

  test('an open store is ready', async () => {
    await expect(store.ready()).resolves.toBeUndefined();
  });

  test('a closed store answers store-unavailable, and closing twice is fine', async () => {
    await store.close();
    const gone = { code: 'store-unavailable', status: 503 };
    await expect(store.save(deliveryOf('a'))).rejects.toMatchObject(gone);
    await expect(store.signals({ limit: 1 })).rejects.toMatchObject(gone);
    await expect(store.addFiles([fileOf('k')])).rejects.toMatchObject(gone);
    await expect(store.ready()).rejects.toMatchObject(gone);
    await expect(store.close()).resolves.toBeUndefined();
  });

  test('writes that were asked for before closing are finished', async () => {
    const saved = Array.from({ length: 50 }, (_, index) => store.save(deliveryOf(`e${index}`)));
    const added = store.addFiles([fileOf('k')]);
    await store.close();
    expect(await Promise.all(saved)).toEqual(saved.map(() => ({ duplicate: false, newSignals: 1 })));
    expect(await added).toBe(1);
  });

  test('counts what there is', async () => {
    await store.save(deliveryOf('a'));
    await store.save(deliveryOf('b', { outcome: 'dropped', signals: [] }));
    await store.save(deliveryOf('c', { outcome: 'dropped', signals: [] }));
    expect(await store.counts()).toEqual({ messages: { signals: 1, dropped: 2 }, signals: 1, confirmations: {} });
  });
}

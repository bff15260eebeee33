import type { Store } from './store.ts';
import { unavailable } from './unavailable.ts';

/**
 * A store that is opened when it is first asked for something, and again when that failed: a receiver starts also while its database is
 * away, answers that it is, and recovers by itself.
 */
export function lazyStore(open: () => Promise<Store>): Store {
  let opening: Promise<Store> | undefined;
  let closed = false;
  const opened = () =>
    (opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  const close = async () => {
    closed = true;
    await (await opening?.catch(() => undefined))?.close();
  };
  const ask =
    (name: keyof Store) =>
    async (...args: unknown[]): Promise<unknown> => {
      if (closed && opening === undefined) throw unavailable(new Error('the store is closed'));
      const store = (await opened()) as unknown as Record<keyof Store, (...given: unknown[]) => Promise<unknown>>;
      return store[name](...args);
    };
  return new Proxy({} as Store, {
    // A promise that resolves to the store would ask it for `then`.
    get: (_store, name) =>
      typeof name !== 'string' || name === 'then' ? undefined : name === 'close' ? close : ask(name as keyof Store),
  });
}

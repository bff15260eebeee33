import { remembered } from '../remembered.ts';

/** Often enough for a load balancer, which asks every few seconds from every zone; a store that hangs is no store. */
const ASKING = { forMs: 1_000, timeoutMs: 2_000 } as const;

/** Whether messages can be taken. */
export interface Readiness {
  /** Whether the store can be read and written. Asked of it at most once a second. */
  storeIsUp(): Promise<boolean>;
  /** Whether {@link stop} was called. */
  isStopping(): boolean;
  /** From now on nothing new should come. */
  stop(): void;
}

/** @param ready resolves when the store can be read and written. */
export function createReadiness(ready: () => Promise<void>): Readiness {
  let stopping = false;
  const ask = remembered(async () => {
    await ready();
    return true;
  }, ASKING);
  return {
    storeIsUp: async () => (await ask()) === true,
    isStopping: () => stopping,
    stop: () => void (stopping = true),
  };
}

import { backoffMs } from '../confirmation/backoff.ts';
import type { DeliveryError } from './sink.ts';

/** How often sinks do what, in milliseconds. */
export interface Pace {
  /** For how long a process has a sink to itself, unless it says that it goes on. */
  readonly leaseMs: number;
  /** How often a sink that has got everything is looked after, for what another process stored. */
  readonly pollMs: number;
  /** How often a sink that another process serves is looked after. */
  readonly waitMs: number;
  /** How long signals may gather after a batch: a delivery and a write for each would be too many. */
  readonly gatherMs: number;
  /** How long after so many failures in a row it is tried again. */
  readonly retryMs: (failures: number, error?: DeliveryError) => number;
}

export const PACE: Pace = { leaseMs: 15_000, pollMs: 1_000, waitMs: 5_000, gatherMs: 50, retryMs };

/** As many failures as make the wait the longest. */
const MANY = 20;

/** The longer the more failed; at once the longest where only a person can mend it; never shorter than the other end asked for. */
export function retryMs(failures: number, error?: DeliveryError): number {
  return Math.max(backoffMs(error?.hopeless === true ? MANY : failures), error?.retryAfterMs ?? 0);
}

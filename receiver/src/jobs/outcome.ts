/** How an attempt at a job went. */
export type JobOutcome =
  | { readonly result: 'done' }
  /** It may heal: another try, later. */
  | { readonly result: 'retry'; readonly reason: string }
  /** It will not: for a person to look at. */
  | { readonly result: 'dead'; readonly reason: string }
  /** Somebody else has the job, or we stop: nothing is written down. */
  | { readonly result: 'lost' };

export const DONE: JobOutcome = { result: 'done' };
export const LOST: JobOutcome = { result: 'lost' };
export const retry = (reason: string): JobOutcome => ({ result: 'retry', reason });
export const dead = (reason: string): JobOutcome => ({ result: 'dead', reason });

import { Refusal } from '../error.ts';

/** Any fault of the store is one that may heal, so the sender is asked to try again. The cause is for the log. */
export function unavailable(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal('store-unavailable', 'the database cannot be read or written just now: try again', { cause: error });
}

import type { LambdaContext } from './event.ts';

/** Works through jobs. */
export interface Worker {
  /** Does what is due, and ends when nothing is, or at this time, in milliseconds since 1970. */
  work(options: { readonly until: number }): Promise<void>;
}

/** What a job needs to stop where it can go on, and an invocation to end. */
const MARGIN_MS = 15_000;

/** Does the work that messages left behind, for as long as Lambda lets it. What is not done is due the next time. */
export function createJobsHandler(
  receiver: () => Promise<Worker>,
  now: () => number = Date.now,
): (event: unknown, context: LambdaContext) => Promise<void> {
  return async (_event, context) => {
    const until = now() + Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS);
    await (await receiver()).work({ until });
  };
}

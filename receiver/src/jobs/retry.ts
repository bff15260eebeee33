const FIRST_MS = 2_000;
const LONGEST_MS = 15 * 60 * 1_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long what may heal is tried, from when it was queued: a denied role or key is mended by people, after a weekend. */
export const TRIED_FOR_MS = 7 * DAY_MS;

/** A job that ended so many workers without a word is not given to another. */
export const MAX_CRASHES = 5;

/**
 * How long to wait before the next try: doubling from two seconds to a quarter of an hour, of which a random half is left off so that many
 * jobs do not come back at once.
 */
export function retryDelayMs(attempts: number, random: () => number = Math.random): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_MS);
  return Math.round(whole / 2 + (whole / 2) * random());
}

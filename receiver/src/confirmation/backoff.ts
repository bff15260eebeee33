const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60 * 1_000;

/**
 * How long to wait after so many failed attempts: doubling from one second, at most five minutes, of which a random half is left off so
 * that many tasks do not come back at once.
 */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_MS);
  return Math.round(whole / 2 + (whole / 2) * random());
}

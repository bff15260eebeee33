/** Nobody makes a sink wait for longer, whatever he asks for. */
const LONGEST_MS = 60 * 60 * 1_000;

/**
 * What a `Retry-After` asks for, in milliseconds from now, at most an hour; 0 where there is none that can be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(wait, 0), LONGEST_MS);
}

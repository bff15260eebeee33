import { retryMs } from './pace.ts';
import { retryAfterMs } from './retry-after.ts';
import { DeliveryError } from './sink.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const HOUR_MS = 3_600_000;

test('the wait grows with each failure, up to five minutes', () => {
  const waits = [1, 3, 5, 7].map((failures) => retryMs(failures));
  expect(waits).toEqual([...waits].sort((one, other) => one - other));
  expect(retryMs(1_000)).toBeLessThanOrEqual(300_000);
});

test('what only a person can mend is tried seldom from the first failure on', () => {
  expect(retryMs(1, new DeliveryError('no', { hopeless: true }))).toBeGreaterThanOrEqual(150_000);
});

test('nobody is tried again sooner than he asked for', () => {
  expect(retryMs(1, new DeliveryError('no', { retryAfterMs: 500_000 }))).toBe(500_000);
});

test.each([
  [null, 0],
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
  ['Fri, 02 Jan 2026 03:00:00 GMT', 0],
  ['999999999', HOUR_MS],
  ['Fri, 02 Jan 2099 03:04:05 GMT', HOUR_MS],
  ['-5', 0],
  ['soon', 0],
  ['', 0],
  ['1e9', 0],
])('Retry-After %j is %i ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

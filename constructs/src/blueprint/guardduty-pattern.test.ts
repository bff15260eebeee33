import { matches } from '../../../test/support/event-pattern';
import { finding, readFindings } from '../../../test/support/findings';
import { needs, SHARED_DATA } from '../../../test/support/needs';
import { atLeast, findingsPattern } from './guardduty-pattern';

/** Where each band of severity begins and ends, as AWS has them. */
const BANDS = { low: [1, 3.9], medium: [4, 6.9], high: [7, 8.9], critical: [9, 10] } as const;

describe('the pattern for findings', () => {
  test('matches a finding of every severity, one that is a text and none at all', () => {
    for (const severity of [0, ...Object.values(BANDS).flat(), '8', undefined])
      expect(matches(findingsPattern(), finding(severity))).toBe(true);
  });

  test.each(Object.entries(BANDS))('from %s up matches that band and those above it', (_band, [first, last]) => {
    const pattern = findingsPattern(atLeast(first));
    for (const severity of [first, last, 10]) expect(matches(pattern, finding(severity))).toBe(true);
    for (const severity of [first - 0.1, 0]) expect(matches(pattern, finding(severity))).toBe(false);
  });

  test('compares numbers only: a severity that is a text, or missing, is not sent once there is a minimum', () => {
    expect(matches(findingsPattern(atLeast(1)), finding('8'))).toBe(false);
    expect(matches(findingsPattern(atLeast(1)), finding(undefined))).toBe(false);
  });

  test('drops an event that somebody made up, since only AWS may name a source aws.*', () => {
    expect(matches(findingsPattern(), { ...finding(8), source: 'my.guardduty' })).toBe(false);
  });

  test('drops what GuardDuty sends besides', () => {
    const other = { ...finding(8), 'detail-type': 'GuardDuty Malware Protection Object Scan Result' };
    expect(matches(findingsPattern(), other)).toBe(false);
  });
});

needs(['shared data'], 'real findings', () => {
  const LEAST: Readonly<Record<string, number>> = { low: 1, med: 4, high: 7, critical: 9 };

  test('match, each from its own severity up and not from the next', () => {
    const findings = Object.entries(readFindings(`${SHARED_DATA}guardduty`));
    expect(findings.map(([name]) => name).sort()).toEqual(Object.keys(LEAST).sort());
    for (const [name, event] of findings) {
      expect(matches(findingsPattern(), event)).toBe(true);
      for (const [band, least] of Object.entries(LEAST)) {
        const expected = least <= LEAST[name]!;
        expect([name, band, matches(findingsPattern(atLeast(least)), event)]).toEqual([name, band, expected]);
      }
    }
  });
});

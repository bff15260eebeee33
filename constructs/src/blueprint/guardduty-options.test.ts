import { type BlueprintError, ERRORS } from './error';
import { checkGuardDutyFindings, SEVERITY_PATTERN, type GuardDutyFindingsOptions } from './guardduty-options';

const known = (value: unknown) => !JSON.stringify(value ?? '').includes('${Token');
const check = (options: GuardDutyFindingsOptions<string>) => checkGuardDutyFindings(options, known);

describe('the options of GuardDuty findings', () => {
  test.each([1, 3.9, 7, 8.25, 10, 10.0])('take %p as a minimum severity', (minimumSeverity) => {
    expect(() => check({ minimumSeverity })).not.toThrow();
  });

  test.each([0, 0.9, 10.1, 11, -1, NaN, Infinity])('refuse %p', (minimumSeverity) => {
    expect(() => check({ minimumSeverity })).toThrow(
      expect.objectContaining({ code: 'minimum-severity-invalid' }) as BlueprintError,
    );
  });

  test.each(['07', '7.', '1e1', ' 7', '7 ', 'high', ''])('take no %p where it is a text', (text) => {
    expect(text).not.toMatch(new RegExp(SEVERITY_PATTERN));
  });

  test.each<[keyof typeof ERRORS, GuardDutyFindingsOptions<string>, string]>([
    ['findings-bus-name-invalid', { customBus: true, busName: 'b'.repeat(65) }, 'b'.repeat(65)],
    ['findings-bus-name-invalid', { customBus: true, busName: 'aws.partner/acme' }, 'aws.partner/acme'],
    ['findings-bus-name-invalid', { customBus: true, busName: 'default' }, 'default'],
    ['bus-name-alone', { busName: 'findings' }, 'no customBus'],
    ['bus-name-alone', { busName: 'findings', customBus: false }, 'no customBus'],
  ])('are refused with %s: %p', (code, options, got) => {
    const message = expect.stringContaining(ERRORS[code]) as string;
    expect(() => check(options)).toThrow(expect.objectContaining({ code, message }) as BlueprintError);
    expect(() => check(options)).toThrow(got);
  });

  test('take a name for the bus, and one that only deployment knows, whether or not there is a bus', () => {
    expect(() => check({ customBus: true, busName: 'security.findings_1' })).not.toThrow();
    expect(() => check({ customBus: 'a condition', busName: 'findings' })).not.toThrow();
    expect(() => check({ busName: { value: '${Token[1]}', given: 'a condition' } })).not.toThrow();
  });
});

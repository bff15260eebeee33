import fc from 'fast-check';
import type { MonitorSettings } from '../store/workspace.ts';
import { compileWants, DETAIL_TYPES } from './wants.ts';

const CALL = 'AWS API Call via CloudTrail';
const createUser = { detailTypes: [CALL], eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' };
const takes = (settings: MonitorSettings, candidate: object = {}) =>
  compileWants('cloudtrail', settings)({ ...createUser, ...candidate });

describe('a monitor', () => {
  test('takes every detail type of its kind unless it names some, and no other', () => {
    for (const kind of ['cloudtrail', 'cloudwatch', 'guardduty'] as const) {
      for (const [other, types] of Object.entries(DETAIL_TYPES)) {
        const taken = types.filter((type) => compileWants(kind, {})({ ...createUser, detailTypes: [type] }));
        expect(taken).toEqual(kind === other ? types : []);
      }
    }
  });

  test('takes what has one of the detail types that it names', () => {
    const settings = { detailTypes: ['AWS Console Sign In via CloudTrail'] };
    expect(takes(settings)).toBe(false);
    expect(takes(settings, { detailTypes: ['AWS Console Signin via CloudTrail', 'AWS Console Sign In via CloudTrail'] })).toBe(
      true,
    );
  });

  test('takes what has no detail type, unless it names some', () => {
    expect(takes({}, { detailTypes: [] })).toBe(true);
    expect(takes({ detailTypes: [CALL] }, { detailTypes: [] })).toBe(false);
  });

  test.each([
    [{}, true],
    [{ eventSources: { include: ['iam.amazonaws.com'] } }, true],
    [{ eventSources: { include: ['s3.amazonaws.com'] } }, false],
    [{ eventSources: { include: [] } }, false],
    [{ eventSources: { exclude: ['iam.amazonaws.com'] } }, false],
    [{ eventNames: { include: ['Create*'] } }, true],
    [{ eventNames: { include: ['create*'] } }, false],
    [{ eventNames: { include: ['Create*'], exclude: ['*User'] } }, false],
    [{ eventNames: { exclude: ['Create', 'User'] } }, true],
    [{ eventNames: { include: ['CreateUser'] }, eventSources: { exclude: ['*.amazonaws.com'] } }, false],
  ] as const)('with %j takes a CreateUser: %s', (settings, taken) => {
    expect(takes(settings)).toBe(taken);
  });
});

describe('a name with stars', () => {
  const one = (pattern: string, eventName: string) => takes({ eventNames: { include: [pattern] } }, { eventName });

  test.each([
    ['*', 'CreateUser', true],
    ['**', '', true],
    ['C*U*r', 'CreateUser', true],
    ['C*U*', 'CreateUser', true],
    ['*eate*se*', 'CreateUser', true],
    ['CreateUser*', 'CreateUser', true],
    ['CreateUser*CreateUser', 'CreateUser', false],
    ['aba*aba', 'ababa', false],
    ['a*ab', 'aab', true],
    ['*x*', 'CreateUser', false],
    ['C.*', 'CreateUser', false],
  ])('%s fits %s: %s', (pattern, name, fits) => {
    expect(one(pattern, name)).toBe(fits);
  });

  test('fits what a regular expression would, for any', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 }), text, (pattern, name) => {
        const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^]*')}$`);
        expect(one(pattern, name)).toBe(expression.test(name));
      }),
      { numRuns: 2_000 },
    );
  });

  test('takes no long time, however it is made', () => {
    expect(one(`${'*a'.repeat(10_000)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});

import { CLOUDTRAIL_DETAIL_TYPES, excludeRoles, managementPattern, PATTERN_LIMIT } from './cloudtrail-pattern';
import { ERRORS, type BlueprintError } from './error';
import { resolveSpoke, spokeExcludedRolesLimit, type SpokeOptions } from './spoke-options';
import { spokeRoleName } from './spoke-names';

const known = (value: unknown) => !JSON.stringify(value ?? '').includes('${Token');
const resolve = (options: Partial<SpokeOptions>) => resolveSpoke({ hubBusArn: HUB, ...options }, known);
const HUB = 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub';
const ROLE = 'arn:aws:iam::111122223333:role/Scanner';

describe('the options of a spoke', () => {
  test('have defaults', () => {
    expect(resolve({})).toEqual({ namePrefix: 'clarion' });
  });

  test.each([HUB, 'arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/default-2', '${Token[1]}'])(
    'take the bus of a hub: %s',
    (hubBusArn) => {
      expect(() => resolve({ hubBusArn })).not.toThrow();
    },
  );

  test.each<[keyof typeof ERRORS, Partial<SpokeOptions>, string]>([
    ['bus-arn-invalid', { hubBusArn: 'clarion-hub' }, 'clarion-hub'],
    ['bus-arn-invalid', { hubBusArn: HUB.replace('clarion-hub', 'default') }, HUB.replace('clarion-hub', 'default')],
    ['bus-arn-invalid', { hubBusArn: HUB.replace('clarion-hub', 'aws.partner/acme') }, ':event-bus/aws.partner/acme'],
    ['bus-arn-invalid', { hubBusArn: 'arn:aws:sns:us-east-1:111122223333:clarion-hub' }, 'arn:aws:sns:'],
    ['bus-arn-invalid', { hubBusArn: `${HUB} ` }, `${HUB} `],
    ['name-prefix-invalid', { namePrefix: 'p'.repeat(21) }, 'p'.repeat(21)],
    ['role-arn-invalid', { excludeRoleArns: ['Scanner'] }, 'Scanner'],
    ['event-pattern-too-long', { excludeRoleArns: Array.from({ length: 30 }, () => ROLE) }, '30 roles'],
    ['alarm-action-is-own-topic', { alarmActions: ['arn:aws:sns:us-east-1:111122223333:clarion-hub'] }, ':clarion-hub'],
  ])('are refused with %s: %p', (code, options, got) => {
    const message = expect.stringContaining(ERRORS[code]) as string;
    expect(() => resolve(options)).toThrow(expect.objectContaining({ code, message }) as BlueprintError);
    expect(() => resolve(options)).toThrow(got);
  });
});

describe('the roles that a spoke leaves out', () => {
  const longestOwn = (path: string) =>
    `arn:aws-us-gov:iam::111122223333:role${path}${spokeRoleName('p'.repeat(20), 'us-isof-south-1')}`;

  test.each(['/', `/${'x'.repeat(200)}/`])('fit into a pattern beside its own role, with a path of %p', (path) => {
    const limit = spokeExcludedRolesLimit(path);
    const roles = [`${ROLE}${'x'.repeat(limit - JSON.stringify([ROLE]).length)}`];
    expect(JSON.stringify(roles)).toHaveLength(limit);
    const pattern = managementPattern(CLOUDTRAIL_DETAIL_TYPES, excludeRoles(roles, [longestOwn(path), ...roles]));
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(PATTERN_LIMIT);
    expect(JSON.stringify(pattern).length).toBeGreaterThan(PATTERN_LIMIT - 10);
  });

  test('are fewer where the path of its own role is long', () => {
    const excludeRoleArns = Array.from({ length: 15 }, (_, index) => `${ROLE}${index}`);
    expect(() => resolve({ excludeRoleArns })).not.toThrow();
    expect(() => resolve({ excludeRoleArns, path: `/${'x'.repeat(200)}/` })).toThrow(/^event-pattern-too-long: /);
  });
});

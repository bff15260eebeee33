import { BlueprintError, ERRORS } from './error';
import {
  EXTERNAL_ID_LENGTH,
  resolveIntegrationRole,
  SESSION_PATTERN,
  SESSION_SECONDS,
  type IntegrationRoleOptions,
} from './integration-role-options';

const known = (value: unknown) => !JSON.stringify(value ?? '').includes('${Token');
const PRINCIPAL = 'arn:aws:iam::444455556666:role/agent';
const resolve = (options: Partial<IntegrationRoleOptions>) =>
  resolveIntegrationRole({ principalArn: PRINCIPAL, externalId: 'workspace-1', ...options }, known);

describe('the options of the integration role', () => {
  test('have defaults, but none for whom it trusts', () => {
    const none = { cloudtrail: true, cloudwatch: true, 'logs-insights': false, athena: false };
    expect(resolve({})).toEqual({
      roleName: 'ClarionIntegrationRole',
      maxSessionDuration: 3600,
      athenaWorkgroup: 'clarion',
      groups: { ...none, route53: true, describe: false, 'alb-auth': false },
    });
  });

  test.each<[keyof typeof ERRORS, Partial<IntegrationRoleOptions>, string]>([
    ['principal-invalid', { principalArn: '*' }, '*'],
    ['principal-invalid', { principalArn: '' }, ''],
    ['principal-invalid', { principalArn: 'arn:aws:iam::444455556666:role/*' }, 'role/*'],
    ['principal-invalid', { principalArn: 'arn:aws:iam::*:root' }, '*'],
    ['principal-invalid', { principalArn: 'arn:aws:sts::444455556666:assumed-role/agent/session' }, 'assumed-role'],
    ['principal-invalid', { principalArn: '44445555666' }, '44445555666'],
    ['principal-invalid', { principalArn: 'lambda.amazonaws.com' }, 'lambda'],
    ['external-id-invalid', { externalId: '' }, ''],
    ['external-id-invalid', { externalId: 'x' }, 'x'],
    ['external-id-invalid', { externalId: 'a b' }, 'a b'],
    ['external-id-invalid', { externalId: "it's" }, "it's"],
    ['external-id-invalid', { externalId: 'workspace-*' }, 'workspace-*'],
    ['external-id-invalid', { externalId: 'x'.repeat(EXTERNAL_ID_LENGTH.max + 1) }, 'xxx'],
    ['external-id-invalid', { previousExternalIds: ['old-1', '?'] }, '?'],
    ['external-id-twice', { previousExternalIds: ['workspace-1'] }, 'workspace-1'],
    ['external-id-twice', { previousExternalIds: ['old-1', 'old-1'] }, 'old-1'],
    ['trust-policy-too-long', { previousExternalIds: ['x'.repeat(900), 'y'.repeat(900)] }, 'characters'],
    ['permission-group-unknown', { permissionGroups: ['administrator' as never] }, 'administrator'],
    ['permission-group-unknown', { permissionGroups: { 'log-archive': true } as never }, 'log-archive'],
    ['athena-buckets-invalid', { athenaBucketArns: ['logs'] }, 'logs'],
    ['athena-buckets-invalid', { athenaBucketArns: ['arn:aws:s3:::*'] }, '*'],
    ['athena-buckets-invalid', { athenaBucketArns: ['arn:aws:s3:::logs/vpc/*'] }, 'logs/vpc/*'],
    ['athena-buckets-invalid', { athenaBucketArns: Array<string>(21).fill('arn:aws:s3:::logs') }, '21 buckets'],
    ['workgroup-name-invalid', { athenaWorkgroup: '*' }, '*'],
    ['role-name-invalid', { roleName: 'security/Clarion' }, 'security/Clarion'],
    ['role-name-invalid', { roleName: 'x'.repeat(65) }, 'xxx'],
    ['region-unknown', { homeRegion: 'Ireland' }, 'Ireland'],
    ['session-duration-invalid', { maxSessionDuration: 3599 }, '3599'],
    ['session-duration-invalid', { maxSessionDuration: 43_201 }, '43201'],
  ])('are refused as %s: %j', (code, options, got) => {
    expect(() => resolve(options)).toThrow(BlueprintError);
    expect(() => resolve(options)).toThrow(`${code}: ${ERRORS[code]}`);
    expect(() => resolve(options)).toThrow(got);
  });

  test.each<Partial<IntegrationRoleOptions>>([
    { principalArn: '444455556666' },
    { principalArn: 'arn:aws:iam::444455556666:root' },
    { principalArn: 'arn:aws-us-gov:iam::444455556666:user/agents/one' },
    { externalId: 'ws_1+=,.@:/-A' },
    { externalId: 'x'.repeat(EXTERNAL_ID_LENGTH.max) },
    { previousExternalIds: ['old-1', 'old-2'], allowSessionTags: true },
    { previousExternalIds: [] },
    { athenaBucketArns: ['arn:aws:s3:::logs.example.com', 'arn:aws-cn:s3:::b-2'], athenaWorkgroup: 'security.read-only_1' },
    { maxSessionDuration: 43_200 },
    { homeRegion: 'us-gov-west-1' },
  ])('are taken when they are right: %j', (options) => {
    expect(() => resolve(options)).not.toThrow();
  });

  test('bound a session by the same rule in a pattern as in numbers', () => {
    for (const seconds of [
      0, 360, 3599, 3600, 3999, 4000, 9999, 10_000, 39_999, 40_000, 42_999, 43_199, 43_200, 43_201, 43_300, 50_000,
    ]) {
      const within = seconds >= SESSION_SECONDS.min && seconds <= SESSION_SECONDS.max;
      expect([seconds, new RegExp(SESSION_PATTERN).test(String(seconds))]).toEqual([seconds, within]);
    }
  });

  test('choose groups by a list or by a switch each, which may be left to deploy time', () => {
    const chosen = (permissionGroups: IntegrationRoleOptions['permissionGroups']) =>
      Object.entries(resolve({ permissionGroups: permissionGroups! }).groups)
        .filter(([, granted]) => granted)
        .map(([id]) => id);
    expect(chosen(['describe', 'athena'])).toEqual(['athena', 'describe']);
    expect(chosen([])).toEqual([]);
    expect(chosen({ describe: true, cloudtrail: false })).toEqual(['describe']);

    const later = { later: true };
    const { groups } = resolveIntegrationRole(
      { principalArn: PRINCIPAL, externalId: 'workspace-1', permissionGroups: { route53: later } },
      known,
    );
    expect(groups.route53).toBe(later);
  });

  test('are not checked where they are known at deploy time only', () => {
    const token = '${Token[x.1]}';
    expect(() =>
      resolve({
        principalArn: token,
        externalId: token,
        previousExternalIds: [token],
        athenaBucketArns: [token],
        roleName: token,
        athenaWorkgroup: token,
        maxSessionDuration: token as never,
      }),
    ).not.toThrow();
  });
});

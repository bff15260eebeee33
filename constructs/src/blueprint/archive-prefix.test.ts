import {
  accountTrailPrefix,
  ARCHIVE_PREFIX_PATTERN,
  BlueprintError,
  controlTowerPrefix,
  isBarePrefix,
  LOG_FILE_SUFFIX,
  organizationTrailPrefix,
} from '.';

const ORGANIZATION = 'o-a1b2c3d4e5';
const file = (kind = 'CloudTrail') => `111122223333_${kind}_us-east-1_20261122T2000Z_aBcDeF.json.gz`;
const day = (kind = 'CloudTrail') => `${kind}/us-east-1/2026/11/22/${file(kind)}`;

/** Where log files lie, as AWS documents it. */
const KEYS = {
  account: `AWSLogs/111122223333/${day()}`,
  'account, with a prefix of the trail': `audit/AWSLogs/111122223333/${day()}`,
  organization: `AWSLogs/${ORGANIZATION}/111122223333/${day()}`,
  'organization, with a prefix of the trail': `audit/AWSLogs/${ORGANIZATION}/111122223333/${day()}`,
  'Control Tower': `${ORGANIZATION}/AWSLogs/${ORGANIZATION}/111122223333/${day()}`,
  'Control Tower before landing zone 3.0': `${ORGANIZATION}/AWSLogs/111122223333/${day()}`,
  'digest of an account': `AWSLogs/111122223333/${day('CloudTrail-Digest')}`,
  'AWS Config': 'AWSLogs/111122223333/Config/us-east-1/2026/11/22/ConfigSnapshot/111122223333_Config_x.json.gz',
  'load balancer': 'AWSLogs/111122223333/elasticloadbalancing/us-east-1/2026/11/22/x.log.gz',
};
const announced = (prefix: string) =>
  Object.entries(KEYS)
    .filter(([, key]) => key.startsWith(prefix) && key.endsWith(LOG_FILE_SUFFIX))
    .map(([name]) => name);

describe('the prefix of a trail', () => {
  test.each([
    ['an account', accountTrailPrefix('111122223333'), ['account']],
    [
      'an account, with a prefix of its own',
      accountTrailPrefix('111122223333', 'audit'),
      ['account, with a prefix of the trail'],
    ],
    ['an organization', organizationTrailPrefix(ORGANIZATION), ['organization']],
    [
      'an organization, with a prefix of its own',
      organizationTrailPrefix(ORGANIZATION, 'audit'),
      ['organization, with a prefix of the trail'],
    ],
    ['Control Tower', controlTowerPrefix(ORGANIZATION), ['Control Tower']],
    [
      'an account under an older Control Tower',
      accountTrailPrefix('111122223333', ORGANIZATION),
      ['Control Tower before landing zone 3.0'],
    ],
  ])('announces the log files of %s, and nothing else', (_name, prefix, expected) => {
    expect(announced(prefix)).toEqual(expected);
    expect(prefix).toMatch(new RegExp(ARCHIVE_PREFIX_PATTERN));
  });

  test('of the setup guide misses Control Tower, and announces what is no log file: so it is warned of', () => {
    expect(announced('AWSLogs/')).not.toContain('Control Tower');
    expect(announced('AWSLogs/')).toContain('AWS Config');
    expect(isBarePrefix('AWSLogs/')).toBe(true);
    expect(isBarePrefix(organizationTrailPrefix(ORGANIZATION))).toBe(false);
  });

  test.each([
    ['a name', () => organizationTrailPrefix('Acme')],
    ['an organizational unit', () => controlTowerPrefix('ou-ab12-cd34ef56')],
    ['an account of 11 digits', () => accountTrailPrefix('11112222333')],
  ])('is not made of %s', (_name, make) => {
    expect(make).toThrow(BlueprintError);
    expect(make).toThrow(/^archive-prefix-invalid/);
  });

  test('may be made of what only deployment knows', () => {
    expect(organizationTrailPrefix('${Token[TOKEN.7]}')).toBe('AWSLogs/${Token[TOKEN.7]}/');
  });
});

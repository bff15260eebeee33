import fc from 'fast-check';
import { type LogFileKey, parseLogFileKey } from './log-file-key.ts';

const PATH = '111122223333/CloudTrail/us-east-2/2026/03/06';
const NAME = '111122223333_CloudTrail_us-east-2_20260306T0210Z_Mu0KsOhtH1ar15ZZ.json.gz';
const KEY = `AWSLogs/${PATH}/${NAME}`;
const inFolder = (folder: string, name = NAME) => `AWSLogs/${PATH.replace('CloudTrail', folder)}/${name}`;

describe("a log file's key", () => {
  test('says the kind, the account, the Region and the minute', () => {
    expect(parseLogFileKey(KEY)).toEqual({
      kind: 'records',
      prefix: '',
      accountId: '111122223333',
      region: 'us-east-2',
      time: Date.UTC(2026, 2, 6, 2, 10),
    });
  });

  test('says the organization and the prefix, where there are', () => {
    const key = `o-exampleorgid/AWSLogs/o-exampleorgid/${PATH}/${NAME}`;
    expect(parseLogFileKey(key)).toMatchObject({ prefix: 'o-exampleorgid/', organizationId: 'o-exampleorgid' });
    expect(parseLogFileKey(KEY)).not.toHaveProperty('organizationId');
  });

  test('has a prefix that may itself be named AWSLogs, or in any script', () => {
    expect(parseLogFileKey(`AWSLogs/日誌 a+b/${KEY}`)).toMatchObject({ prefix: 'AWSLogs/日誌 a+b/' });
  });

  test.each([
    ['CloudTrail-Insight', 'insight'],
    ['CloudTrail-NetworkActivity', 'network-activity'],
  ])('in the folder %s is of the kind %s', (folder, kind) => {
    expect(parseLogFileKey(inFolder(folder, NAME.replace('CloudTrail', folder)))).toMatchObject({ kind });
    expect(parseLogFileKey(inFolder(folder))).toMatchObject({ kind });
  });

  test('of a digest names its trail, and gives the day', () => {
    const name = '111122223333_CloudTrail-Digest_us-east-2_my_trail_us-east-1_20260306T021007Z.json.gz';
    expect(parseLogFileKey(inFolder('CloudTrail-Digest', name))).toMatchObject({
      kind: 'digest',
      time: Date.UTC(2026, 2, 6),
    });
  });
});

describe('a stranger', () => {
  test.each([
    ['another folder of CloudTrail', inFolder('CloudTrail-Aggregated')],
    ['a digest in the folder of log files', inFolder('CloudTrail', NAME.replace('CloudTrail', 'CloudTrail-Digest'))],
    ['another service', KEY.replaceAll('CloudTrail', 'Config')],
    ['no AWSLogs', `${PATH}/${NAME}`],
    ['a folder whose name ends so', `my${KEY}`],
    ['a name of another account', KEY.replace('111122223333_', '444455556666_')],
    ['a name of another Region', KEY.replace('_us-east-2_', '_us-east-1_')],
    ['an account of eleven digits', KEY.replaceAll('111122223333', '11112222333')],
    ['digits of another script', KEY.replaceAll('111122223333', '١١١١٢٢٢٢٣٣٣٣')],
    ['an organization that is none', KEY.replace('AWSLogs/', 'AWSLogs/o-x/')],
    ['a day that no calendar has', KEY.replaceAll('20260306', '20260231')],
    ['an hour that no day has', KEY.replace('T0210', 'T2410')],
    ['another extension', `${KEY}.tmp`],
    ['one folder too many', KEY.replace('/03/06/', '/03/06/x/')],
    ['a folder', `AWSLogs/${PATH}/`],
    ['a newline at the end', `${KEY}\n`],
    ['a NUL in the prefix', `a\0b/${KEY}`],
    ['dots in the prefix', `a/../${KEY}`],
    ['nothing', ''],
  ])('is %s', (_what, key) => {
    expect(parseLogFileKey(key)).toBeUndefined();
  });

  test('is what is longer than any key of S3', () => {
    const fits = Math.floor((1024 - 1 - KEY.length) / 2);
    expect(parseLogFileKey(`${'ü'.repeat(fits)}/${KEY}`)).toBeDefined();
    expect(parseLogFileKey(`${'ü'.repeat(fits + 1)}/${KEY}`)).toBeUndefined();
  });
});

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const expected: fc.Arbitrary<Omit<LogFileKey, 'time'> & { readonly time: Date }> = fc.record({
  kind: fc.constantFrom('records', 'insight', 'network-activity'),
  prefix: fc.constantFrom('', 'a/', 'a b/c+d/', 'AWSLogs/'),
  accountId: digits(12),
  region: fc.constantFrom('us-east-1', 'eu-central-2', 'us-gov-west-1', 'cn-north-1'),
  time: fc.date({ min: new Date('2013-11-13'), max: new Date('2099-12-31'), noInvalidDate: true }),
});

test('every key that CloudTrail would write is read as it was meant', () => {
  fc.assert(
    fc.property(expected, fc.boolean(), ({ time, ...key }, isOrganization) => {
      const folder = { records: 'CloudTrail', insight: 'CloudTrail-Insight', 'network-activity': 'CloudTrail-NetworkActivity' };
      const [day, minute] = [time.toISOString().slice(0, 10), time.toISOString().slice(11, 16)];
      const inside = isOrganization ? 'o-a1b2c3d4e5/' : '';
      const name = `${key.accountId}_${folder[key.kind as 'records']}_${key.region}_${day.replaceAll('-', '')}T${minute.replace(':', '')}Z_a1B2`;
      const text = `${key.prefix}AWSLogs/${inside}${key.accountId}/${folder[key.kind as 'records']}/${key.region}/${day.replaceAll('-', '/')}/${name}.json.gz`;
      expect(parseLogFileKey(text)).toEqual({
        ...key,
        ...(isOrganization && { organizationId: 'o-a1b2c3d4e5' }),
        time: Date.parse(`${day}T${minute}:00Z`),
      });
    }),
  );
});

test('whatever the key, it is read or a stranger, and never throws', () => {
  const part = fc.constantFrom(
    'AWSLogs/',
    '111122223333',
    '/',
    '_',
    'CloudTrail',
    '-Digest',
    'o-',
    '2026',
    '03',
    '.json.gz',
    'T0210Z',
  );
  const text = fc.array(fc.oneof(part, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (key) => {
      parseLogFileKey(key);
    }),
  );
});

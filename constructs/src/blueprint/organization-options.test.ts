import { BlueprintError, ERRORS } from './error';
import {
  ACCOUNT_EXTERNAL_IDS_LIMIT,
  checkOrganization,
  organizationRegions,
  withExternalIdOf,
  type OrganizationOptions,
} from './organization-options';

const known = (value: unknown) => !JSON.stringify(value ?? '').includes('${Token');
const OPTIONS: OrganizationOptions = {
  organizationalUnitIds: ['r-a1b2'],
  principalArn: '444455556666',
  externalId: 'workspace-1',
  hubBusArn: 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub',
};
const check = (options: Partial<OrganizationOptions>, region?: string) =>
  checkOrganization({ ...OPTIONS, ...options }, known, region);
const FIRST = '111122223333';

describe('the options of an organization', () => {
  test.each<[string, Partial<OrganizationOptions>]>([
    ['the root', { organizationalUnitIds: ['r-a1b2'] }],
    ['units', { organizationalUnitIds: ['ou-a1b2-c3d4e5f6', 'ou-a1b2-c3d4e5f7'] }],
    ['units that are known at deploy time', { organizationalUnitIds: ['${Token[0]}'] }],
    ['any tolerance', { failureTolerancePercentage: 0 }],
    [
      'an external ID of an account, and of the management account',
      { accountExternalIds: { [FIRST]: 'own', management: 'mine' } },
    ],
    ['one that is rotated', { accountExternalIds: { [FIRST]: 'new' }, previousAccountExternalIds: { [FIRST]: 'old' } }],
  ])('may be %s', (_, options) => {
    expect(() => check(options)).not.toThrow();
  });

  test.each<[keyof typeof ERRORS, Partial<OrganizationOptions>, string]>([
    ['organizational-units-invalid', { organizationalUnitIds: [] }, 'none'],
    ['organizational-units-invalid', { organizationalUnitIds: ['Workloads'] }, 'Workloads'],
    ['organizational-units-invalid', { organizationalUnitIds: ['r-a1b2', FIRST] }, FIRST],
    ['organizational-units-invalid', { organizationalUnitIds: ['o-a1b2c3d4e5'] }, 'o-a1b2c3d4e5'],
    ['failure-tolerance-invalid', { failureTolerancePercentage: 101 }, '101'],
    ['failure-tolerance-invalid', { failureTolerancePercentage: -1 }, '-1'],
    ['failure-tolerance-invalid', { failureTolerancePercentage: 2.5 }, '2.5'],
    ['account-external-ids-invalid', { accountExternalIds: { production: 'own' } }, 'production'],
    ['account-external-ids-invalid', { previousAccountExternalIds: { [FIRST]: 'own' } }, FIRST],
    ['account-external-ids-invalid', { delegatedAdministrator: true, accountExternalIds: { management: 'own' } }, 'management'],
    [
      'account-external-ids-invalid',
      {
        accountExternalIds: Object.fromEntries(
          Array.from({ length: ACCOUNT_EXTERNAL_IDS_LIMIT + 1 }, (_, index) => [String(100_000_000_000 + index), 'own']),
        ),
      },
      '51 accounts',
    ],
    ['external-id-invalid', { accountExternalIds: { [FIRST]: 'a b' } }, 'a b'],
    ['external-id-invalid', { accountExternalIds: { [FIRST]: 'new' }, previousAccountExternalIds: { [FIRST]: 'a,b' } }, 'a,b'],
    ['external-id-invalid', { previousExternalIds: ['a,b'] }, 'a,b'],
    ['external-id-twice', { accountExternalIds: { [FIRST]: 'own' }, previousAccountExternalIds: { [FIRST]: 'own' } }, 'own'],
  ])('are refused as %s: %j', (code, options, got) => {
    expect(() => check(options)).toThrow(BlueprintError);
    expect(() => check(options)).toThrow(`${code}: ${ERRORS[code]}`);
    expect(() => check(options)).toThrow(got);
  });

  test('are refused in China, where StackSets know no organization, and not in GovCloud', () => {
    expect(() => check({}, 'cn-north-1')).toThrow('organization-in-china');
    expect(() => organizationRegions(['cn-north-1'], undefined)).toThrow('organization-in-china');
    expect(() => check({}, 'us-gov-west-1')).not.toThrow();
  });
});

test('spokes are in the given Regions, here, and where sign-ins and global services arrive', () => {
  const signIns = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2'];
  expect(organizationRegions([], undefined)).toEqual(signIns);
  expect(organizationRegions(['eu-west-1', 'us-east-1'], 'eu-central-1')).toEqual([...signIns, 'eu-west-1', 'eu-central-1']);
  expect(organizationRegions([], 'us-gov-east-1')).toEqual(['us-gov-west-1', 'us-gov-east-1']);
});

test('an account with an external ID of its own is never given a common one, nor one before', () => {
  const options = { ...OPTIONS, previousExternalIds: ['workspace-0'] };
  const own = { accountExternalIds: { [FIRST]: 'own' } };
  expect(withExternalIdOf({ ...options, ...own }, FIRST)).toMatchObject({ externalId: 'own', previousExternalIds: [] });
  expect(withExternalIdOf({ ...options, ...own, previousAccountExternalIds: { [FIRST]: 'old' } }, FIRST)).toMatchObject({
    externalId: 'own',
    previousExternalIds: ['old'],
  });
  expect(withExternalIdOf({ ...options, ...own }, 'management')).toMatchObject({
    externalId: 'workspace-1',
    previousExternalIds: ['workspace-0'],
  });
});

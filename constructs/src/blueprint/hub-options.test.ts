import { ERRORS, type BlueprintError } from './error';
import { BUS_POLICY_LIMIT, HUB_ACCOUNTS_LIMIT, hubBusPolicy, ofAccounts } from './hub-bus-policy';
import { checkHub, type HubOptions } from './hub-options';
import { policyDocument } from './policy';
import { spokeRoleArns } from './spoke-names';

const known = (value: unknown) => !JSON.stringify(value ?? '').includes('${Token');
const check = (options: HubOptions<string>) => checkHub(options, known);
const ORGANIZATION = 'o-a1b2c3d4e5';
const ACCOUNT = '111122223333';

describe('the options of a hub', () => {
  test('let in an organization, or listed accounts', () => {
    expect(() => check({ organizationId: ORGANIZATION })).not.toThrow();
    expect(() => check({ accountIds: [ACCOUNT, '444455556666'] })).not.toThrow();
    expect(() => check({ organizationId: ORGANIZATION, accountIds: [], busName: 'security.events_1' })).not.toThrow();
  });

  test.each<[keyof typeof ERRORS, HubOptions, string]>([
    ['hub-admits-one', {}, 'neither'],
    ['hub-admits-one', { accountIds: [] }, 'neither'],
    ['hub-admits-one', { organizationId: ORGANIZATION, accountIds: [ACCOUNT] }, 'both'],
    ['organization-id-invalid', { organizationId: 'Acme' }, 'Acme'],
    ['organization-id-invalid', { organizationId: 'ou-a1b2-c3d4e5f6' }, 'ou-a1b2-c3d4e5f6'],
    ['account-id-invalid', { accountIds: [ACCOUNT, '1111'] }, '1111'],
    ['bus-policy-too-long', { accountIds: Array.from({ length: 1000 }, () => ACCOUNT) }, '1000 accounts'],
    ['bus-name-invalid', { accountIds: [ACCOUNT], busName: 'default' }, 'default'],
    ['bus-name-invalid', { accountIds: [ACCOUNT], busName: 'aws.partner/acme' }, 'aws.partner/acme'],
    ['bus-name-invalid', { accountIds: [ACCOUNT], busName: 'b'.repeat(257) }, 'b'.repeat(257)],
  ])('are refused with %s: %p', (code, options, got) => {
    const message = expect.stringContaining(`${ERRORS[code]}, got: ${got}. `) as string;
    expect(() => check(options)).toThrow(expect.objectContaining({ code, message }) as BlueprintError);
  });

  test('are left to whoever deploys where only that one knows', () => {
    expect(() =>
      check({ organizationId: { value: '${Token[1]}', given: 'x' }, accountIds: { value: [], given: 'y' } }),
    ).not.toThrow();
    expect(() => check({ organizationId: '${Token[1]}', busName: '${Token[2]}' })).not.toThrow();
    expect(() => check({ accountIds: ['${Token[3]}'] })).not.toThrow();
  });
});

test('the policy of a bus takes as many accounts as are let through, and not one in a hundred more', () => {
  const length = (accounts: number) => {
    const busArn = `arn:aws-us-gov:events:us-gov-west-1:${ACCOUNT}:event-bus/${'b'.repeat(256)}`;
    const from = ofAccounts(Array.from({ length: accounts }, () => ACCOUNT));
    return JSON.stringify(policyDocument(hubBusPolicy({ busArn, from, roleArns: spokeRoleArns('aws-us-gov', 'p'.repeat(20)) })))
      .length;
  };
  expect(BUS_POLICY_LIMIT).toBe(10_240);
  expect(length(HUB_ACCOUNTS_LIMIT)).toBeLessThanOrEqual(BUS_POLICY_LIMIT);
  expect(length(HUB_ACCOUNTS_LIMIT * 1.01)).toBeGreaterThan(BUS_POLICY_LIMIT);
});

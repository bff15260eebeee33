import {
  hubBusPolicy,
  ofAccounts,
  ofOrganization,
  policyDocument,
  spokeRoleArns,
  spokeRoleName,
} from 'clarion-aws-constructs/blueprint';
import { permitted, type AskedOfIdentity } from '../support/simulate.ts';

const HUB_ACCOUNT = '111122223333';
const SPOKE_ACCOUNT = '444455556666';
const STRANGER = '999999999999';
const ORGANIZATION = 'o-a1b2c3d4e5';
const BUS = `arn:aws:events:us-east-1:${HUB_ACCOUNT}:event-bus/clarion-hub`;
const OTHER_BUS = `arn:aws:events:us-east-1:${HUB_ACCOUNT}:event-bus/default`;

const role = (name: string, account = SPOKE_ACCOUNT, path = '/') => `arn:aws:iam::${account}:role${path}${name}`;
const SPOKE = spokeRoleName('clarion', 'eu-west-1');
/** What a role may by itself, when its own account lets it do anything. */
const ANYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

describe("the policy of the hub's bus", () => {
  const roleArns = spokeRoleArns('aws', 'clarion');
  const policyFor = (from: ReturnType<typeof ofAccounts>) => policyDocument(hubBusPolicy({ busArn: BUS, from, roleArns }));

  /** Whether a role may put an event on the bus by this policy, given that its own account allows it. */
  const puts = (resourcePolicy: object, principal: string, organization?: string, more: Partial<AskedOfIdentity> = {}) =>
    permitted({
      principal,
      action: 'events:PutEvents',
      resource: BUS,
      identityPolicies: [ANYTHING],
      resourcePolicy,
      context: {
        'aws:PrincipalArn': principal,
        'aws:PrincipalAccount': principal.split(':')[4]!,
        ...(organization !== undefined && { 'aws:PrincipalOrgID': organization }),
      },
      ...more,
    });

  describe('for an organization', () => {
    const policy = policyFor(ofOrganization(ORGANIZATION));

    test.each(['/', '/security/', '/security/clarion/'])(
      'lets a spoke of any of its accounts send, with the path %s',
      async (path) => {
        expect(await puts(policy, role(SPOKE, SPOKE_ACCOUNT, path), ORGANIZATION)).toBe(true);
      },
    );

    test.each(['Admin', 'other-clarion-spoke-eu-west-1', 'clarion-spoke', 'second-spoke-eu-west-1'])(
      'does not let another role of the organization send: %s',
      async (name) => {
        expect(await puts(policy, role(name), ORGANIZATION)).toBe(false);
        expect(await puts(policy, role(name, SPOKE_ACCOUNT, '/security/'), ORGANIZATION)).toBe(false);
      },
    );

    test('does not let a spoke of another organization send, nor of an account that is in none', async () => {
      expect(await puts(policy, role(SPOKE, STRANGER), 'o-zzzzzzzzzz')).toBe(false);
      expect(await puts(policy, role(SPOKE, STRANGER))).toBe(false);
    });

    test('does not let a user send who is named like a spoke', async () => {
      expect(await puts(policy, `arn:aws:iam::${SPOKE_ACCOUNT}:user/${SPOKE}`, ORGANIZATION)).toBe(false);
    });

    test('lets a spoke do nothing but send, and only to this bus', async () => {
      const spoke = role(SPOKE);
      for (const action of ['events:DescribeEventBus', 'events:UpdateEventBus', 'events:DeleteEventBus']) {
        expect(await puts(policy, spoke, ORGANIZATION, { action })).toBe(false);
      }
      expect(await puts(policy, spoke, ORGANIZATION, { resource: OTHER_BUS })).toBe(false);
    });
  });

  describe('for listed accounts', () => {
    const policy = policyFor(ofAccounts([HUB_ACCOUNT, SPOKE_ACCOUNT]));

    test('lets the spokes of each of them send, in an organization or not', async () => {
      expect(await puts(policy, role(SPOKE))).toBe(true);
      expect(await puts(policy, role(SPOKE), ORGANIZATION)).toBe(true);
    });

    test('does not let another account send, be it of the organization or not', async () => {
      expect(await puts(policy, role(SPOKE, STRANGER))).toBe(false);
      expect(await puts(policy, role(SPOKE, STRANGER), ORGANIZATION)).toBe(false);
    });

    test('does not let another role of a listed account send', async () => {
      expect(await puts(policy, role('Admin'))).toBe(false);
    });
  });
});

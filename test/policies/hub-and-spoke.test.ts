import {
  hubBusPolicy,
  mayEncrypt,
  ofAccounts,
  ofOrganization,
  policyDocument,
  ruleArn,
  SOURCES,
  forwardingPermissions,
  spokeRoleArns,
  spokeRoleName,
  spokeRuleName,
  forwardingTrust,
} from 'clarion-aws-constructs/blueprint';
import { allowed, permitted, type AskedOfIdentity } from '../support/simulate.ts';

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

describe("the spoke's role", () => {
  const place = { partition: 'aws', region: 'eu-west-1', accountId: SPOKE_ACCOUNT };
  const ownRules = SOURCES.map((source) => ruleArn(place, spokeRuleName('clarion', source)));

  describe('by its trust', () => {
    const policy = policyDocument(forwardingTrust({ ruleArns: ownRules, accountId: SPOKE_ACCOUNT }));
    const assumes = (context: Record<string, string>, service = 'events.amazonaws.com') =>
      allowed({ service, action: 'sts:AssumeRole', resource: role(SPOKE), policy, context });
    const forRule = (arn: string) => ({ 'aws:SourceArn': arn, 'aws:SourceAccount': SPOKE_ACCOUNT });

    test.each(ownRules)('is assumed by EventBridge for %s', async (rule) => {
      expect(await assumes(forRule(rule))).toBe(true);
    });

    test.each([
      ['another rule', `arn:aws:events:eu-west-1:${SPOKE_ACCOUNT}:rule/deploy`],
      ['a rule whose name only begins so', `${ownRules[0]}-2`],
      ['one of another Region', ownRules[0]!.replace('eu-west-1', 'us-east-1')],
      ['one of another bus', ownRules[0]!.replace('rule/', 'rule/other/')],
    ])('is not assumed for %s', async (_which, rule) => {
      expect(await assumes(forRule(rule))).toBe(false);
    });

    test('is not assumed for another account, nor where nobody says for whom', async () => {
      expect(await assumes({ ...forRule(ownRules[0]!), 'aws:SourceAccount': STRANGER })).toBe(false);
      expect(await assumes({ 'aws:SourceArn': ownRules[0]! })).toBe(false);
      expect(await assumes({ 'aws:SourceAccount': SPOKE_ACCOUNT })).toBe(false);
    });

    test('is assumed by no other service, and by nobody of its account', async () => {
      expect(await assumes(forRule(ownRules[0]!), 'lambda.amazonaws.com')).toBe(false);
      const admin = { principal: role('Admin'), action: 'sts:AssumeRole', resource: role(SPOKE), context: forRule(ownRules[0]!) };
      expect(await permitted({ ...admin, identityPolicies: [ANYTHING], resourcePolicy: policy })).toBe(false);
    });
  });

  describe('by its permissions', () => {
    const policy = policyDocument(forwardingPermissions(BUS));
    /** In the hub's own account, where the bus need not say so too. */
    const may = (action: string, resource: string) =>
      permitted({ principal: role(SPOKE, HUB_ACCOUNT), action, resource, identityPolicies: [policy] });

    test('puts events on the hub’s bus, and on no other', async () => {
      expect(await may('events:PutEvents', BUS)).toBe(true);
      expect(await may('events:PutEvents', OTHER_BUS)).toBe(false);
      expect(await may('events:PutEvents', `${BUS}-2`)).toBe(false);
    });

    test('does nothing else', async () => {
      expect(await may('events:DeleteEventBus', BUS)).toBe(false);
      expect(await may('sns:Publish', `arn:aws:sns:us-east-1:${HUB_ACCOUNT}:clarion-hub`)).toBe(false);
      expect(await may('sts:AssumeRole', role('Admin', HUB_ACCOUNT))).toBe(false);
    });

    test('reaches another account’s bus only where that lets it in', async () => {
      const from = { principal: role(SPOKE), action: 'events:PutEvents', resource: BUS, identityPolicies: [policy] };
      expect(await permitted(from)).toBe(false);
      const admits = hubBusPolicy({ busArn: BUS, from: ofAccounts([SPOKE_ACCOUNT]), roleArns: spokeRoleArns('aws', 'clarion') });
      const context = { 'aws:PrincipalArn': role(SPOKE), 'aws:PrincipalAccount': SPOKE_ACCOUNT };
      expect(await permitted({ ...from, resourcePolicy: policyDocument(admits), context })).toBe(true);
    });
  });

  test('needs a key of its own for EventBridge alone', async () => {
    const policy = policyDocument([mayEncrypt('events')]);
    const resource = `arn:aws:kms:eu-west-1:${SPOKE_ACCOUNT}:key/1234abcd`;
    const use = (service: string, action: string) => allowed({ service, action, resource, policy });
    expect(await use('events.amazonaws.com', 'kms:GenerateDataKey')).toBe(true);
    expect(await use('events.amazonaws.com', 'kms:Decrypt')).toBe(true);
    expect(await use('events.amazonaws.com', 'kms:PutKeyPolicy')).toBe(false);
    expect(await use('sns.amazonaws.com', 'kms:Decrypt')).toBe(false);
  });
});

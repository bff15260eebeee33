import { forwardingPermissions, forwardingTrust, policyDocument, ruleArn } from 'clarion-aws-constructs/blueprint';
import { allowed, permitted, type Asked } from '../support/simulate.ts';

const ACCOUNT = '111122223333';
const PLACE = { partition: 'aws', region: 'eu-west-1', accountId: ACCOUNT };
const RULE = ruleArn(PLACE, 'clarion-guardduty-bus');
const ROLE = `arn:aws:iam::${ACCOUNT}:role/clarion-guardduty-1`;
const BUS = `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/clarion-guardduty-bus`;

describe('the trust of a role that forwards', () => {
  const policy = policyDocument(forwardingTrust({ ruleArns: [RULE], accountId: ACCOUNT }));
  const assume = (context: Asked['context'] = {}, service = 'events.amazonaws.com') =>
    allowed({ service, action: 'sts:AssumeRole', resource: ROLE, policy, context });
  const forRule = { 'aws:SourceArn': RULE, 'aws:SourceAccount': ACCOUNT };

  test('lets EventBridge assume it for the rule', async () => {
    expect(await assume(forRule)).toBe(true);
  });

  test('does not let EventBridge assume it for another rule, another account, or nobody', async () => {
    expect(await assume({ ...forRule, 'aws:SourceArn': `${RULE}-2` })).toBe(false);
    expect(await assume({ ...forRule, 'aws:SourceAccount': '999999999999' })).toBe(false);
    expect(await assume({ 'aws:SourceAccount': ACCOUNT })).toBe(false);
    expect(await assume({ 'aws:SourceArn': RULE })).toBe(false);
    expect(await assume()).toBe(false);
  });

  test('lets no other service and no person assume it', async () => {
    expect(await assume(forRule, 'lambda.amazonaws.com')).toBe(false);
    const person = { principal: `arn:aws:iam::999999999999:user/mallory`, action: 'sts:AssumeRole', resource: ROLE };
    expect(await permitted({ ...person, resourcePolicy: policy, context: forRule })).toBe(false);
  });
});

describe('the permissions of a role that forwards', () => {
  const identityPolicies = [policyDocument(forwardingPermissions(BUS))];
  const may = (action: string, resource: string) => permitted({ principal: ROLE, action, resource, identityPolicies });

  test('put events on its bus, which needs no policy of its own in the same account', async () => {
    expect(await may('events:PutEvents', BUS)).toBe(true);
  });

  test.each([`${BUS}-2`, BUS.replace('clarion-guardduty-bus', 'default'), BUS.replace('eu-west-1', 'us-east-1')])(
    'put none on %s',
    async (bus) => {
      expect(await may('events:PutEvents', bus)).toBe(false);
    },
  );

  test.each(['events:DescribeEventBus', 'events:UpdateEventBus', 'events:DeleteEventBus'])('do no %s', async (action) => {
    expect(await may(action, BUS)).toBe(false);
  });
});

import { matches } from '../../../test/support/event-pattern';
import {
  apiCall,
  insight,
  networkActivity,
  readEvents,
  serviceEventWithoutCategory,
  signIn,
  withDetail,
} from '../../../test/support/cloudtrail-events';
import { needs, SHARED_DATA } from '../../../test/support/needs';
import {
  CLOUDTRAIL_DETAIL_TYPES,
  dataEventPattern,
  EXCLUDED_ROLES_LIMIT,
  excludeAssuming,
  excludeRoles,
  MANAGEMENT_DETAIL_TYPES,
  managementPattern,
  PATTERN_LIMIT,
  SIGN_IN_DETAIL_TYPES,
} from './cloudtrail-pattern';

const OURS = 'arn:aws:iam::111122223333:role/ClarionIntegrationRole';
const OTHER = 'arn:aws:iam::111122223333:role/Deploy';

const sessionOf = (roleArn: string) =>
  withDetail(apiCall, {
    userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn } } },
  });
const assuming = (roleArn: string) =>
  withDetail(apiCall, { eventName: 'AssumeRole', requestParameters: { roleArn, roleSessionName: 's' } });
const dataEvent = (eventSource: string, eventName: string) =>
  withDetail(apiCall, { eventCategory: 'Data', managementEvent: false, eventSource, eventName });

describe('the pattern for management events', () => {
  const pattern = managementPattern();

  test('matches an API call', () => {
    expect(matches(pattern, apiCall)).toBe(true);
  });

  test.each(SIGN_IN_DETAIL_TYPES)('matches a sign-in that AWS calls "%s"', (detailType) => {
    expect(matches(pattern, { ...signIn, 'detail-type': detailType })).toBe(true);
  });

  test('matches a service event that has no category', () => {
    expect(serviceEventWithoutCategory.detail).not.toHaveProperty('eventCategory');
    expect(matches(pattern, serviceEventWithoutCategory)).toBe(true);
  });

  test('drops Insight events until they are asked for, then matches them', () => {
    expect(matches(pattern, insight)).toBe(false);
    expect(matches(managementPattern(CLOUDTRAIL_DETAIL_TYPES), insight)).toBe(true);
  });

  test('drops the data event of publishing to our own topic, so that it cannot feed itself', () => {
    expect(matches(pattern, dataEvent('sns.amazonaws.com', 'Publish'))).toBe(false);
  });

  test('drops network activity', () => {
    expect(matches(pattern, networkActivity)).toBe(false);
  });

  test('drops an event that somebody made up, since only AWS may name a source aws.*', () => {
    expect(matches(pattern, { ...apiCall, source: 'my.app' })).toBe(false);
  });

  test('drops what is not CloudTrail', () => {
    expect(matches(pattern, { ...apiCall, 'detail-type': 'EC2 Instance State-change Notification' })).toBe(false);
  });
});

describe('leaving roles out', () => {
  const pattern = managementPattern(MANAGEMENT_DETAIL_TYPES, excludeRoles([OURS]));

  test('drops what their sessions do, and the call that starts one', () => {
    expect(matches(pattern, sessionOf(OURS))).toBe(false);
    expect(matches(pattern, assuming(OURS))).toBe(false);
  });

  test('keeps other roles, users, and events without an identity or parameters', () => {
    expect(matches(pattern, sessionOf(OTHER))).toBe(true);
    expect(matches(pattern, assuming(OTHER))).toBe(true);
    expect(matches(pattern, signIn)).toBe(true);
    expect(matches(pattern, withDetail(apiCall, { requestParameters: null, userIdentity: undefined }))).toBe(true);
    expect(matches(pattern, serviceEventWithoutCategory)).toBe(true);
  });

  test('can drop the starting calls alone: what such a session does still comes, and other roles are left out as before', () => {
    expect(matches(managementPattern(MANAGEMENT_DETAIL_TYPES, excludeAssuming([OURS])), assuming(OURS))).toBe(false);
    expect(matches(managementPattern(MANAGEMENT_DETAIL_TYPES, excludeAssuming([OURS])), sessionOf(OURS))).toBe(true);
    const both = managementPattern(MANAGEMENT_DETAIL_TYPES, excludeRoles([OTHER], [OURS, OTHER]));
    expect([assuming(OURS), assuming(OTHER), sessionOf(OTHER)].map((event) => matches(both, event))).toEqual([
      false,
      false,
      false,
    ]);
    expect(matches(both, sessionOf(OURS))).toBe(true);
  });

  test.each([
    ['management events', (roles: string[]) => managementPattern(CLOUDTRAIL_DETAIL_TYPES, excludeRoles(roles))],
    ['data events', (roles: string[]) => dataEventPattern(excludeRoles(roles))],
  ])('leaves a pattern for %s that EventBridge takes, up to the limit on the list', (_what, patternOf) => {
    const roles = [`${OTHER}${'x'.repeat(EXCLUDED_ROLES_LIMIT - JSON.stringify([OTHER]).length)}`];
    expect(JSON.stringify(roles)).toHaveLength(EXCLUDED_ROLES_LIMIT);
    expect(JSON.stringify(patternOf(roles)).length).toBeLessThanOrEqual(PATTERN_LIMIT);
  });

  test('leaves room for ten roles', () => {
    const ten = Array.from({ length: 10 }, (_, index) => `${OTHER}${index}`);
    expect(JSON.stringify(ten).length).toBeLessThanOrEqual(EXCLUDED_ROLES_LIMIT);
  });
});

describe('the pattern for data events', () => {
  const pattern = dataEventPattern();

  test('matches the data events of other services', () => {
    expect(matches(pattern, dataEvent('s3.amazonaws.com', 'GetObject'))).toBe(true);
    expect(matches(pattern, dataEvent('lambda.amazonaws.com', 'Invoke'))).toBe(true);
  });

  test.each([
    ['sns.amazonaws.com', 'Publish'],
    ['sqs.amazonaws.com', 'SendMessage'],
    ['events.amazonaws.com', 'PutEvents'],
  ])('drops those of %s, which forwarding causes', (eventSource, eventName) => {
    expect(matches(pattern, dataEvent(eventSource, eventName))).toBe(false);
  });

  test('matches nothing that the other pattern matches, so that no event comes twice', () => {
    for (const event of [apiCall, signIn, insight, serviceEventWithoutCategory, networkActivity])
      expect(matches(pattern, event)).toBe(false);
  });
});

needs(['shared data'], 'real records', () => {
  test('each management record matches', () => {
    const events = readEvents(`${SHARED_DATA}cloudtrail`);
    const management = events.filter(({ detail }) => detail['eventCategory'] !== 'Data');
    expect(management.length).toBeGreaterThan(100);
    expect(management.filter((event) => !matches(managementPattern(), event)).map(({ detail }) => detail['eventName'])).toEqual(
      [],
    );
  });
});

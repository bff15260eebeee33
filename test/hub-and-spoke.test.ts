/** What goes from a spoke's default bus over the hub's bus to the topic, by the rules of the two templates; and what does not go round. */
import { readFileSync } from 'node:fs';
import { DEAD_LETTERS_WAITING } from 'clarion-aws-constructs/blueprint';
import { Evaluation, parseTemplate } from './support/cloudformation.ts';
import {
  apiCall,
  insight,
  networkActivity,
  readEvents,
  serviceEventWithoutCategory,
  signIn,
  withDetail,
  type CloudTrailEvent,
} from './support/cloudtrail-events.ts';
import { matches } from './support/event-pattern.ts';
import { needs, SHARED_DATA } from './support/needs.ts';

type Parameters = Readonly<Record<string, string>>;
interface Rule {
  readonly EventBusName?: string;
  readonly EventPattern: object;
  readonly State: string;
}

const EVERYTHING = { ReadOnlyEvents: 'true', IncludeInsights: 'true', IncludeDataEvents: 'true', AllAlarms: 'true' };
const rulesOf = (name: string, parameters: Parameters): Rule[] => {
  const template = parseTemplate(readFileSync(new URL(`../cloudformation/${name}.template.yaml`, import.meta.url), 'utf8'));
  return Object.values(new Evaluation(template, parameters).resources())
    .filter(({ Type }) => Type === 'AWS::Events::Rule')
    .map(({ Properties }) => Properties as unknown as Rule);
};
/** The role of the spoke, as the evaluated template names it. */
const OWN_ROLE = 'Role.Arn';

/** Only one state lets EventBridge match what CloudTrail calls read-only. */
const takes = ({ EventPattern, State }: Rule, event: CloudTrailEvent) =>
  matches(EventPattern, event) &&
  (event.detail['readOnly'] !== true || event.detail['eventCategory'] === 'Data' || State !== 'ENABLED');

/** How often an event of the spoke's default bus is published, where the two are given these parameters. */
const published = (event: CloudTrailEvent, spoke: Parameters = EVERYTHING, hub: Parameters = EVERYTHING) => {
  const times = (rules: readonly Rule[]) => rules.filter((rule) => takes(rule, event)).length;
  return times(rulesOf('spoke', { HubBusArn: 'a bus', ...spoke })) * times(rulesOf('hub', { OrganizationId: 'o-1', ...hub }));
};

const dataEvent = (eventSource: string, eventName: string, userIdentity: object = { type: 'IAMUser' }) =>
  withDetail(apiCall, { eventCategory: 'Data', managementEvent: false, eventSource, eventName, userIdentity });
const byEventBridge = { type: 'AWSService', invokedBy: 'events.amazonaws.com' };
const assuming = (roleArn: string) =>
  withDetail(apiCall, {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    readOnly: true,
    userIdentity: byEventBridge,
    requestParameters: { roleArn, roleSessionName: 'session' },
  });
const sessionOfOwnRole = {
  type: 'AssumedRole',
  sessionContext: { sessionIssuer: { type: 'Role', arn: OWN_ROLE } },
  invokedBy: 'events.amazonaws.com',
};
const eventOf = (source: string, detailType: string, detail: object) =>
  ({ ...apiCall, source, 'detail-type': detailType, detail }) as CloudTrailEvent;
const finding = eventOf('aws.guardduty', 'GuardDuty Finding', { severity: 8, accountId: '111122223333' });
const alarm = eventOf('aws.cloudwatch', 'CloudWatch Alarm State Change', { alarmName: 'cpu', state: { value: 'ALARM' } });
const ownAlarm = { state: { value: 'ALARM' }, configuration: { description: DEAD_LETTERS_WAITING.description } };
const readOnly = withDetail(apiCall, { eventName: 'ListUsers', readOnly: true });

describe('an event of an account and Region', () => {
  test.each([
    ['an API call', 1, apiCall],
    ['a sign-in', 1, signIn],
    ['a service event without a category', 1, serviceEventWithoutCategory],
    ['a finding', 1, finding],
    ['an alarm', 0, alarm],
    ['a read-only call', 0, readOnly],
    ['an Insight event', 0, insight],
    ['a data event', 0, dataEvent('s3.amazonaws.com', 'GetObject')],
    ['network activity', 0, networkActivity],
    ['one that somebody made up', 0, { ...apiCall, source: 'my.app' }],
  ])('is published by default so often: %s, %i', (_what, times, event) => {
    expect(published(event, {}, {})).toBe(times);
  });

  test.each([
    ['a read-only call', readOnly],
    ['an alarm', alarm],
    ['an Insight event', insight],
    ['a data event', dataEvent('s3.amazonaws.com', 'GetObject')],
  ])('is published once where spoke and hub are both told to, and ends where one is not: %s', (_what, event) => {
    expect(published(event)).toBe(1);
    expect(published(event, EVERYTHING, {})).toBe(0);
    expect(published(event, {}, EVERYTHING)).toBe(0);
  });

  test('is a finding only in the account that has them all, where the spoke is told so', () => {
    // The evaluated template stands in 111122223333.
    expect(published(finding, { GuardDutyAccountId: '111122223333' })).toBe(1);
    expect(published(finding, { GuardDutyAccountId: '444455556666' })).toBe(0);
    expect(published(apiCall, { GuardDutyAccountId: '444455556666' })).toBe(1);
    expect(published(finding, { GuardDuty: 'false' })).toBe(0);
    expect(published(finding, {}, { GuardDuty: 'false' })).toBe(0);
  });

  test('is left out by the spoke where it is of a role to leave out, and of no other', () => {
    const scanner = 'arn:aws:iam::111122223333:role/scanner';
    const session = (arn: string) =>
      withDetail(apiCall, { userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role', arn } } } });
    const leavingOut = { ...EVERYTHING, ExcludeRoleArns: scanner };
    expect([session(scanner), assuming(scanner)].map((event) => published(event, leavingOut))).toEqual([0, 0]);
    expect([session(`${scanner}-2`), assuming(`${scanner}-2`)].map((event) => published(event, leavingOut))).toEqual([1, 1]);
    expect(published(assuming(OWN_ROLE), leavingOut)).toBe(0);
  });
});

describe('what sending causes is not sent again, with everything switched on', () => {
  test.each([
    ['EventBridge assumes the role of the spoke', assuming(OWN_ROLE)],
    ['the role puts events on the hub’s bus', dataEvent('events.amazonaws.com', 'PutEvents', sessionOfOwnRole)],
    ['the hub publishes', dataEvent('sns.amazonaws.com', 'Publish', byEventBridge)],
    ['an alarm of our own goes off', eventOf('aws.cloudwatch', 'CloudWatch Alarm State Change', ownAlarm)],
    ['a dead letter is kept', dataEvent('sqs.amazonaws.com', 'SendMessage', byEventBridge)],
  ])('%s', (_what, event) => {
    expect(published(event)).toBe(0);
  });

  test('but what else is done with that role, or to it, is', () => {
    expect(published(withDetail(apiCall, { userIdentity: sessionOfOwnRole }))).toBe(1);
    expect(published(withDetail(apiCall, { eventName: 'UpdateAssumeRolePolicy', requestParameters: { roleName: 'x' } }))).toBe(1);
    expect(published(assuming('arn:aws:iam::111122223333:role/deploy'))).toBe(1);
  });

  test('and no event is on both buses: a spoke reads the default bus, and a hub its own', () => {
    const buses = (name: string) => rulesOf(name, EVERYTHING).map(({ EventBusName }) => EventBusName);
    expect(buses('spoke')).toEqual(Array.from({ length: 4 }, () => undefined));
    expect(buses('hub')).toEqual(Array.from({ length: 4 }, () => 'Bus.Ref'));
  });
});

needs(['shared data'], 'real records', () => {
  test('each is published as often as its kind is switched on: once', () => {
    const events = readEvents(`${SHARED_DATA}cloudtrail`).filter(({ detail }) => {
      const caused = ['sns', 'sqs', 'events'].includes(String(detail['eventSource']).split('.', 1)[0]!);
      return !(caused && detail['eventCategory'] === 'Data');
    });
    expect(events.length).toBeGreaterThan(100);
    const rules = { spoke: rulesOf('spoke', EVERYTHING), hub: rulesOf('hub', EVERYTHING) };
    const times = (event: CloudTrailEvent) =>
      [rules.spoke, rules.hub].map((each) => each.filter((rule) => takes(rule, event)).length).join(' then ');
    expect(new Set(events.map(times))).toEqual(new Set(['1 then 1']));
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { needs, SHARED_DATA } from '../../../test/support/needs.ts';
import { insight, networkActivity, signIn, withDetail } from '../../../test/support/cloudtrail-events.ts';
import { context, read, reasonOf, signalOf } from '../../../test/support/interpret.ts';
import { event, record } from '../../../test/support/receiver.ts';
import { signalProblem } from '../signals/check.ts';
import { memberText } from './slice.ts';

describe('a CloudTrail event by EventBridge', () => {
  test('gives a signal with who, what, where and when', () => {
    expect(signalOf(read(event(record({ eventID: 'e-1', errorCode: 'AccessDenied', errorMessage: 'no' }))))).toMatchObject({
      id: 'cloudtrail:111122223333:us-east-1:e-1',
      source: 'cloudtrail',
      kind: 'AwsApiCall',
      category: 'Management',
      accountId: '111122223333',
      region: 'us-east-1',
      time: '2026-01-02T03:04:05.000Z',
      receivedAt: '2026-06-02T03:05:00.000Z',
      eventName: 'CreateUser',
      eventSource: 'iam.amazonaws.com',
      readOnly: false,
      severityId: 1,
      title: 'CreateUser on iam.amazonaws.com by arn:aws:iam::111122223333:user/ada failed: AccessDenied',
      actor: { type: 'IAMUser', userName: 'ada', accountId: '111122223333', accessKeyId: 'AKIAEXAMPLE' },
      sourceIpAddress: '203.0.113.7',
      errorCode: 'AccessDenied',
      provenance: [{ path: 'eventbridge', topicArn: context.topicArn, messageId: 'm' }],
    });
  });

  test.each([
    'AWS API Call via CloudTrail',
    'AWS Console Sign In via CloudTrail',
    'AWS Console Signin via CloudTrail',
    'AWS Console Sign in via CloudTrail',
    'AWS Console Action via CloudTrail',
    'AWS Service Event via CloudTrail',
    'AWS Insight via CloudTrail',
    'AWS Network Activity Event via CloudTrail',
  ])('%s is one', (type) => {
    expect(read(event(record(), { 'detail-type': type })).outcome).toBe('signals');
  });

  test('an Insight event is about the call in its details', () => {
    const lacking = { eventName: undefined, eventSource: undefined, userIdentity: undefined };
    const insight = record({ eventType: 'AwsCloudTrailInsight', eventCategory: 'Insight', ...lacking });
    const insightDetails = { state: 'Start', eventSource: 'ssm.amazonaws.com', eventName: 'UpdateInstanceInformation' };
    const signal = signalOf(read(event({ ...insight, insightDetails }, { 'detail-type': 'AWS Insight via CloudTrail' })));
    expect(signal).toMatchObject({
      eventName: 'UpdateInstanceInformation',
      title: expect.stringMatching(/^Insight Start: /),
      actor: {},
    });
  });

  test.each([
    ['Start', 3],
    ['End', 1],
  ])('an Insight that says %s has the severity %d', (state, severityId) => {
    const insightDetails = { state, eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' };
    expect(signalOf(read(withDetail(insight, { insightDetails })))).toMatchObject({ state, severityId });
  });

  test('what went through a VPC endpoint is a signal of its own category', () => {
    expect(signalOf(read(networkActivity))).toMatchObject({
      kind: 'AwsVpceEvent',
      category: 'NetworkActivity',
      eventName: 'Decrypt',
    });
  });

  test.each([
    ['with a message', { errorMessage: 'Failed authentication' }, / failed: Failed authentication$/],
    ['without one', {}, / failed$/],
    ['by an error code', { errorCode: 'AccessDenied', errorMessage: 'no' }, / failed: AccessDenied$/],
  ])('a sign-in that failed says so in its title, %s', (_how, more, title) => {
    const failed = withDetail(signIn, { responseElements: { ConsoleLogin: 'Failure' }, ...more });
    expect(signalOf(read(failed)).title).toMatch(title);
    expect(signalOf(read(signIn)).title).not.toContain('failed');
  });

  test('a sign-in by IAM Identity Center that failed says so in another place', () => {
    const serviceEventDetails = { UserAuthentication: 'Failure' };
    const failed = withDetail(signIn, { eventName: 'UserAuthentication', responseElements: null, serviceEventDetails });
    expect(signalOf(read(failed)).title).toMatch(/ failed$/);
  });

  test('a service event without a category has none', () => {
    const rest = record({ eventType: 'AwsServiceEvent', eventCategory: undefined });
    expect(signalOf(read(event(rest, { 'detail-type': 'AWS Service Event via CloudTrail' })))).not.toHaveProperty('category');
  });

  test('the record is kept as it was written, with its digest', () => {
    const detail = JSON.stringify(record()).replace('"managementEvent":true', '"managementEvent" :  true,"n":1.10');
    const text = JSON.stringify(event('HERE')).replace('"HERE"', detail);
    const interpretation = read(text);
    expect(interpretation.outcome === 'signals' && interpretation.signals[0]?.rawText).toBe(detail);
  });

  test('long texts are cut, so that the signal keeps to its schema', () => {
    const long = '\u{1F600}'.repeat(5_000);
    const signal = signalOf(
      read(event(record({ userAgent: long, errorMessage: long, eventName: long, userIdentity: { arn: long } }))),
    );
    expect(signalProblem(signal)).toBeUndefined();
    expect(signal.userAgent).toBe('\u{1F600}'.repeat(512));
  });

  test('hostile text is kept as data', () => {
    const userAgent = '<script>alert(1)</script> ignore all previous instructions';
    expect(signalOf(read(event(record({ userAgent })))).userAgent).toBe(userAgent);
  });

  test('an event of one account with a record of another is quarantined, and no signal', () => {
    const interpretation = read(event(record({ recipientAccountId: '444455556666' })));
    expect([interpretation.outcome, reasonOf(interpretation)]).toEqual(['quarantined', expect.stringContaining('`account`')]);
  });

  test.each(['', undefined, null])('where the record says %j of account and Region, the event around it counts', (nothing) => {
    const lacking = record({ recipientAccountId: nothing, awsRegion: nothing });
    expect(signalOf(read(event(lacking, { account: '444455556666', region: 'eu-west-1' })))).toMatchObject({
      accountId: '444455556666',
      region: 'eu-west-1',
    });
  });

  test.each(['', undefined])('where the event says %j of the account, the record counts', (account) => {
    expect(signalOf(read(event(record(), { account }))).accountId).toBe('111122223333');
  });

  test.each(['eventID', 'eventTime', 'eventType', 'eventName', 'eventSource'])(
    'a record without %s is quarantined, and the reason names it',
    (name) => {
      const interpretation = read(event(record({ [name]: undefined })));
      expect([interpretation.outcome, reasonOf(interpretation)]).toEqual(['quarantined', expect.stringContaining(name)]);
    },
  );

  test.each([
    ['eventVersion', '3.0'],
    ['eventVersion', undefined],
    ['eventID', 'a b'],
    ['eventTime', '2026-1-2'],
    ['recipientAccountId', '12'],
    ['awsRegion', 'US East'],
  ])('a record with %s %s is quarantined', (name, value) => {
    expect(read(event(record({ [name]: value }))).outcome).toBe('quarantined');
  });

  test.each([null, 5, 'text', []])('a detail of %j is quarantined', (detail) => {
    expect(read(event(detail)).outcome).toBe('quarantined');
  });

  test('whatever comes, it never throws', () => {
    fc.assert(
      fc.property(fc.json(), fc.object(), (text, detail) => {
        read(text);
        read(event(detail));
        read(event({ ...record(), ...detail }));
      }),
    );
  });

  test('a record a hundred thousand arrays deep is no trouble', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = JSON.stringify(event(record({ requestParameters: 'HERE' }))).replace('"HERE"', deep);
    expect(read(text).outcome).toBe('signals');
  });
});

describe('a body that no source reads', () => {
  test.each([
    [{ hello: 'world' }, 'quarantined'],
    [{ Records: [{ s3: {} }] }, 'quarantined'],
    [{ AlarmName: 'a', NewStateValue: 5 }, 'quarantined'],
    [{ 'detail-type': ['AWS API Call via CloudTrail'], source: 'aws.iam', detail: record() }, 'quarantined'],
    [event(record(), { source: 'my.app' }), 'dropped'],
    [event(record(), { source: 'my.guardduty', 'detail-type': 'GuardDuty Finding' }), 'dropped'],
    [event(record(), { 'detail-type': 'EC2 Instance State-change Notification' }), 'dropped'],
    [event(record(), { 'detail-type': 'constructor' }), 'dropped'],
    ['hello', 'control'],
  ])('%j is %s', (message, outcome) => {
    expect(read(message).outcome).toBe(outcome);
  });

  test('is told what would be read', () => {
    expect(reasonOf(read({}))).toMatch(
      /^neither the notice of a log file nor an EventBridge event, .* nor the notification of an alarm, /,
    );
  });

  test('whatever it is, it is kept for a reason that says more than that reading failed', () => {
    const names = fc.constantFrom('source', 'detail-type', 'detail', 'AlarmName', 'NewStateValue', 'AlarmArn', 'Event', 'x');
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('aws.iam', 'GuardDuty Finding', 'CloudWatch Alarm State Change', 'OK', {}),
    );
    fc.assert(
      fc.property(fc.dictionary(names, values), (body) => {
        expect(reasonOf(read(body)) ?? '').not.toMatch(/reading it failed|schema/);
      }),
    );
  });
});

describe('the text of a member', () => {
  test('is what JSON.parse reads there, for any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        for (const name of Object.keys(parsed)) expect(JSON.parse(memberText(text, name)!)).toEqual(parsed[name]);
        expect(memberText(text, 'no such name, surely')).toBeUndefined();
      }),
    );
  });

  test('of a name that comes twice is the last, as JSON.parse has it', () => {
    expect(memberText('{"a": {"b": 1}, "\\u0061" : [2] }', 'a')).toBe('[2]');
  });
});

needs(['shared data'], 'real CloudTrail records', () => {
  const folder = `${SHARED_DATA}cloudtrail/`;
  test('each gives a signal by the published schema, with an id of its own', () => {
    const records = readdirSync(folder).flatMap(
      (name) => JSON.parse(readFileSync(folder + name, 'utf8')) as { eventID: string; recipientAccountId?: string }[],
    );
    const signals = records.map((detail) =>
      signalOf(read(event(detail, { account: detail.recipientAccountId ?? '111122223333' }))),
    );
    expect(signals.length).toBeGreaterThan(100);
    expect(new Set(signals.map(({ id }) => id)).size).toBe(new Set(records.map(({ eventID }) => eventID)).size);
  });
});

import fc from 'fast-check';
import * as events from '../../../test/support/alarm-events.ts';
import * as notifications from '../../../test/support/alarm-notifications.ts';
import { read, reasonOf, signalOf } from '../../../test/support/interpret.ts';

const ARN = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:';
const changed = (more: object) => ({ ...notifications.metricAlarm, ...more });

describe('an alarm that notifies its topic', () => {
  test('gives a signal with what, where and when', () => {
    expect(signalOf(read(notifications.metricAlarm))).toMatchObject({
      id: expect.stringMatching(/^cloudwatch:111122223333:us-east-1:[0-9a-f]{64}$/),
      source: 'cloudwatch',
      kind: 'MetricAlarm',
      accountId: '111122223333',
      region: 'us-east-1',
      time: '2026-03-06T12:00:00.000Z',
      eventName: 'cpu-high',
      eventSource: 'cloudwatch.amazonaws.com',
      severityId: 3,
      state: 'ALARM',
      title: expect.stringMatching(/^ALARM: cpu-high \(was OK\): Threshold Crossed: 1 datapoint/),
      actor: {},
      resources: [{ arn: `${ARN}cpu-high`, type: 'AWS::CloudWatch::Alarm', accountId: '111122223333' }],
      provenance: [{ path: 'sns' }],
      raw: notifications.metricAlarm,
    });
  });

  test('is kept as it was written', () => {
    const text = JSON.stringify(notifications.metricAlarm, null, 2).replace('"Threshold": 5', '"Threshold": 5.0');
    const interpretation = read(text);
    expect(interpretation.outcome === 'signals' && interpretation.signals[0]?.rawText).toBe(text);
  });

  test.each([
    ['aws-cn', 'cn-north-1', 'China (Beijing)'],
    ['aws-us-gov', 'us-gov-west-1', 'AWS GovCloud (US-West)'],
    ['aws', 'ap-northeast-1', 'Asia Pacific (Tokyo)'],
    ['aws', 'eu-central-2', 'a name that no list has'],
  ])('row 50: account and Region are those of the ARN, in %s too', (partition, region, Region) => {
    const AlarmArn = `arn:${partition}:cloudwatch:${region}:444455556666:alarm:with: a colon`;
    const signal = signalOf(read(changed({ AlarmArn, Region, AWSAccountId: '444455556666' })));
    expect(signal).toMatchObject({ region, accountId: '444455556666' });
  });

  test('of a composite alarm names the alarms that made it change', () => {
    const { resources } = signalOf(read(notifications.compositeAlarm));
    expect(resources.map(({ arn }) => arn)).toEqual([`${ARN}service`, `${ARN}cpu-high`]);
    expect(resources[0]?.type).toBe('AWS::CloudWatch::CompositeAlarm');
  });

  test('without a reason, as alarms by PromQL come, has none in its title', () => {
    expect(signalOf(read(changed({ NewStateReason: null, OldStateValue: undefined }))).title).toBe('ALARM: cpu-high');
  });

  test.each(['AlarmArn', 'StateChangeTime'])('without %s is quarantined, and the reason says so', (name) => {
    const interpretation = read(changed({ [name]: undefined }));
    expect([interpretation.outcome, reasonOf(interpretation)]).toEqual(['quarantined', expect.stringMatching(/ARN|time/)]);
  });

  test.each([
    ['row 50: another account than its ARN', { AWSAccountId: '999999999999' }, /account is another/],
    ['row 50: a state that there is not', { NewStateValue: 'WARN' }, /none of ALARM/],
    ['the ARN of something else', { AlarmArn: 'arn:aws:sns:us-east-1:111122223333:cpu-high' }, /usable ARN/],
    ['an ARN longer than any', { AlarmArn: `${ARN}${'x'.repeat(1_025)}` }, /usable ARN/],
    ['a contributor whose id is none', { AlarmContributorId: 5 }, /usable contributor/],
  ])('%s is quarantined', (_what, more, reason) => {
    const interpretation = read(changed(more));
    expect([interpretation.outcome, reasonOf(interpretation)]).toEqual(['quarantined', expect.stringMatching(reason)]);
  });
});

describe('an alarm of which EventBridge tells', () => {
  test('gives a signal with the same facts', () => {
    const { provenance: _1, raw: _2, rawSha256: _3, ...byEvent } = signalOf(read(events.metricAlarm));
    const { provenance: _4, raw: _5, rawSha256: _6, ...itself } = signalOf(read(notifications.metricAlarm));
    expect(byEvent).toEqual(itself);
  });

  test('has no previous state where it looks at one series of many', () => {
    const { title, state } = signalOf(read(events.contributor));
    expect([title, state]).toEqual([expect.stringMatching(/^ALARM: tables \(TableName orders\): Threshold/), 'ALARM']);
  });

  test.each([{}, { id: '' }, { id: 5 }, 'text'])(
    'about the contributor %j, which has no id, is quarantined',
    (alarmContributor) => {
      expect(reasonOf(read(events.withDetail(events.contributor, { alarmContributor })))).toMatch(/usable contributor/);
    },
  );

  test('counts the time of the event where the state says none', () => {
    const state = { value: 'OK', reason: 'it ended' };
    expect(signalOf(read(events.withDetail(events.metricAlarm, { state }))).time).toBe('2026-03-06T12:00:00.000Z');
  });

  test('row 38: in an event of another account is quarantined', () => {
    expect(reasonOf(read({ ...events.metricAlarm, account: '999999999999' }))).toMatch(/account is another/);
  });

  test.each([[[]], [undefined], [['arn:aws:ec2:us-east-1:111122223333:instance/i-1']], ['text'], [[null]]])(
    'whose resources are %j is quarantined',
    (resources) => expect(reasonOf(read({ ...events.metricAlarm, resources }))).toMatch(/usable ARN/),
  );

  test('a change of its configuration is not asked for', () => {
    expect(read(events.configurationChange).outcome).toBe('dropped');
  });
});

describe('alarms by either way', () => {
  test.each([
    ['MetricAlarm', events.metricAlarm, notifications.metricAlarm],
    ['CompositeAlarm', events.compositeAlarm, notifications.compositeAlarm],
    ['AlarmContributor', events.contributor, notifications.contributor],
  ])('a %s has one id and one kind', (kind, byEvent, itself) => {
    const [first, second] = [signalOf(read(byEvent)), signalOf(read(itself))];
    expect(first.id).toBe(second.id);
    expect([first.kind, second.kind]).toEqual([kind, kind]);
  });

  test('an alarm on an expression is one on metric math', () => {
    const configuration = {
      metrics: [
        { id: 'rate', expression: 'errors / requests' },
        { id: 'errors', metricStat: {} },
      ],
    };
    expect(signalOf(read(notifications.mathAlarm)).kind).toBe('MetricMathAlarm');
    expect(signalOf(read(events.withDetail(events.metricAlarm, { configuration }))).kind).toBe('MetricMathAlarm');
  });

  test.each([
    ['the alarm', { AlarmArn: `${ARN}another` }],
    ['the state', { NewStateValue: 'OK' }],
    ['the time', { StateChangeTime: '2026-03-06T12:00:00.001+0000' }],
    ['the contributor', { AlarmContributorId: '6d442278dba546f6' }],
  ])('%s makes another signal', (_what, more) => {
    expect(signalOf(read(changed(more))).id).not.toBe(signalOf(read(notifications.metricAlarm)).id);
  });

  test.each([
    ['ALARM', 3],
    ['OK', 1],
    ['INSUFFICIENT_DATA', 1],
  ])('%s has the severity %d', (value, severityId) => {
    expect(signalOf(read(changed({ NewStateValue: value }))).severityId).toBe(severityId);
    const state = { ...events.metricAlarm.detail['state'], value };
    expect(signalOf(read(events.withDetail(events.metricAlarm, { state }))).severityId).toBe(severityId);
  });

  test('row 53: whatever the texts are, there is a signal, and they are data', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.constant('<script>ignore all instructions</script>'),
    );
    fc.assert(
      fc.property(texts, texts, texts, fc.dictionary(texts, fc.jsonValue()), (name, reason, description, attributes) => {
        const AlarmArn = `${ARN}${name.slice(0, 255) || 'x'}`;
        const more = { AlarmName: name, AlarmArn, NewStateReason: reason, AlarmDescription: description };
        expect(read(changed(more)).outcome).toBe('signals');
        const alarmContributor = { id: name || 'x', attributes };
        expect(read(events.withDetail(events.contributor, { alarmName: name, alarmContributor })).outcome).toBe('signals');
      }),
    );
  });

  test('whatever the fields are, it is kept and never throws', () => {
    const any = fc.jsonValue();
    const names = [...Object.keys(notifications.contributor), 'AlarmRule', 'TriggeringChildren'];
    const inDetail = ['alarmName', 'state', 'previousState', 'configuration', 'alarmContributor'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.constantFrom(...inDetail), any, any, (name, member, value, resources) => {
        expect(['signals', 'quarantined']).toContain(
          read(changed({ [name]: value, AlarmName: 'a', NewStateValue: 'OK' })).outcome,
        );
        const event = { ...events.withDetail(events.contributor, { [member]: value }), resources };
        expect(['signals', 'quarantined']).toContain(read(event).outcome);
        for (const interpretation of [read(event), read(changed({ [name]: value }))])
          expect(reasonOf(interpretation) ?? '').not.toMatch(/reading it failed|schema/);
      }),
    );
  });
});

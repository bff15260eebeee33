import * as alarmEvents from '../../../test/support/alarm-events.ts';
import * as alarmNotifications from '../../../test/support/alarm-notifications.ts';
import { finding } from '../../../test/support/findings.ts';
import {
  event,
  notification,
  OTHER_TOPIC,
  record,
  startReceiver,
  TOPIC,
  type TestReceiver,
} from '../../../test/support/receiver.ts';

let it: TestReceiver;
beforeEach(async () => {
  it = await startReceiver();
});
afterEach(() => it.close());

const warnings = () => it.log.lines.filter(({ level }) => level === 'warn').map(({ about, message }) => ({ ...about, message }));
const webhook = expect.stringMatching(/^hook-/);

describe('the log line of a refusal', () => {
  test('names the webhook, the topic and the message', async () => {
    const fields = notification(event(record()), { TopicArn: OTHER_TOPIC });
    await it.post(it.authority.seal(fields));
    const { MessageId: messageId } = fields;
    expect(warnings()).toContainEqual({
      code: 'topic-not-allowed',
      webhook,
      topicArn: OTHER_TOPIC,
      messageId,
      message: 'refused',
    });
  });

  test('names the webhook alone when the body cannot be read', async () => {
    await it.post('{');
    expect(warnings()).toContainEqual({ code: 'body-not-json', webhook, message: 'refused' });
  });

  test('cuts a long topic, and shows no control character of it', async () => {
    await it.post(it.authority.seal(notification('', { TopicArn: `arn:\u202E${'x'.repeat(10_000)}` })));
    const [{ topicArn }] = warnings() as unknown as [{ topicArn: string }];
    expect(topicArn).toMatch(/^arn:\?x+…$/);
    expect(topicArn).toHaveLength(350);
  });

  test('row 24: hints at the clock when a message comes from the future', async () => {
    const Timestamp = new Date(Date.now() + 3_600_000).toISOString();
    expect((await it.post(it.authority.seal(notification('', { Timestamp })))).status).toBe(403);
    expect(warnings()).toContainEqual(
      expect.objectContaining({ code: 'message-from-the-future', hint: expect.stringContaining('clock') }),
    );
  });
});

describe('what gives no signal', () => {
  const unwanted = () => warnings().filter(({ message }) => message.includes('of no use here'));

  test('is warned of the first time per topic and reason', async () => {
    for (const more of [{ source: 'my.app' }, { source: 'my.app' }, { 'detail-type': 'Something' }]) {
      await it.post(it.authority.seal(notification(event(record(), more))));
    }
    for (const text of ['hello', 'hello again']) await it.post(it.authority.seal(notification(text)));
    expect(unwanted()).toMatchObject([
      { outcome: 'dropped', topicArn: TOPIC, reason: expect.stringContaining('source') },
      { outcome: 'dropped', topicArn: TOPIC, reason: expect.stringContaining('detail type') },
      { outcome: 'control', topicArn: TOPIC, reason: 'not a JSON object' },
    ]);
  });

  test('is no matter when AWS tests the topic', async () => {
    for (const text of ['CloudTrail validation message.', { Event: 's3:TestEvent' }]) {
      await it.post(it.authority.seal(notification(text)));
    }
    expect(unwanted()).toEqual([]);
  });
});

test('row 22: the same event with another text leaves the first as it is, and is warned of', async () => {
  const detail = record({ eventID: 'e-1' });
  for (const more of [{}, {}, { eventName: 'DeleteUser' }]) {
    await it.post(it.authority.seal(notification(event({ ...detail, ...more }))));
  }
  expect((await it.receiver.signals()).map(({ eventName }) => eventName)).toEqual(['CreateUser']);
  const differing = warnings().filter(({ message }) => message.includes('another text'));
  expect(differing).toMatchObject([{ signals: ['cloudtrail:111122223333:us-east-1:e-1'] }]);
});

test('an alarm that comes by both ways is one signal with both, and nothing to warn of', async () => {
  for (const message of [alarmNotifications.compositeAlarm, alarmEvents.compositeAlarm])
    expect((await it.post(it.authority.seal(notification(message)))).status).toBe(200);
  const signals = await it.receiver.signals({ source: 'cloudwatch' });
  expect(signals.map(({ provenance }) => provenance.map(({ path }) => path))).toEqual([['sns', 'eventbridge']]);
  expect(signals[0]?.raw).toEqual(alarmNotifications.compositeAlarm);
  expect(warnings()).toEqual([]);
});

test('a finding that is repeated is one signal that says the latest, in whichever order it comes', async () => {
  const repeated = (count: number, severity: number) =>
    finding(severity, { service: { count }, updatedAt: `2026-03-06T12:00:0${count}.000Z` });
  for (const message of [repeated(1, 2), repeated(3, 8), repeated(2, 5)])
    expect((await it.post(it.authority.seal(notification(message)))).status).toBe(200);
  const signals = await it.receiver.signals({ source: 'guardduty' });
  expect(signals).toMatchObject([{ count: 3, severityId: 4, time: '2026-03-06T12:00:03.000Z', raw: { severity: 8 } }]);
  expect(signals[0]?.provenance).toHaveLength(3);
  expect(warnings()).toEqual([]);
  expect((await it.receiver.stats()).messages).toEqual({ signals: 3 });
});

test('a genuine message that cannot be read is answered 200 and kept', async () => {
  const unreadable = [{ AlarmName: 'a', NewStateValue: 'ALARM' }, finding(8, { id: null }), { unknown: true }];
  for (const message of unreadable) {
    const { status, body } = await it.post(it.authority.seal(notification(message)));
    expect([status, body['outcome']]).toEqual([200, 'quarantined']);
  }
  expect((await it.receiver.stats()).messages).toEqual({ quarantined: 3 });
});

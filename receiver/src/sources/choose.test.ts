import * as alarmNotifications from '../../../test/support/alarm-notifications.ts';
import { finding } from '../../../test/support/findings.ts';
import { monitorOf, read, reasonOf } from '../../../test/support/interpret.ts';
import { event, record } from '../../../test/support/receiver.ts';
import type { Wanted } from '../registry/topic-monitor.ts';

const outcomeOf = (message: unknown, ...monitors: ReturnType<typeof monitorOf>[]) => {
  const found = read(message, { monitors });
  return [found.outcome, reasonOf(found)];
};

test('row 39: what is of another kind than the monitors of its topic is dropped, and says so', () => {
  expect(outcomeOf(event(record()), monitorOf('guardduty'))).toEqual([
    'dropped',
    'no monitor of kind cloudtrail trusts the topic',
  ]);
  expect(outcomeOf(event(record()), monitorOf('guardduty'), monitorOf('cloudtrail'))[0]).toBe('signals');
});

test('row 39: what no monitor wants is dropped', () => {
  expect(outcomeOf(event(record()), monitorOf('cloudtrail', { wants: () => false }))).toEqual([
    'dropped',
    'no monitor that trusts the topic wants such an event',
  ]);
});

test('a monitor is asked by detail type, source and name, whichever shape the event came in', () => {
  const asked: Wanted[] = [];
  const wants = (wanted: Wanted) => {
    asked.push(wanted);
    return true;
  };
  const monitors = (['cloudtrail', 'cloudwatch', 'guardduty'] as const).map((kind) => monitorOf(kind, { wants }));
  for (const message of [event(record()), alarmNotifications.metricAlarm, finding(5)]) read(message, { monitors });
  expect(asked).toEqual([
    { detailTypes: ['AWS API Call via CloudTrail'], eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' },
    expect.objectContaining({ detailTypes: ['CloudWatch Alarm State Change'], eventSource: 'cloudwatch.amazonaws.com' }),
    expect.objectContaining({ detailTypes: ['GuardDuty Finding'], eventSource: 'guardduty.amazonaws.com' }),
  ]);
});

test('row 38: an event of an account that no monitor takes is quarantined, with the cure', () => {
  const monitor = monitorOf('cloudtrail', { takesAccount: (account) => account === '444455556666' });
  const [outcome, reason] = outcomeOf(event(record()), monitor);
  expect(outcome).toBe('quarantined');
  expect(reason).toMatch(/^the account is not connected: connect it, or name it in the monitor, then redrive/);
  expect(outcomeOf(event(record()), monitor, monitorOf('cloudtrail'))[0]).toBe('signals');
});

import {
  alarmWithoutDescription,
  compositeAlarm,
  configurationChange,
  contributor,
  metricAlarm,
  withDetail,
} from '../../../test/support/alarm-events';
import { matches } from '../../../test/support/event-pattern';
import { alarmPattern } from './alarm-pattern';
import { DEAD_LETTERS_WAITING, NOTIFICATIONS_FAILED } from './alarms';
import { PATTERN_LIMIT } from './cloudtrail-pattern';

const pattern = alarmPattern();
const changedTo = (value: string) => withDetail(metricAlarm, { state: { ...metricAlarm.detail['state'], value } });

describe('the pattern for all alarms', () => {
  test.each([
    ['an alarm on a metric', metricAlarm],
    ['one without a description', alarmWithoutDescription],
    ['a composite alarm, even while its actions are held back', compositeAlarm],
    ['a contributor to an alarm', contributor],
  ])('matches %s', (_kind, event) => {
    expect(matches(pattern, event)).toBe(true);
  });

  test('matches the end of an alarm, and not that it has no data', () => {
    expect(matches(pattern, changedTo('OK'))).toBe(true);
    expect(matches(pattern, changedTo('INSUFFICIENT_DATA'))).toBe(false);
  });

  test('drops a change of the configuration', () => {
    expect(matches(pattern, configurationChange)).toBe(false);
  });

  test.each([NOTIFICATIONS_FAILED, DEAD_LETTERS_WAITING])(
    "drops Clarion's own alarm on $metricName, which would keep itself going while the webhook is down",
    ({ description }) => {
      expect(matches(pattern, withDetail(metricAlarm, { configuration: { description } }))).toBe(false);
    },
  );

  test('drops an event that somebody made up, since only AWS may name a source aws.*', () => {
    expect(matches(pattern, { ...metricAlarm, source: 'my.cloudwatch' })).toBe(false);
  });

  test('is one that EventBridge takes', () => {
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(PATTERN_LIMIT);
  });
});

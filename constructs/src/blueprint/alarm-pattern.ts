import { OWN_ALARMS } from './alarms';

/**
 * An alarm that looks at many series changes its state once for all of them, and each of its contributors has a state of its own. Both are
 * sent, as the alarm itself notifies of each contributor. A change of its configuration is not.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export const ALARM_DETAIL_TYPES = ['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change'] as const;

/** The states that are sent: an alert must end too. Having no data is neither. */
export const ALARM_STATES = ['ALARM', 'OK'] as const;

/**
 * The pattern for every alarm, less those on our own deliveries: while the webhook is down, each message about it would fail as well, and
 * so keep its alarm going for ever.
 */
export function alarmPattern() {
  return {
    source: ['aws.cloudwatch'],
    'detail-type': ALARM_DETAIL_TYPES,
    detail: {
      state: { value: ALARM_STATES },
      configuration: { description: [{ exists: false }, { 'anything-but': OWN_ALARMS }] },
    },
  };
}

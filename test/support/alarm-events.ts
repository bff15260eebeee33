/**
 * Alarms in their EventBridge envelopes, one of each kind, written in the shapes of AWS's documentation.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export interface AlarmEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, any>>;
  readonly [field: string]: unknown;
}

const alarm = (alarmName: string, detail: Record<string, unknown>, detailType = 'CloudWatch Alarm State Change'): AlarmEvent => ({
  version: '0',
  id: 'c4c1c1c9-0000-4000-8000-000000000001',
  'detail-type': detailType,
  source: 'aws.cloudwatch',
  account: '111122223333',
  time: '2026-03-06T12:00:00Z',
  region: 'us-east-1',
  resources: [`arn:aws:cloudwatch:us-east-1:111122223333:alarm:${alarmName}`],
  detail: { alarmName, ...detail },
});
const state = (value: string, more: object = {}) => ({
  value,
  reason: 'Threshold Crossed: 1 datapoint [9.0 (06/03/26 11:59:00)] was greater than the threshold (5.0).',
  timestamp: '2026-03-06T12:00:00.000+0000',
  ...more,
});
const metric = {
  id: '30b6c6b2-0000-4000-8000-00000000000a',
  metricStat: {
    metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-1' } },
    period: 300,
    stat: 'Average',
  },
  returnData: true,
};

export const metricAlarm = alarm('cpu-high', {
  state: state('ALARM', { reasonData: '{"version":"1.0"}' }),
  previousState: state('OK'),
  configuration: { description: 'The CPU is busy.', metrics: [metric] },
});

export const alarmWithoutDescription = alarm('cpu-high', {
  state: state('ALARM'),
  previousState: state('OK'),
  configuration: { metrics: [metric] },
});

/** Its actions are held back; the event comes all the same, and says so. */
export const compositeAlarm = alarm('service', {
  state: state('ALARM', { actionsSuppressedBy: 'WaitPeriod', actionsSuppressedReason: 'Actions suppressed by WaitPeriod' }),
  previousState: state('OK'),
  configuration: { alarmRule: 'ALARM("cpu-high") OR ALARM("disk-full")', actionsSuppressor: 'maintenance' },
  muteDetail: { mutedByArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:nights' },
});

/** One series of an alarm that looks at many. It has no previous state. */
export const contributor = alarm(
  'tables',
  {
    alarmContributor: { id: '6d442278dba546f6', attributes: { TableName: 'orders' } },
    state: state('ALARM'),
    configuration: {
      description: 'A table is idle.',
      metrics: [{ id: 'm1', expression: 'SELECT AVG(x) FROM y GROUP BY TableName' }],
    },
  },
  'CloudWatch Alarm Contributor State Change',
);

export const configurationChange = alarm(
  'cpu-high',
  {
    operation: 'create',
    state: state('INSUFFICIENT_DATA'),
    configuration: { description: 'The CPU is busy.', metrics: [metric] },
  },
  'CloudWatch Alarm Configuration Change',
);

/** The event with other fields in its detail. */
export const withDetail = (event: AlarmEvent, detail: Record<string, unknown>): AlarmEvent => ({
  ...event,
  detail: { ...event.detail, ...detail },
});

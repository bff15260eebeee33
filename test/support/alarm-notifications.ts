/**
 * What alarms themselves publish to a topic, one of each kind, written in the shapes of AWS's documentation.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export type AlarmNotification = Readonly<Record<string, unknown>>;

/** Where the alarms of `alarm-events.ts` are, with their time. */
const ARN = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudwatch';

const notification = (AlarmName: string, more: Record<string, unknown>): AlarmNotification => ({
  AlarmName,
  AlarmDescription: 'The CPU is busy.',
  AWSAccountId: '111122223333',
  AlarmConfigurationUpdatedTimestamp: '2026-03-01T08:00:00.000+0000',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 1 datapoint [9.0 (06/03/26 11:59:00)] was greater than the threshold (5.0).',
  StateChangeTime: '2026-03-06T12:00:00.000+0000',
  // A name to show, of which there is no list.
  Region: 'US East (N. Virginia)',
  AlarmArn: `${ARN}${AlarmName}`,
  OldStateValue: 'OK',
  OKActions: [TOPIC],
  AlarmActions: [TOPIC],
  InsufficientDataActions: [],
  ...more,
});

export const metricAlarm = notification('cpu-high', {
  Trigger: {
    MetricName: 'CPUUtilization',
    Namespace: 'AWS/EC2',
    StatisticType: 'Statistic',
    Statistic: 'AVERAGE',
    Unit: null,
    Dimensions: [{ value: 'i-1', name: 'InstanceId' }],
    Period: 300,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 5,
    TreatMissingData: 'missing',
    EvaluateLowSampleCountPercentile: '',
  },
});

export const mathAlarm = notification('error-rate', {
  Trigger: {
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 5,
    Metrics: [
      { Expression: 'errors / requests', Id: 'rate', Label: 'rate', ReturnData: true },
      {
        Id: 'errors',
        MetricStat: { Metric: { MetricName: 'Errors', Namespace: 'shop' }, Period: 60, Stat: 'Sum' },
        ReturnData: false,
      },
    ],
  },
});

export const compositeAlarm = notification('service', {
  NewStateReason: `${ARN}cpu-high transitioned to ALARM at Friday 06 March, 2026 12:00:00 UTC`,
  AlarmRule: 'ALARM("cpu-high") OR ALARM("disk-full")',
  TriggeringChildren: [{ Arn: `${ARN}cpu-high`, State: { Value: 'ALARM', Timestamp: '2026-03-06T12:00:00.000+0000' } }],
});

/** One series of an alarm that looks at many. */
export const contributor = notification('tables', {
  AlarmContributorId: '6d442278dba546f6',
  AlarmContributorAttributes: { TableName: 'orders' },
  Trigger: { Metrics: [{ Expression: 'SELECT AVG(x) FROM y GROUP BY TableName', Id: 'm1' }] },
});

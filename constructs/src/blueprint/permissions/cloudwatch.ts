import { everything, type AccountRefs, type Group } from './group';

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const CLOUDWATCH: Group<AccountRefs> = {
  id: 'cloudwatch',
  tool: 'CloudWatch queries',
  grants: [
    {
      sid: 'ReadMetrics',
      actions: {
        'cloudwatch:GetMetricData': 'reads the course of many metrics at once',
        'cloudwatch:GetMetricStatistics': 'reads the course of one metric',
        'cloudwatch:ListMetrics': 'finds the metrics of a resource',
        'cloudwatch:DescribeAlarmsForMetric': 'finds the alarms on a metric',
      },
      resources: everything,
    },
    {
      sid: 'ReadAlarms',
      actions: {
        'cloudwatch:DescribeAlarms': 'shows what is in alarm, and why',
        'cloudwatch:DescribeAlarmHistory': 'shows when an alarm changed its state, and whom it told',
      },
      // IAM could scope these to alarms, but then CloudWatch leaves out composite ones:
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
      resources: everything,
    },
  ],
};

import { sorted, type Kind } from '../facts.ts';

export const ALARMS: Kind = {
  name: 'alarms',
  cloudFormation: ['AWS::CloudWatch::Alarm'],
  terraform: ['aws_cloudwatch_metric_alarm'],
  fromCloudFormation: ({ of }) =>
    sorted(
      of('AWS::CloudWatch::Alarm').map(([, alarm]) => ({
        metric: `${alarm.Namespace} ${alarm.MetricName} ${alarm.Dimensions[0].Name}`,
        of: alarm.Dimensions[0].Value,
        when: `${alarm.Statistic} ${alarm.ComparisonOperator} ${alarm.Threshold} ${alarm.EvaluationPeriods}x${alarm.Period} ${alarm.TreatMissingData}`,
        actions: alarm.AlarmActions ?? [],
      })),
    ),
  fromTerraform: ({ of }) =>
    sorted(
      of('aws_cloudwatch_metric_alarm').map(([, alarm]) => {
        const [[dimension, value] = ['', '']] = Object.entries<string>(alarm.dimensions);
        return {
          metric: `${alarm.namespace} ${alarm.metric_name} ${dimension}`,
          // A topic's name is known at once, as it is chosen and not given by AWS.
          of: of('aws_sns_topic').find(([, topic]) => topic.name === value)?.[0] ?? value,
          when: `${alarm.statistic} ${alarm.comparison_operator} ${alarm.threshold} ${alarm.evaluation_periods}x${alarm.period} ${alarm.treat_missing_data}`,
          actions: alarm.alarm_actions ?? [],
        };
      }),
    ),
};

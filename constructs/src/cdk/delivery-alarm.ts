import type { CfnCondition } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { ALARM, type AlarmFact, type Optional, type Switch, type TopicOptions } from '../blueprint';
import { both, ifGiven, makeIf } from './deferred';

/** An alarm on our own delivery, unless alarms are switched off. */
export function deliveryAlarm(
  scope: Construct,
  id: string,
  fact: AlarmFact,
  dimensionValue: string,
  { deliveryAlarms = true, alarmActions }: TopicOptions<CfnCondition>,
  when: Switch<CfnCondition> = true,
): void {
  makeIf(
    both(scope, `${id}IsMade`, deliveryAlarms, when),
    () =>
      new CfnAlarm(scope, id, {
        alarmDescription: fact.description,
        namespace: fact.namespace,
        metricName: fact.metricName,
        dimensions: [{ name: fact.dimension, value: dimensionValue }],
        statistic: fact.statistic,
        period: ALARM.periodSeconds,
        evaluationPeriods: fact.evaluationPeriods,
        threshold: ALARM.threshold,
        comparisonOperator: ALARM.comparisonOperator,
        treatMissingData: ALARM.treatMissingData,
        ...ifGiven('alarmActions', alarmActions as Optional<string[], CfnCondition> | undefined),
      }),
  );
}

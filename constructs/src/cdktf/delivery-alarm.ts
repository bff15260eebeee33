import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import { ALARM, plain, type AlarmFact, type Switch, type TopicOptions } from '../blueprint';
import { both, makeIf } from './deferred';

/** An alarm on our own delivery, unless alarms are switched off. */
export function deliveryAlarm(
  scope: Construct,
  id: string,
  fact: AlarmFact,
  { alarmName, dimensionValue }: { readonly alarmName: string; readonly dimensionValue: string },
  { deliveryAlarms = true, alarmActions, tags }: TopicOptions<IResolvable>,
  when: Switch<IResolvable> = true,
): void {
  makeIf(
    both(deliveryAlarms, when),
    (meta) =>
      new CloudwatchMetricAlarm(scope, id, {
        ...meta,
        alarmName,
        alarmDescription: fact.description,
        namespace: fact.namespace,
        metricName: fact.metricName,
        dimensions: { [fact.dimension]: dimensionValue },
        statistic: fact.statistic,
        period: ALARM.periodSeconds,
        evaluationPeriods: fact.evaluationPeriods,
        threshold: ALARM.threshold,
        comparisonOperator: ALARM.comparisonOperator,
        treatMissingData: ALARM.treatMissingData,
        ...(alarmActions !== undefined && { alarmActions: plain(alarmActions) as string[] }),
        ...(tags && { tags }),
      }),
  );
}

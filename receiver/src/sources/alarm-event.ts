import { isObject, type JsonObject } from '../json.ts';
import { alarmSignal, type AlarmKind } from './alarm.ts';
import { isGiven } from './fields.ts';
import type { Mapped } from './interpretation.ts';
import { objectAt } from './text.ts';

/**
 * A change of an alarm's state as EventBridge tells of it. The alarm's ARN stands beside the detail.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function alarmEvent(detail: JsonObject, event: JsonObject): Mapped {
  const state = objectAt(detail, 'state');
  const contributor = objectAt(detail, 'alarmContributor');
  return alarmSignal({
    kind: kindOf(detail),
    arn: Array.isArray(event['resources']) ? event['resources'][0] : undefined,
    name: detail['alarmName'],
    account: event['account'],
    state: state['value'],
    previousState: objectAt(detail, 'previousState')['value'],
    reason: state['reason'],
    time: isGiven(state['timestamp']) ? state['timestamp'] : event['time'],
    ...(isGiven(detail['alarmContributor'])
      ? { contributor: { id: contributor['id'], attributes: objectAt(contributor, 'attributes') } }
      : {}),
  });
}

function kindOf(detail: JsonObject): AlarmKind {
  if (isGiven(detail['alarmContributor'])) return 'AlarmContributor';
  const configuration = objectAt(detail, 'configuration');
  if (isGiven(configuration['alarmRule'])) return 'CompositeAlarm';
  const metrics = Array.isArray(configuration['metrics']) ? configuration['metrics'] : [];
  return metrics.some((metric) => isObject(metric) && isGiven(metric['expression'])) ? 'MetricMathAlarm' : 'MetricAlarm';
}

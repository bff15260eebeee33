import type { JsonObject } from '../json.ts';
import { alarmSignal } from './alarm.ts';
import { isGiven, objectsIn } from './fields.ts';
import type { Mapped } from './interpretation.ts';
import { objectAt } from './text.ts';

/**
 * A change of an alarm's state as EventBridge tells of it. The alarm's ARN stands beside the detail.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function alarmEvent(detail: JsonObject, event: JsonObject): Mapped {
  const [state, contributor] = [objectAt(detail, 'state'), objectAt(detail, 'alarmContributor')];
  const configuration = objectAt(detail, 'configuration');
  return alarmSignal({
    arn: Array.isArray(event['resources']) ? event['resources'][0] : undefined,
    name: detail['alarmName'],
    account: event['account'],
    state: state['value'],
    previousState: objectAt(detail, 'previousState')['value'],
    reason: state['reason'],
    time: isGiven(state['timestamp']) ? state['timestamp'] : event['time'],
    // One without an id is not the alarm as a whole: taken for it, the contributors that change at once would be one signal.
    contributorId: isGiven(detail['alarmContributor']) ? contributor['id'] || false : undefined,
    contributorAttributes: objectAt(contributor, 'attributes'),
    rule: configuration['alarmRule'],
    children: [],
    expressions: objectsIn(configuration['metrics']).map((metric) => metric['expression']),
  });
}

import { isObject, type JsonObject } from '../json.ts';
import { alarmSignal, type AlarmKind } from './alarm.ts';
import type { Body } from './body.ts';
import { isGiven, objectsIn } from './fields.ts';
import { signalOf } from './signal.ts';
import { objectAt } from './text.ts';

/**
 * What an alarm itself publishes to its topic: CloudWatch's own JSON, whose names begin with capitals.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export const alarmNotification: Body = {
  name: 'the notification of an alarm, with `AlarmName` and `NewStateValue`',
  fits: (body) => typeof body['AlarmName'] === 'string' && typeof body['NewStateValue'] === 'string',
  read(text, body, context) {
    const contributorId = body['AlarmContributorId'];
    const mapped = alarmSignal({
      kind: kindOf(body),
      arn: body['AlarmArn'],
      name: body['AlarmName'],
      account: body['AWSAccountId'],
      state: body['NewStateValue'],
      previousState: body['OldStateValue'],
      reason: body['NewStateReason'],
      time: body['StateChangeTime'],
      children: objectsIn(body['TriggeringChildren']).map((child) => child['Arn']),
      ...(isGiven(contributorId)
        ? { contributor: { id: contributorId, attributes: objectAt(body, 'AlarmContributorAttributes') } }
        : {}),
    });
    return signalOf(mapped, { raw: body, rawText: text, path: 'sns' }, context);
  },
};

function kindOf(body: JsonObject): AlarmKind {
  if (isGiven(body['AlarmContributorId'])) return 'AlarmContributor';
  if (isGiven(body['AlarmRule'])) return 'CompositeAlarm';
  const trigger = objectAt(body, 'Trigger');
  const metrics = Array.isArray(trigger['Metrics']) ? trigger['Metrics'] : [];
  return metrics.some((metric) => isObject(metric) && isGiven(metric['Expression'])) ? 'MetricMathAlarm' : 'MetricAlarm';
}

import { ALARM_DETAIL_TYPES } from 'clarion-aws-constructs/blueprint';
import { alarmSignal } from './alarm.ts';
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
    const mapped = alarmSignal({
      arn: body['AlarmArn'],
      name: body['AlarmName'],
      account: body['AWSAccountId'],
      state: body['NewStateValue'],
      previousState: body['OldStateValue'],
      reason: body['NewStateReason'],
      time: body['StateChangeTime'],
      contributorId: body['AlarmContributorId'],
      contributorAttributes: objectAt(body, 'AlarmContributorAttributes'),
      rule: body['AlarmRule'],
      children: objectsIn(body['TriggeringChildren']).map((child) => child['Arn']),
      expressions: objectsIn(objectAt(body, 'Trigger')['Metrics']).map((metric) => metric['Expression']),
    });
    // The alarm as a whole, or one of its contributors.
    const detailType = ALARM_DETAIL_TYPES[isGiven(body['AlarmContributorId']) ? 1 : 0];
    return signalOf(mapped, { raw: body, rawText: text, path: 'sns', detailType }, context);
  },
};

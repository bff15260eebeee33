import {
  ALARM_DETAIL_TYPES,
  CLOUDTRAIL_DETAIL_TYPES,
  FINDING_DETAIL_TYPES,
  NETWORK_ACTIVITY_DETAIL_TYPE,
} from 'clarion-aws-constructs/blueprint';
import { isObject, type JsonObject } from '../json.ts';
import { alarmEvent } from './alarm-event.ts';
import type { Body } from './body.ts';
import { cloudTrail } from './cloudtrail.ts';
import { finding } from './guardduty.ts';
import { dropped, quarantined, type Mapped, type MessageContext } from './interpretation.ts';
import { signalOf } from './signal.ts';
import { memberText } from './slice.ts';

/** Reads the detail of an event, with what the event says around it. */
export type EventMapper = (detail: JsonObject, event: JsonObject, context: MessageContext) => Mapped;

const mapped = (mapper: EventMapper, ...detailTypes: readonly string[]) => detailTypes.map((type) => [type, mapper] as const);

/** Who reads which detail type. A further one is a line here. */
const MAPPERS: ReadonlyMap<string, EventMapper> = new Map([
  ...mapped(cloudTrail, ...CLOUDTRAIL_DETAIL_TYPES, NETWORK_ACTIVITY_DETAIL_TYPE),
  ...mapped(alarmEvent, ...ALARM_DETAIL_TYPES),
  ...mapped(finding, ...FINDING_DETAIL_TYPES),
]);

/**
 * An event of EventBridge. Its `detail` is the record.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export const eventBridgeEvent: Body = {
  name: 'an EventBridge event, whose `source` and `detail-type` are strings,',
  fits: (body) => typeof body['detail-type'] === 'string' && typeof body['source'] === 'string',
  read(text, event, context) {
    // Only AWS may publish an event whose source starts so; anyone in the account may send the rest.
    if (!String(event['source']).startsWith('aws.')) return dropped('the source is not an AWS service');
    const detailType = String(event['detail-type']);
    const mapper = MAPPERS.get(detailType);
    if (mapper === undefined) return dropped('the detail type is none that this receiver reads');
    const detail = event['detail'];
    const rawText = memberText(text, 'detail');
    if (!isObject(detail) || rawText === undefined) return quarantined('`detail` must be an object');
    return signalOf(mapper(detail, event, context), { raw: detail, rawText, path: 'eventbridge', detailType }, context);
  },
};

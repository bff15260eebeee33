import { isObject, type JsonObject } from '../json.ts';
import { DETECTION_FINDING } from './classes.ts';
import { text } from './fits.ts';
import type { Mapper, Row } from './mapping.ts';
import { resourcesFact } from './resources.ts';
import { at } from './tree.ts';

/** What an alarm says: in the form that it publishes itself, whose names begin with capitals, and in EventBridge's. */
export const ALARM_ROWS: readonly Row[] = [
  ['AlarmName', 'finding_info.analytic.name', text],
  ['AlarmDescription', 'finding_info.desc', text],
  ['AlarmArn', 'finding_info.analytic.uid', text],
  ['AWSAccountId', 'cloud.account.uid', text],
  ['NewStateValue', 'status_code', text],
  ['NewStateReason', 'status_detail', text],
  ['StateChangeTime', 'metadata.original_time', text],
  ['alarmName', 'finding_info.analytic.name', text],
  ['configuration.description', 'finding_info.desc', text],
  ['state.value', 'status_code', text],
  ['state.reason', 'status_detail', text],
  ['state.timestamp', 'metadata.original_time', text],
];

/** An alarm that goes off begins what its return to OK ends. */
const LIFE: ReadonlyMap<string | undefined, { readonly activity: string; readonly status: string }> = new Map([
  ['ALARM', { activity: 'Create', status: 'New' }],
  ['INSUFFICIENT_DATA', { activity: 'Update', status: 'INSUFFICIENT_DATA' }],
  ['OK', { activity: 'Close', status: 'Resolved' }],
]);

/**
 * A change of an alarm's state. The finding is the alarm, or one contributor of it, so that what goes off and what ends are the same
 * finding; the change is the event.
 */
export const alarmMapping: Mapper = (signal, record) => {
  const arn = signal.resources[0]?.arn ?? signal.eventId;
  const contributor = at(record, 'AlarmContributorId') ?? at(record, 'alarmContributor.id');
  const isAnomaly = looksForAnomalies(record);
  return {
    ocsfClass: DETECTION_FINDING,
    ...(LIFE.get(signal.state) ?? { activity: signal.state ?? 'Unknown', status: undefined }),
    rows: ALARM_ROWS,
    facts: [
      ['finding_info.uid', text(contributor) ? `${arn}/contributor/${String(contributor)}` : arn],
      ['finding_info.title', signal.title],
      ['finding_info.analytic.name', signal.eventName],
      ['finding_info.analytic.uid', arn],
      ['finding_info.analytic.type', isAnomaly ? 'Statistical' : 'Rule'],
      ['finding_info.analytic.type_id', isAnomaly ? 3 : 1],
      ['metadata.event_code', signal.kind],
      ['is_alert', signal.state === 'ALARM'],
      resourcesFact(signal),
    ],
  };
};

/** Whether a band that CloudWatch learned is what the metric is held against. */
function looksForAnomalies(record: JsonObject): boolean {
  const metrics = [at(record, 'Trigger.Metrics'), at(record, 'configuration.metrics')]
    .filter(Array.isArray)
    .flat()
    .filter(isObject);
  return metrics
    .flatMap((metric) => [metric['Expression'], metric['expression']])
    .some((expression) => typeof expression === 'string' && expression.includes('ANOMALY_DETECTION_BAND'));
}

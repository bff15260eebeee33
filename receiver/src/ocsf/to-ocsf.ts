import { compact } from '../json.ts';
import type { SignalSource } from '../signals/signal.ts';
import type { Provenance } from '../signals/signal.ts';
import type { StoredSignal } from '../store/store.ts';
import { alarmMapping } from './alarm.ts';
import { OCSF_PROFILES, OCSF_VERSION, OTHER, SEVERITIES } from './classes.ts';
import { cloudTrailMapping } from './cloudtrail.ts';
import type { OcsfEvent } from './event.ts';
import { findingMapping } from './guardduty.ts';
import type { Fact, Mapper } from './mapping.ts';
import { place } from './place.ts';
import { readRecord } from './record.ts';
import { at, put, without } from './tree.ts';

/** Who maps which source, and what the schema's `product` is called there. A further one is a line here. */
const SOURCES: Readonly<Record<SignalSource, { readonly product: string; readonly mapper: Mapper }>> = {
  cloudtrail: { product: 'CloudTrail', mapper: cloudTrailMapping },
  cloudwatch: { product: 'CloudWatch', mapper: alarmMapping },
  guardduty: { product: 'GuardDuty', mapper: findingMapping },
};

/**
 * A signal as an event of the Open Cybersecurity Schema Framework 1.5.0: API Activity, Authentication or Detection Finding. Nothing of
 * the record is lost: each value stands unchanged at its place by the schema, or under its own name in `unmapped`. Where only the text
 * can carry it all, the text is there too, in `raw_data`.
 *
 * A pure function. It never throws, whatever the record holds. Texts in the event come from outside: show them escaped.
 *
 * @param stored a signal with the text of its record, as `receiver.signalsWithText()` gives them.
 * @see https://schema.ocsf.io/1.5.0
 */
export function toOcsf({ signal, rawText }: StoredSignal): OcsfEvent {
  const { record, isWhole } = readRecord(rawText);
  const { product, mapper } = SOURCES[signal.source];
  const { ocsfClass, activity, status, rows, facts } = mapper(signal, record);
  const { event, taken } = place(rows, record);
  for (const [path, value] of [...facts, ...commonFacts(signal, product)]) {
    if (value !== undefined && at(event, path) === undefined) put(event, path, value);
  }
  const activityId = ocsfClass.activities.get(activity) ?? OTHER;
  const activityName = activityId === OTHER ? 'Other' : activity;
  return compact({
    ...event,
    class_uid: ocsfClass.uid,
    class_name: ocsfClass.name,
    category_uid: ocsfClass.category.uid,
    category_name: ocsfClass.category.name,
    activity_id: activityId,
    activity_name: activity,
    type_uid: ocsfClass.uid * 100 + activityId,
    type_name: `${ocsfClass.name}: ${activityName}`,
    severity_id: SEVERITIES.has(signal.severityId) ? signal.severityId : OTHER,
    severity: SEVERITIES.get(signal.severityId) ?? 'Other',
    status_id: status === undefined ? undefined : (ocsfClass.statuses.get(status) ?? OTHER),
    status,
    time: Date.parse(signal.time),
    unmapped: without(record, taken),
    raw_data: isWhole ? undefined : rawText,
    raw_data_size: isWhole ? undefined : Buffer.byteLength(rawText),
  }) as unknown as OcsfEvent;
}

/** What is said of every signal. The ways by which it came are the loggers between the source and whoever reads the event. */
function commonFacts(signal: StoredSignal['signal'], product: string): readonly Fact[] {
  const { accountId, region, eventId, title, time, receivedAt, provenance } = signal;
  return [
    ['message', title],
    ['time_dt', time],
    ['cloud.provider', 'AWS'],
    ['cloud.account.uid', accountId],
    ['cloud.region', region],
    ['metadata.version', OCSF_VERSION],
    ['metadata.profiles', [...OCSF_PROFILES]],
    ['metadata.product.name', product],
    ['metadata.product.vendor_name', 'AWS'],
    ['metadata.uid', eventId],
    ['metadata.logged_time', Date.parse(receivedAt)],
    ['metadata.loggers', provenance.map(loggerOf)],
  ];
}

function loggerOf(way: Provenance): object {
  if (way.path === 's3') return { name: way.path, uid: way.bucket, event_uid: way.key };
  return { name: way.path, uid: way.topicArn, event_uid: way.messageId };
}

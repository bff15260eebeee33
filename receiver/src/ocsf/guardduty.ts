import { utc } from '../sources/fields.ts';
import { DETECTION_FINDING } from './classes.ts';
import { address, anything, instant, integer, text } from './fits.ts';
import type { Fact, Mapper, Row } from './mapping.ts';
import { resourcesFact } from './resources.ts';
import { at } from './tree.ts';

/** The times of a finding, and what they are called here. */
const TIMES: readonly (readonly [from: string, to: string])[] = [
  ['createdAt', 'finding_info.created_time'],
  ['updatedAt', 'finding_info.modified_time'],
  ['service.eventFirstSeen', 'finding_info.first_seen_time'],
  ['service.eventLastSeen', 'finding_info.last_seen_time'],
];

/** Where the members of a finding go. */
export const FINDING_ROWS: readonly Row[] = [
  ['arn', 'finding_info.uid', text],
  ['title', 'finding_info.title', text],
  ['description', 'finding_info.desc', text],
  ['type', 'finding_info.types.0', text],
  ...TIMES.map(([from, to]): Row => [from, `${to}_dt`, instant]),
  ['id', 'metadata.uid', text],
  ['schemaVersion', 'metadata.log_version', text],
  ['service.detectorId', 'metadata.product.feature.uid', text],
  ['service.featureName', 'metadata.product.feature.name', text],
  ['service.count', 'count', integer],
  ['accountId', 'cloud.account.uid', text],
  ['region', 'cloud.region', text],
  ['partition', 'cloud.cloud_partition', text],
  ['resource.accessKeyDetails.userName', 'evidences.0.actor.user.name', text],
  ['resource.accessKeyDetails.userType', 'evidences.0.actor.user.type', text],
  ['resource.accessKeyDetails.principalId', 'evidences.0.actor.user.uid', text],
  ['resource.accessKeyDetails.accessKeyId', 'evidences.0.actor.user.credential_uid', text],
  ['service.action.awsApiCallAction.api', 'evidences.0.api.operation', text],
  ['service.action.awsApiCallAction.serviceName', 'evidences.0.api.service.name', text],
  ['service.action', 'evidences.0.data', anything],
];

/** A finding of GuardDuty, which may come again with more of the same. */
export const findingMapping: Mapper = (signal, record) => {
  const { eventId, eventName, title, state, count = 1, sample = false, sourceIpAddress } = signal;
  const isArchived = state === 'archived';
  const isNew = !isArchived && count === 1;
  return {
    ocsfClass: DETECTION_FINDING,
    activity: isArchived ? 'Close' : isNew ? 'Create' : 'Update',
    status: isArchived ? 'Archived' : 'New',
    rows: FINDING_ROWS,
    facts: [
      ['finding_info.uid', eventId],
      ['finding_info.title', title],
      ['finding_info.types', [eventName]],
      ...TIMES.map(([from, to]): Fact => [to, milliseconds(at(record, from))]),
      ['evidences.0.src_endpoint.ip', address(sourceIpAddress) ? sourceIpAddress : undefined],
      ['is_alert', isNew && !sample],
      resourcesFact(signal),
    ],
  };
};

function milliseconds(value: unknown): number | undefined {
  const time = utc(value);
  return time === undefined ? undefined : Date.parse(time);
}

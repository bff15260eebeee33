import { compact, type JsonObject } from '../json.ts';
import type { Actor } from '../signals/signal.ts';
import { hasFailed } from './failed.ts';
import { account, isGiven, match, objectsIn, region, required, titleOf, utc } from './fields.ts';
import type { Mapped } from './interpretation.ts';
import { cut, objectAt } from './text.ts';

/** The first major version of the record that this mapping does not know. Fields are added within a major version, never changed. */
const UNKNOWN_MAJOR = 3;
/** What a record is without a rule's opinion: informational. */
const INFORMATIONAL = 1;
/** What CloudTrail itself found unusual; its end is informational again, as that of an alarm is. */
const UNUSUAL = 3;

/**
 * A CloudTrail record: an API call, a sign-in, what a service did by itself, the use of a VPC endpoint, or an Insight.
 *
 * @param event the EventBridge event around it, which says account and Region where the record does not.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function cloudTrail(record: JsonObject, event: JsonObject): Mapped {
  const major = /^(\d{1,4})\.\d+/.exec(String(record['eventVersion']))?.[1];
  if (major === undefined) return '`eventVersion` must be a version such as 1.11';
  if (Number(major) >= UNKNOWN_MAJOR) return `eventVersion ${major}.x is newer than this receiver reads`;

  const insight = objectAt(record, 'insightDetails');
  const [sender, recipient] = [event['account'], record['recipientAccountId']];
  // EventBridge sets the first, the record says the second: whoever put it together from two accounts would be told from neither.
  if (isGiven(sender) && isGiven(recipient) && sender !== recipient)
    return "the event's `account` is another than the record's `recipientAccountId`";
  const needed = required('the record', {
    recipientAccountId: account(isGiven(recipient) ? recipient : sender),
    awsRegion: region(isGiven(record['awsRegion']) ? record['awsRegion'] : event['region']),
    eventID: match(record['eventID'], /^[\w-]{1,128}$/),
    eventTime: utc(record['eventTime']),
    eventType: cut(record['eventType'], 128),
    // An Insight event says what it is about one level deeper.
    eventName: cut(record['eventName'] ?? insight['eventName'], 256),
    eventSource: cut(record['eventSource'] ?? insight['eventSource'], 256),
  });
  if (typeof needed === 'string') return needed;

  const { recipientAccountId: accountId, awsRegion, eventID: eventId, eventName, eventSource } = needed;
  const actor = actorOf(objectAt(record, 'userIdentity'));
  const state = cut(insight['state'], 32);
  return compact({
    id: `cloudtrail:${accountId}:${awsRegion}:${eventId}`,
    source: 'cloudtrail' as const,
    kind: needed.eventType,
    category: cut(record['eventCategory'], 64),
    accountId,
    region: awsRegion,
    time: needed.eventTime,
    eventId,
    eventName,
    eventSource,
    readOnly: typeof record['readOnly'] === 'boolean' ? record['readOnly'] : undefined,
    severityId: state === 'Start' ? UNUSUAL : INFORMATIONAL,
    state,
    title: titleOf(
      `${state === undefined ? '' : `Insight ${state}: `}${eventName} on ${eventSource}${by(actor)}${failure(record, eventName)}`,
      eventName,
    ),
    actor,
    sourceIpAddress: cut(record['sourceIPAddress'], 256),
    userAgent: cut(record['userAgent'], 1024),
    errorCode: cut(record['errorCode'], 256),
    errorMessage: cut(record['errorMessage'], 2048),
    resources: objectsIn(record['resources']).map((item) =>
      compact({
        arn: cut(item['ARN'] ?? item['arn'], 2048),
        type: cut(item['type'], 256),
        accountId: cut(item['accountId'], 64),
      }),
    ),
  });
}

function actorOf(identity: JsonObject): Actor {
  const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
  return compact({
    type: cut(identity['type'], 64),
    arn: cut(identity['arn'], 2048),
    accountId: cut(identity['accountId'], 64),
    principalId: cut(identity['principalId'], 512),
    userName: cut(identity['userName'] ?? issuer['userName'], 256),
    invokedBy: cut(identity['invokedBy'], 256),
    accessKeyId: cut(identity['accessKeyId'], 128),
  });
}

function by({ arn, userName, invokedBy, principalId }: Actor): string {
  const who = arn ?? userName ?? invokedBy ?? principalId;
  return who === undefined ? '' : ` by ${who}`;
}

/** How it failed, in the title's words; nothing where it did not. */
function failure(record: JsonObject, eventName: string): string {
  if (!hasFailed(record, eventName)) return '';
  const why = cut(record['errorCode'], 256) ?? cut(record['errorMessage'], 256);
  return why === undefined ? ' failed' : ` failed: ${why}`;
}

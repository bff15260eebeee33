import type { JsonObject } from '../json.ts';
import type { Actor, Resource } from '../signals/signal.ts';
import { hasFailed } from './failed.ts';
import { account, id, isGiven, objectsIn, region, required, titleOf, utc } from './fields.ts';
import type { Mapped, SignalFacts } from './interpretation.ts';
import { cut, objectAt } from './text.ts';

/** The first major version of the record that this mapping does not know. Fields are added within a major version, never changed. */
const UNKNOWN_MAJOR = 3;
/** What a record is without a rule's opinion: informational. */
const INFORMATIONAL = 1;
/** What CloudTrail itself found unusual; its end is informational again, as that of an alarm is. */
const UNUSUAL = 3;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What of a record's signal tells it from all others and is looked for. */
export type RecordIdentity = Pick<
  SignalFacts,
  'id' | 'kind' | 'accountId' | 'region' | 'time' | 'eventId' | 'eventName' | 'eventSource'
>;

/**
 * Which event a CloudTrail record tells of, or why it cannot be read. There is a signal of each that has an identity, so a log file's
 * records, thousands a second, need no more until somebody asks what they say.
 *
 * @param around what says account and Region where the record does not: the EventBridge event, or the path of the log file.
 */
export function identify(record: JsonObject, around: JsonObject): RecordIdentity | string {
  const unknown = versionProblem(record['eventVersion']);
  if (unknown !== undefined) return unknown;

  const insight = objectAt(record, 'insightDetails');
  const sender = around['account'];
  const recipient = record['recipientAccountId'];
  // EventBridge sets the first, the record says the second: whoever put it together from two accounts would be told from neither.
  if (isGiven(sender) && isGiven(recipient) && sender !== recipient)
    return "the event's `account` is another than the record's `recipientAccountId`";
  const needed = required('the record', {
    recipientAccountId: account(isGiven(recipient) ? recipient : sender),
    awsRegion: region(isGiven(record['awsRegion']) ? record['awsRegion'] : around['region']),
    eventID: id(record['eventID']),
    eventTime: utc(record['eventTime']),
    eventType: cut(record['eventType'], 128),
    // An Insight event says what it is about one level deeper.
    eventName: cut(record['eventName'] ?? insight['eventName'], 256),
    eventSource: cut(record['eventSource'] ?? insight['eventSource'], 256),
  });
  if (typeof needed === 'string') return needed;

  const { recipientAccountId: accountId, awsRegion, eventID: eventId, eventName, eventSource } = needed;
  return {
    id: `cloudtrail:${accountId}:${awsRegion}:${eventId}`,
    kind: needed.eventType,
    accountId,
    region: awsRegion,
    time: needed.eventTime,
    eventId,
    eventName,
    eventSource,
  };
}

/**
 * A CloudTrail record: an API call, a sign-in, what a service did by itself, the use of a VPC endpoint, or an Insight. The objects are
 * written out member by member, which takes a fifth of the time that going through their entries does.
 *
 * @param around as for {@link identify}.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function cloudTrail(record: JsonObject, around: JsonObject): Mapped {
  const identity = identify(record, around);
  if (typeof identity === 'string') return identity;

  const { eventName, eventSource } = identity;
  const actor = actorOf(objectAt(record, 'userIdentity'));
  const state = cut(objectAt(record, 'insightDetails')['state'], 32);
  const facts: Writable<SignalFacts> = {
    ...identity,
    source: 'cloudtrail',
    severityId: state === 'Start' ? UNUSUAL : INFORMATIONAL,
    title: titleOf(
      `${state === undefined ? '' : `Insight ${state}: `}${eventName} on ${eventSource}${by(actor)}${failure(record, eventName)}`,
      eventName,
    ),
    actor,
    resources: objectsIn(record['resources']).map(resourceOf),
  };
  const category = cut(record['eventCategory'], 64);
  const sourceIpAddress = cut(record['sourceIPAddress'], 256);
  const userAgent = cut(record['userAgent'], 1024);
  const errorCode = cut(record['errorCode'], 256);
  const errorMessage = cut(record['errorMessage'], 2048);
  if (category !== undefined) facts.category = category;
  if (typeof record['readOnly'] === 'boolean') facts.readOnly = record['readOnly'];
  if (state !== undefined) facts.state = state;
  if (sourceIpAddress !== undefined) facts.sourceIpAddress = sourceIpAddress;
  if (userAgent !== undefined) facts.userAgent = userAgent;
  if (errorCode !== undefined) facts.errorCode = errorCode;
  if (errorMessage !== undefined) facts.errorMessage = errorMessage;
  return facts;
}

/** Why this version of the record cannot be read; `undefined` when it can. */
function versionProblem(version: unknown): string | undefined {
  if (typeof version === 'string' && /^[0-2]\.\d/.test(version)) return undefined;
  const major = /^(\d{1,4})\.\d/.exec(String(version))?.[1];
  if (major === undefined) return '`eventVersion` must be a version such as 1.11';
  return Number(major) < UNKNOWN_MAJOR ? undefined : `eventVersion ${major}.x is newer than this receiver reads`;
}

function actorOf(identity: JsonObject): Actor {
  const actor: Writable<Actor> = {};
  const type = cut(identity['type'], 64);
  const arn = cut(identity['arn'], 2048);
  const accountId = cut(identity['accountId'], 64);
  const principalId = cut(identity['principalId'], 512);
  const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
  const userName = cut(identity['userName'] ?? issuer['userName'], 256);
  const invokedBy = cut(identity['invokedBy'], 256);
  const accessKeyId = cut(identity['accessKeyId'], 128);
  if (type !== undefined) actor.type = type;
  if (arn !== undefined) actor.arn = arn;
  if (accountId !== undefined) actor.accountId = accountId;
  if (principalId !== undefined) actor.principalId = principalId;
  if (userName !== undefined) actor.userName = userName;
  if (invokedBy !== undefined) actor.invokedBy = invokedBy;
  if (accessKeyId !== undefined) actor.accessKeyId = accessKeyId;
  return actor;
}

function resourceOf(item: JsonObject): Resource {
  const resource: Writable<Resource> = {};
  const arn = cut(item['ARN'] ?? item['arn'], 2048);
  const type = cut(item['type'], 256);
  const accountId = cut(item['accountId'], 64);
  if (arn !== undefined) resource.arn = arn;
  if (type !== undefined) resource.type = type;
  if (accountId !== undefined) resource.accountId = accountId;
  return resource;
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

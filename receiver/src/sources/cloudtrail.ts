import { createHash } from 'node:crypto';
import { CLOUDTRAIL_DETAIL_TYPES } from 'clarion-aws-constructs/blueprint';
import { compact, isObject, type JsonObject } from '../json.ts';
import type { Actor, Resource, Signal } from '../signals/signal.ts';

import type { Interpretation, MessageContext } from './interpretation.ts';
import { memberText } from './slice.ts';
import { cut, objectAt } from './text.ts';

/** The first major version of the record that this mapping does not know. Fields are added within a major version, never changed. */
const UNKNOWN_MAJOR = 3;
/** What a record is without a rule's opinion: informational. */
const INFORMATIONAL = 1;
const DETAIL_TYPES = new Set<string>(CLOUDTRAIL_DETAIL_TYPES);

/**
 * A CloudTrail record in an EventBridge event, as one signal.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function cloudTrail(text: string, event: JsonObject, context: MessageContext): Interpretation {
  if (!String(event['source']).startsWith('aws.')) return dropped('the source is not an AWS service');
  if (!DETAIL_TYPES.has(String(event['detail-type']))) return dropped('the detail type is not one of CloudTrail');
  const record = event['detail'];
  const rawText = memberText(text, 'detail');
  if (!isObject(record) || rawText === undefined) return quarantined('`detail` must be a CloudTrail record');

  const major = /^(\d{1,4})\.\d+/.exec(String(record['eventVersion']))?.[1];
  if (major === undefined) return quarantined('`eventVersion` must be a version such as 1.11');
  if (Number(major) >= UNKNOWN_MAJOR) return quarantined(`eventVersion ${major}.x is newer than this receiver reads`);

  const insight = objectAt(record, 'insightDetails');
  const [sender, recipient] = [event['account'], record['recipientAccountId']];
  // EventBridge sets the first, the record says the second: whoever put it together from two accounts would be told from neither.
  if (isGiven(sender) && isGiven(recipient) && sender !== recipient)
    return quarantined("the event's `account` is another than the record's `recipientAccountId`");
  const accountId = match(isGiven(recipient) ? recipient : sender, /^\d{12}$/);
  const region = match(isGiven(record['awsRegion']) ? record['awsRegion'] : event['region'], /^[a-z0-9-]{1,32}$/);
  const eventId = match(record['eventID'], /^[\w-]{1,128}$/);
  const time = utc(record['eventTime']);
  const kind = cut(record['eventType'], 128);
  // An Insight event says what it is about one level deeper.
  const eventName = cut(record['eventName'] ?? insight['eventName'], 256);
  const eventSource = cut(record['eventSource'] ?? insight['eventSource'], 256);
  if (!accountId || !region || !eventId || !time || !kind || !eventName || !eventSource) {
    const fields = { recipientAccountId: accountId, awsRegion: region, eventID: eventId, eventTime: time, eventType: kind };
    const missing = Object.entries({ ...fields, eventName, eventSource }).filter(([, value]) => !value);
    return quarantined(`the record lacks a usable ${missing.map(([name]) => name).join(', ')}`);
  }
  const actor = actorOf(objectAt(record, 'userIdentity'));
  const errorCode = cut(record['errorCode'], 256);
  const signal: Signal = compact({
    id: `cloudtrail:${accountId}:${region}:${eventId}`,
    source: 'cloudtrail' as const,
    kind,
    category: cut(record['eventCategory'], 64),
    accountId,
    region,
    time,
    receivedAt: new Date(context.receivedAt).toISOString(),
    eventId,
    eventName,
    eventSource,
    readOnly: typeof record['readOnly'] === 'boolean' ? record['readOnly'] : undefined,
    severityId: INFORMATIONAL,
    title: titleOf(eventName, eventSource, actor, errorCode, cut(insight['state'], 16)),
    actor,
    sourceIpAddress: cut(record['sourceIPAddress'], 256),
    userAgent: cut(record['userAgent'], 1024),
    errorCode,
    errorMessage: cut(record['errorMessage'], 2048),
    resources: resourcesOf(record['resources']),
    provenance: [{ path: 'eventbridge' as const, topicArn: context.topicArn, messageId: context.messageId }],
    rawSha256: createHash('sha256').update(rawText).digest('hex'),
    raw: record,
  });
  return { outcome: 'signals', signals: [{ signal, rawText }] };
}

const dropped = (reason: string): Interpretation => ({ outcome: 'dropped', reason });
const quarantined = (reason: string): Interpretation => ({ outcome: 'quarantined', reason });

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function match(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

function utc(value: unknown): string | undefined {
  const text = match(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/);
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
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

function resourcesOf(value: unknown): Resource[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, 50)
    .filter(isObject)
    .map((item) =>
      compact({
        arn: cut(item['ARN'] ?? item['arn'], 2048),
        type: cut(item['type'], 256),
        accountId: cut(item['accountId'], 64),
      }),
    );
}

function titleOf(name: string, source: string, actor: Actor, errorCode?: string, insightState?: string): string {
  const who = actor.arn ?? actor.userName ?? actor.invokedBy ?? actor.principalId;
  const insight = insightState === undefined ? '' : `Insight ${insightState}: `;
  const title = `${insight}${name} on ${source}${who ? ` by ${who}` : ''}${errorCode ? ` failed: ${errorCode}` : ''}`;
  return cut(title, 512) ?? name;
}

import { createHash } from 'node:crypto';
import { compact, type JsonObject } from '../json.ts';
import { isGiven, match, required, titleOf, utc } from './fields.ts';
import type { Mapped } from './interpretation.ts';
import { cut } from './text.ts';

/** The states of an alarm, and how severe each is: an alarm says nothing of it, so one that goes off is medium. */
const SEVERITY: ReadonlyMap<unknown, number> = new Map([
  ['ALARM', 3],
  ['OK', 1],
  ['INSUFFICIENT_DATA', 1],
]);

/** A name has at most 255 characters; a longer text is nobody's alarm. */
const ALARM_ARN = /^arn:[a-z-]{1,32}:cloudwatch:([a-z0-9-]{1,32}):(\d{12}):alarm:(.{1,1024})$/s;

/** A change of an alarm's state, in whichever shape it came. Nothing of it is known to be of its type. */
export interface Alarm {
  readonly arn: unknown;
  readonly name: unknown;
  /** The account by what came beside the ARN. */
  readonly account: unknown;
  readonly state: unknown;
  readonly previousState: unknown;
  readonly reason: unknown;
  readonly time: unknown;
  /** Which of the series that the alarm looks at, where it looks at many and this is about one. */
  readonly contributorId: unknown;
  readonly contributorAttributes: JsonObject;
  /** What a composite alarm goes by, and the ARNs of the alarms that made it change. */
  readonly rule: unknown;
  readonly children: readonly unknown[];
  /** What an alarm on metric math reckons. */
  readonly expressions: readonly unknown[];
}

/**
 * A change of an alarm's state, as a signal: the same one whether the alarm notified the topic itself or EventBridge told of it. The
 * account and Region are those of the ARN, since the notification has the Region's display name only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
 */
export function alarmSignal(alarm: Alarm): Mapped {
  const parts = typeof alarm.arn === 'string' ? ALARM_ARN.exec(alarm.arn) : null;
  if (parts === null) return 'the alarm lacks a usable ARN, which says its account and Region';
  const [arn, region = '', accountId = '', nameInArn] = parts;
  if (isGiven(alarm.account) && alarm.account !== accountId) return "the alarm's account is another than that of its ARN";
  const severityId = SEVERITY.get(alarm.state);
  if (severityId === undefined) return "the alarm's state is none of ALARM, OK and INSUFFICIENT_DATA";
  const isContributor = isGiven(alarm.contributorId);
  const needed = required('the alarm', {
    state: cut(alarm.state, 32),
    time: utc(alarm.time),
    name: cut(alarm.name, 256) ?? cut(nameInArn, 256),
    ...(isContributor ? { contributor: match(alarm.contributorId, /^.{1,1024}$/s) } : {}),
  });
  if (typeof needed === 'string') return needed;

  const { state, time, name } = needed;
  const kind = kindOf(alarm);
  // An alarm's name may be longer than an event id, and in any script.
  const identity = JSON.stringify([arn, needed.contributor ?? null, state, time]);
  const eventId = createHash('sha256').update(identity).digest('hex');
  const previousState = SEVERITY.has(alarm.previousState) ? ` (was ${String(alarm.previousState)})` : '';
  const reason = cut(alarm.reason, 512);
  const resource = {
    arn,
    type: kind === 'CompositeAlarm' ? 'AWS::CloudWatch::CompositeAlarm' : 'AWS::CloudWatch::Alarm',
    accountId,
  };
  const children = alarm.children.map((child) => compact({ arn: cut(child, 2048) })).filter((child) => 'arn' in child);
  return {
    id: `cloudwatch:${accountId}:${region}:${eventId}`,
    source: 'cloudwatch',
    kind,
    accountId,
    region,
    time,
    eventId,
    eventName: name,
    eventSource: 'cloudwatch.amazonaws.com',
    severityId,
    state,
    title: titleOf(
      `${state}: ${name}${series(alarm.contributorAttributes)}${previousState}${reason === undefined ? '' : `: ${reason}`}`,
      name,
    ),
    actor: {},
    resources: [resource, ...children].slice(0, 50),
  };
}

/** By what it looks at. */
function kindOf({ contributorId, rule, expressions }: Alarm): string {
  if (isGiven(contributorId)) return 'AlarmContributor';
  if (isGiven(rule)) return 'CompositeAlarm';
  return expressions.some(isGiven) ? 'MetricMathAlarm' : 'MetricAlarm';
}

/** Which series it is, in words. */
function series(attributes: JsonObject): string {
  const texts = Object.entries(attributes)
    .filter(([, value]) => typeof value === 'string')
    .slice(0, 10)
    .map(([name, value]) => `${name} ${String(value)}`);
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}

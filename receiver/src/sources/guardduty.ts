import { compact, isObject, type JsonObject } from '../json.ts';
import type { Actor, Resource } from '../signals/signal.ts';
import { account, id as idOf, isGiven, region, required, titleOf, utc } from './fields.ts';
import type { Mapped, MessageContext } from './interpretation.ts';
import { cut, objectAt } from './text.ts';

/**
 * Where each band of severity begins, and what it is: critical, high, medium, low. Only the lower bounds count, so that 8.95 is no gap.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
 */
const BANDS = [
  { from: 9, severityId: 5 },
  { from: 7, severityId: 4 },
  { from: 4, severityId: 3 },
  { from: 1, severityId: 2 },
] as const;
const HIGHEST = 10;
const UNKNOWN = 0;

/**
 * A GuardDuty finding. A repeat has the same id and a later time, and takes the place of what was known of it. The account is the
 * finding's own: a delegated administrator's bus brings those of all members.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
export function finding(detail: JsonObject, event: JsonObject, { receivedAt }: MessageContext): Mapped {
  const service = objectAt(detail, 'service');
  const needed = required('the finding', {
    accountId: account(isGiven(detail['accountId']) ? detail['accountId'] : event['account']),
    region: region(isGiven(detail['region']) ? detail['region'] : event['region']),
    id: idOf(detail['id']),
    type: cut(detail['type'], 256),
    updatedAt: utc(isGiven(detail['updatedAt']) ? detail['updatedAt'] : event['time']),
  });
  if (typeof needed === 'string') return needed;

  const { accountId, region: regionName, id, type } = needed;
  // One that claims to be of the future would stand above all that comes later, and hold off each genuine repeat.
  const received = new Date(receivedAt).toISOString();
  const updatedAt = needed.updatedAt < received ? needed.updatedAt : received;
  const title = cut(detail['title'], 512) ?? type;
  const isSample = objectAt(service, 'additionalInfo')['sample'] === true || title.startsWith('[SAMPLE]');
  return compact({
    id: `guardduty:${accountId}:${regionName}:${id}`,
    source: 'guardduty' as const,
    kind: 'GuardDutyFinding',
    accountId,
    region: regionName,
    time: updatedAt,
    updatedAt,
    eventId: id,
    eventName: type,
    eventSource: 'guardduty.amazonaws.com',
    severityId: severityOf(detail['severity']),
    state: service['archived'] === true ? 'archived' : 'active',
    count:
      typeof service['count'] === 'number' && Number.isSafeInteger(service['count']) && service['count'] > 0
        ? service['count']
        : undefined,
    sample: isSample ? true : undefined,
    title: titleOf(title, type),
    actor: actorOf(objectAt(objectAt(detail, 'resource'), 'accessKeyDetails')),
    sourceIpAddress: addressOf(objectAt(service, 'action')),
    resources: resourcesOf(objectAt(detail, 'resource')),
  });
}

/** A severity outside the bands is unknown, and no reason to drop the finding. */
function severityOf(severity: unknown): number {
  if (typeof severity !== 'number' || severity > HIGHEST) return UNKNOWN;
  return BANDS.find(({ from }) => severity >= from)?.severityId ?? UNKNOWN;
}

function actorOf(accessKey: JsonObject): Actor {
  return compact({
    type: cut(accessKey['userType'], 64),
    principalId: cut(accessKey['principalId'], 512),
    userName: cut(accessKey['userName'], 256),
    accessKeyId: cut(accessKey['accessKeyId'], 128),
  });
}

/** Each kind of action has a member of its own, and most of them say under the same name where it came from. */
function addressOf(action: JsonObject): string | undefined {
  const remotes = Object.values(action)
    .filter(isObject)
    .map((details) => objectAt(details, 'remoteIpDetails'));
  return remotes
    .map((remote) => cut(remote['ipAddressV4'] ?? remote['ipAddressV6'], 256))
    .find((address) => address !== undefined);
}

/** Each kind of resource has a member of its own too, one object or a list of them: what they name by ARN. */
function resourcesOf(resource: JsonObject): readonly Resource[] {
  const type = cut(resource['resourceType'], 256);
  const arns = Object.values(resource)
    .flatMap((details): unknown[] => (Array.isArray(details) ? details : [details]))
    .filter(isObject)
    .flatMap((details) => Object.entries(details).filter(([name]) => /arn$/i.test(name)))
    .map(([, value]) => cut(value, 2048))
    .filter((arn) => arn !== undefined);
  if (arns.length > 0) return [...new Set(arns)].slice(0, 50).map((arn) => compact({ arn, type }));
  return type === undefined ? [] : [{ type }];
}

import { randomUUID } from 'node:crypto';
import { isObject, type CloudTrailRecord } from './record.ts';

/** An event as EventBridge hands it to an SNS target that has no input transformer. */
export interface EventBridgeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: CloudTrailRecord;
}

/**
 * EventBridge's names for what CloudTrail calls `eventType`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
const DETAIL_TYPES: ReadonlyMap<string, string> = new Map([
  ['AwsApiCall', 'AWS API Call via CloudTrail'],
  ['AwsConsoleSignIn', 'AWS Console Sign In via CloudTrail'],
  ['AwsConsoleAction', 'AWS Console Action via CloudTrail'],
  ['AwsServiceEvent', 'AWS Service Event via CloudTrail'],
  ['AwsCloudTrailInsight', 'AWS Insight via CloudTrail'],
  ['AwsVpceEvent', 'AWS Network Activity Event via CloudTrail'],
]);

/**
 * Puts a record into the envelope that EventBridge would have put it into. Every call makes a new event id, as EventBridge does even
 * when CloudTrail tells it the same thing twice: what makes the two one is `detail.eventID`.
 */
export function envelope(record: CloudTrailRecord): EventBridgeEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DETAIL_TYPES.get(text(record['eventType'])) ?? 'AWS API Call via CloudTrail',
    source: sourceOf(record),
    account: accountOf(record),
    // EventBridge has whole seconds.
    time: text(record['eventTime']).replace(/\.\d+Z$/, 'Z'),
    region: text(record['awsRegion']),
    // Empty for CloudTrail: the resources stand in the record.
    resources: [],
    detail: record,
  };
}

/** `iam.amazonaws.com` is `aws.iam`. An Insight has no `eventSource` of its own: it is CloudTrail that saw it. */
function sourceOf(record: CloudTrailRecord): string {
  const service = text(record['eventSource']).replace(/\.amazonaws\.com(\.cn)?$/, '');
  return `aws.${service === '' ? 'cloudtrail' : service}`;
}

/** Records before version 1.02 do not say whose they are; then the caller's account is the best there is. None is made up. */
function accountOf(record: CloudTrailRecord): string {
  const identity = record['userIdentity'];
  return text(record['recipientAccountId'] ?? (isObject(identity) ? identity['accountId'] : undefined));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

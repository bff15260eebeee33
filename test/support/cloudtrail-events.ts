/** CloudTrail events in their EventBridge envelopes: one of each kind, written in the shapes of AWS's documentation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CloudTrailEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const envelope = (source: string, detailType: string, detail: Record<string, unknown>): CloudTrailEvent => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': detailType,
  source,
  account: '111122223333',
  time: '2026-03-06T12:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    eventVersion: '1.11',
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    eventTime: '2026-03-06T12:00:00Z',
    ...detail,
  },
});

export const apiCall = envelope('aws.iam', 'AWS API Call via CloudTrail', {
  eventID: '0a1b2c3d-0000-4000-8000-000000000001',
  eventType: 'AwsApiCall',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  eventCategory: 'Management',
  managementEvent: true,
  readOnly: false,
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333', userName: 'alice' },
  requestParameters: { userName: 'bob' },
});

export const signIn = envelope('aws.signin', 'AWS Console Sign In via CloudTrail', {
  eventID: '0a1b2c3d-0000-4000-8000-000000000002',
  eventType: 'AwsConsoleSignIn',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  eventCategory: 'Management',
  managementEvent: true,
  readOnly: false,
  userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
  requestParameters: null,
  responseElements: { ConsoleLogin: 'Success' },
  additionalEventData: { MFAUsed: 'Yes' },
});

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-insight-details.html */
export const insight = envelope('aws.cloudtrail', 'AWS Insight via CloudTrail', {
  eventID: '0a1b2c3d-0000-4000-8000-000000000003',
  eventType: 'AwsCloudTrailInsight',
  eventCategory: 'Insight',
  sharedEventID: '0a1b2c3d-0000-4000-8000-00000000000f',
  insightDetails: {
    state: 'Start',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    insightType: 'ApiCallRateInsight',
  },
});

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html */
export const serviceEventWithoutCategory = envelope('aws.kms', 'AWS Service Event via CloudTrail', {
  eventID: '0a1b2c3d-0000-4000-8000-000000000004',
  eventType: 'AwsServiceEvent',
  eventSource: 'kms.amazonaws.com',
  eventName: 'RotateKey',
  readOnly: false,
  userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
  requestParameters: null,
  serviceEventDetails: { keyId: '00000000-0000-4000-8000-00000000000a' },
});

export const networkActivity = envelope('aws.ec2', 'AWS Network Activity Event via CloudTrail', {
  eventID: '0a1b2c3d-0000-4000-8000-000000000005',
  eventType: 'AwsVpceEvent',
  eventCategory: 'NetworkActivity',
  eventSource: 'kms.amazonaws.com',
  eventName: 'Decrypt',
});

/** The event with other fields in its record. */
export const withDetail = (event: CloudTrailEvent, detail: Record<string, unknown>): CloudTrailEvent => ({
  ...event,
  detail: { ...event.detail, ...detail },
});

/** The records of a folder of log files, each in the envelope that EventBridge would give it. */
export function readEvents(folder: string): CloudTrailEvent[] {
  return readdirSync(folder).flatMap((file) => {
    const records = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>[];
    return records.map((record) => {
      const service = String(record['eventSource']).split('.', 1)[0]!;
      const detailType =
        record['eventType'] === 'AwsConsoleSignIn' ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail';
      return envelope(`aws.${service}`, detailType, record);
    });
  });
}

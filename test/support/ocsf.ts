/** Messages of every kind, and what an OCSF event lost of the record that it was made of. */
import { isDeepStrictEqual } from 'node:util';
import type { OcsfEvent, StoredSignal } from '../../receiver/src/index.ts';
import * as alarmEvents from './alarm-events.ts';
import * as alarmNotifications from './alarm-notifications.ts';
import { finding } from './findings.ts';
import { read, reasonOf } from './interpret.ts';
import { event, record } from './receiver.ts';

type Leaf = readonly [path: readonly string[], value: unknown];

/** Each value that holds no other, with the way to it. An empty list or object is one. */
export function leaves(value: unknown, path: readonly string[] = []): Leaf[] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0) return [[path, value]];
  return members.flatMap(([name, member]) => leaves(member, [...path, name]));
}

/** The leaves of a record that an event has neither under their own names in `unmapped` nor, as they are, anywhere else. */
export function lostLeaves(given: unknown, { unmapped, ...mapped }: OcsfEvent): readonly string[] {
  const elsewhere = new Set(leaves(mapped).map(([, value]) => JSON.stringify(value)));
  return leaves(given)
    .filter(([path, value]) => {
      const there = path.reduce<any>((part, name) => (Object.hasOwn(Object(part), name) ? part[name] : undefined), unmapped);
      return !isDeepStrictEqual(there, value) && !elsewhere.has(JSON.stringify(value));
    })
    .map(([path]) => path.join('.'));
}

/** The signal and the text that a message gives. */
export function storedSignal(message: unknown): StoredSignal {
  const interpretation = read(message);
  if (interpretation.outcome !== 'signals') throw new Error(`${interpretation.outcome}: ${String(reasonOf(interpretation))}`);
  return interpretation.signals[0]!;
}

const insight = (state: string) =>
  event(
    record({
      eventType: 'AwsCloudTrailInsight',
      eventCategory: 'Insight',
      eventName: undefined,
      eventSource: undefined,
      userIdentity: undefined,
      sharedEventID: 'b2c3',
      insightDetails: {
        state,
        eventSource: 'ssm.amazonaws.com',
        eventName: 'UpdateInstanceInformation',
        insightType: 'ApiCallRateInsight',
        insightContext: { statistics: { baseline: { average: 85.4 }, insight: { average: 664.1 }, insightDuration: 1 } },
      },
    }),
    { 'detail-type': 'AWS Insight via CloudTrail' },
  );

const signIn = (result: string) =>
  event(
    record({
      eventType: 'AwsConsoleSignIn',
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      requestParameters: null,
      responseElements: { ConsoleLogin: result },
      additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: 'Yes' },
    }),
    { 'detail-type': 'AWS Console Sign In via CloudTrail' },
  );

/** Messages of every kind that becomes a signal, written in the shapes of AWS's documentation. */
export const MESSAGES = {
  call: event(record({ requestID: 'r-1', errorCode: 'AccessDenied', errorMessage: 'no' })),
  dataEvent: event(
    record({
      eventCategory: 'Data',
      managementEvent: false,
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      readOnly: true,
      resources: [
        { type: 'AWS::S3::Object', ARNPrefix: 'arn:aws:s3:::logs/' },
        { accountId: '1', type: 't', ARN: 'arn:aws:s3:::logs' },
      ],
    }),
  ),
  networkActivity: event(
    record({
      eventType: 'AwsVpceEvent',
      eventCategory: 'NetworkActivity',
      vpcEndpointId: 'vpce-1',
      vpcEndpointAccountId: '111122223333',
      errorCode: 'VpceAccessDenied',
      userIdentity: { type: 'AWSAccount', principalId: 'AKIAEXAMPLE', accountId: '123456789012' },
    }),
    { 'detail-type': 'AWS Network Activity Event via CloudTrail' },
  ),
  serviceEvent: event(
    record({
      eventType: 'AwsServiceEvent',
      eventCategory: undefined,
      userIdentity: { type: 'AWSService' },
      sourceIPAddress: undefined,
      serviceEventDetails: { keyId: 'k-1' },
    }),
    { 'detail-type': 'AWS Service Event via CloudTrail' },
  ),
  roleAssumption: event(
    record({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      readOnly: true,
      requestID: 'r-2',
      sourceIPAddress: 'ec2.amazonaws.com',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:a',
        arn: 'arn:aws:sts::444455556666:assumed-role/caller/a',
        accountId: '444455556666',
        accessKeyId: 'ASIAEXAMPLE',
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::444455556666:role/caller', userName: 'caller' },
          attributes: { creationDate: '2026-01-02T03:00:00Z', mfaAuthenticated: 'false' },
        },
      },
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/reader', roleSessionName: 'ada' },
      responseElements: {
        assumedRoleUser: { arn: 'arn:aws:sts::111122223333:assumed-role/reader/ada', assumedRoleId: 'AROA2:ada' },
        credentials: { accessKeyId: 'ASIA2', expiration: 'Jan 2, 2026, 4:04:05 AM' },
      },
    }),
  ),
  signIn: signIn('Success'),
  failedSignIn: signIn('Failure'),
  insightStart: insight('Start'),
  insightEnd: insight('End'),
  finding: finding(8, {
    arn: 'arn:aws:guardduty:us-east-1:111122223333:detector/0000/finding/16afba5c5c43e07c9e3e5e2e544e95df',
    description: 'A port is probed.',
    createdAt: '2026-03-06T11:00:00.000Z',
    updatedAt: '2026-03-06 11:58:30.000',
    resource: {
      resourceType: 'AccessKey',
      accessKeyDetails: { accessKeyId: 'AKIAEXAMPLE', principalId: 'AIDAEXAMPLE', userType: 'IAMUser', userName: 'ada' },
    },
    service: {
      serviceName: 'guardduty',
      detectorId: '0000',
      count: 1,
      archived: false,
      action: {
        actionType: 'AWS_API_CALL',
        awsApiCallAction: {
          api: 'DeleteTrail',
          serviceName: 'cloudtrail.amazonaws.com',
          remoteIpDetails: { ipAddressV4: '198.51.100.7' },
        },
      },
    },
  }),
  metricAlarm: alarmNotifications.metricAlarm,
  mathAlarm: alarmNotifications.mathAlarm,
  compositeAlarm: alarmNotifications.compositeAlarm,
  contributor: alarmNotifications.contributor,
  metricAlarmEvent: alarmEvents.metricAlarm,
  compositeAlarmEvent: alarmEvents.compositeAlarm,
  contributorEvent: alarmEvents.contributor,
} as const;

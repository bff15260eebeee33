import { aws, type Place } from '../support/aws.ts';
import { eventually, record as recordOf } from '../support/receiver.ts';
import { ACCOUNT, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';

/** Where the emulator is by itself. */
export const HERE = { account: ACCOUNT, region: 'us-east-1' } as const satisfies Place;

/** A role whose doings a deployment may leave out. */
export const EXCLUDED_ROLE = `arn:aws:iam::${ACCOUNT}:role/scanner`;

const API_CALL = 'AWS API Call via CloudTrail';
const SETTLE_MS = 500;

type Kind =
  | 'a management event'
  | 'one by an excluded role'
  | 'a read-only event'
  | 'a sign-in'
  | 'an Insight event'
  | 'a data event'
  | 'a data event of SNS'
  | 'an event that a customer made up';
/** By which topics an event of each kind comes. */
type Expected = Readonly<Record<Kind, readonly string[]>>;

/** One CloudTrail event of each kind that the rules tell apart, as EventBridge's default bus gets it. */
const kinds = (
  record: (more?: Record<string, unknown>) => Record<string, unknown>,
): Record<Kind, readonly [source: string, detailType: string, detail: Record<string, unknown>]> => ({
  'a management event': ['aws.iam', API_CALL, record()],
  'one by an excluded role': [
    'aws.iam',
    API_CALL,
    record({
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/scanner/session`,
        sessionContext: { sessionIssuer: { type: 'Role', arn: EXCLUDED_ROLE, userName: 'scanner' } },
      },
    }),
  ],
  'a read-only event': ['aws.iam', API_CALL, record({ eventName: 'ListUsers', readOnly: true })],
  'a sign-in': [
    'aws.signin',
    'AWS Console Sign In via CloudTrail',
    record({ eventName: 'ConsoleLogin', eventType: 'AwsConsoleSignIn' }),
  ],
  'an Insight event': [
    'aws.cloudtrail',
    'AWS Insight via CloudTrail',
    record({
      eventCategory: 'Insight',
      eventType: 'AwsCloudTrailInsight',
      eventName: undefined,
      eventSource: undefined,
      insightDetails: { state: 'Start', eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' },
    }),
  ],
  'a data event': [
    'aws.s3',
    API_CALL,
    record({ eventSource: 's3.amazonaws.com', eventName: 'PutObject', eventCategory: 'Data' }),
  ],
  'a data event of SNS': [
    'aws.sns',
    API_CALL,
    record({ eventSource: 'sns.amazonaws.com', eventName: 'Publish', eventCategory: 'Data' }),
  ],
  'an event that a customer made up': ['my.iam', API_CALL, record()],
});

/** What comes of each kind with a deployment as it is by default: the topics it came by. */
export const byDefault = (topic: string): Expected => ({
  'a management event': [topic],
  'one by an excluded role': [topic],
  'a read-only event': [],
  'a sign-in': [topic],
  'an Insight event': [],
  'a data event': [],
  'a data event of SNS': [],
  'an event that a customer made up': [],
});

/** What comes with every kind switched on, and the role left out. */
export const withEverything = (topic: string): Expected => ({
  ...byDefault(topic),
  'one by an excluded role': [],
  'a read-only event': [topic],
  'an Insight event': [topic],
  'a data event': [topic],
});

/** What comes where two deployments stand side by side. */
export const byBoth = (one: Expected, other: Expected): Expected =>
  Object.fromEntries(
    Object.entries(one).map(([kind, topics]) => [kind, [...topics, ...other[kind as Kind]]]),
  ) as unknown as Expected;

/** Puts an event of each kind on the default bus of a place, and tells by which topics each became a signal of the receiver. */
export async function putEvents({ emulator, receiver }: ReceiverEndpoint, expected: Expected, place: Required<Place> = HERE) {
  // A record of another account than the event's would not be believed.
  const put = Object.entries(
    kinds((more = {}) => recordOf({ recipientAccountId: place.account, awsRegion: place.region, ...more })),
  );
  const Entries = put.map(([, [Source, DetailType, detail]]) => ({ Source, DetailType, Detail: JSON.stringify(detail) }));
  const { FailedEntryCount } = await aws(emulator, 'events', 'put-events', { Entries }, place);
  expect(FailedEntryCount).toBe(0);

  const came = async () => {
    const signals = await receiver.signals();
    return Object.fromEntries(
      put.map(([kind, [, , { eventID }]]) => {
        const { provenance = [] } = signals.find(({ eventId }) => eventId === eventID) ?? {};
        return [kind, [...new Set(provenance.map((each) => ('topicArn' in each ? each.topicArn : each.bucket)))].sort()];
      }),
    );
  };
  const arns = Object.fromEntries(Object.entries(expected).map(([kind, topics]) => [kind, topics.map(topicArn).sort()]));
  const wanted = JSON.stringify(arns);
  await eventually(async () => JSON.stringify(await came()) === wanted).catch(() => undefined);
  // What should not come must have had its time to.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  expect(await came()).toEqual(arns);
  const ids = put.map(([, [, , { eventID }]]) => eventID);
  const found = (await receiver.signals()).filter(({ eventId }) => ids.includes(eventId));
  for (const { accountId: account, region } of found) expect({ account, region }).toEqual(place);
}

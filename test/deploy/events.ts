import { eventually, record as recordOf } from '../support/receiver.ts';
import { ACCOUNT, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';

/** A role whose doings a deployment may leave out. */
export const EXCLUDED_ROLE = `arn:aws:iam::${ACCOUNT}:role/scanner`;

const API_CALL = 'AWS API Call via CloudTrail';
const SETTLE_MS = 500;

/** A record of the emulator's account: one of another would not be believed. */
const record = (more: Record<string, unknown> = {}) => recordOf({ recipientAccountId: ACCOUNT, ...more });

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
const kinds = (): Record<Kind, readonly [source: string, detailType: string, detail: Record<string, unknown>]> => ({
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

/** Puts an event of each kind on the default bus, and tells by which topics each became a signal of the receiver. */
export async function putEvents({ ask, receiver }: ReceiverEndpoint, expected: Expected) {
  const put = Object.entries(kinds());
  const { FailedEntryCount } = await ask('events', 'put-events', {
    Entries: put.map(([, [Source, DetailType, detail]]) => ({ Source, DetailType, Detail: JSON.stringify(detail) })),
  });
  expect(FailedEntryCount).toBe(0);

  const came = async () => {
    const signals = await receiver.signals();
    return Object.fromEntries(
      put.map(([kind, [, , { eventID }]]) => {
        const { provenance = [] } = signals.find(({ eventId }) => eventId === eventID) ?? {};
        return [kind, [...new Set(provenance.map((each) => each.topicArn))].sort()];
      }),
    );
  };
  const arns = Object.fromEntries(Object.entries(expected).map(([kind, topics]) => [kind, topics.map(topicArn).sort()]));
  const wanted = JSON.stringify(arns);
  await eventually(async () => JSON.stringify(await came()) === wanted).catch(() => undefined);
  // What should not come must have had its time to.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  expect(await came()).toEqual(arns);
}

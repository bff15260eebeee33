/** Everything for one account: what happens in it, what came of that by which topic, and what is to be found there. */
import { configuration, customersBucket, THREE_OTHERS } from '../bucket-notification/customer.ts';
import { record } from '../support/receiver.ts';
import { allowed } from '../support/simulate.ts';
import { logFile, PREFIX, roleMay } from './archive/deployed.ts';
import { NOTHING, whatIsThere } from './deployed.ts';
import { goOff, putAlarm, putFindings } from './monitors.ts';
import { ACCOUNT, topicArn } from './receiver-endpoint.ts';
import { AGENT, rolesThere } from './roles.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** What Clarion shows, and a bucket of the customer's. */
export const CLARIONS = { principalArn: AGENT, externalId: 'workspace-1' };
export const archiveOf = (bucketName: string) => ({ bucketName, prefix: PREFIX });

/** The topics of an account, by its name prefix. */
export function topicsOf(prefix: string) {
  const [trail, alarms, findings] = ['cloudtrail', 'cloudwatch', 'guardduty'].map((name) => topicArn(`${prefix}-${name}`));
  return {
    trail: trail!,
    alarms: alarms!,
    findings: findings!,
    files: topicArn(`${prefix}-cloudtrail-s3`),
    one: topicArn(prefix),
  };
}

/** A bucket that has three other notifications already. */
export const makeBucket = ({ emulator }: WebhookEndpoint, name: string) => customersBucket(emulator, name);

/** Who is told of what is put into a bucket, by topic; all else that the customer has on it is as it was. */
export async function notifiedBy({ emulator }: WebhookEndpoint, bucket: string): Promise<string[]> {
  const { TopicConfigurations = [], ...others } = await configuration(emulator, bucket);
  const { TopicConfigurations: own = [], ...before } = THREE_OTHERS;
  expect(others).toEqual(before);
  expect(TopicConfigurations).toEqual(expect.arrayContaining([...own]));
  const added = TopicConfigurations.filter((each) => !own.some((one) => JSON.stringify(one) === JSON.stringify(each)));
  return added.map((each) => (each as { TopicArn: string }).TopicArn);
}

export const asItWas = async ({ emulator }: WebhookEndpoint, bucket: string) =>
  expect(await configuration(emulator, bucket)).toEqual(THREE_OTHERS);

/** Everything of the kinds that an account's parts make. */
export async function everythingThere(endpoint: WebhookEndpoint) {
  const { Functions } = await endpoint.ask<{ Functions: unknown[] }>('lambda', 'list-functions');
  const { logGroups } = await endpoint.ask<{ logGroups: unknown[] }>('logs', 'describe-log-groups');
  return {
    ...(await whatIsThere(endpoint)),
    ...(await rolesThere(endpoint)),
    functions: Functions.length,
    logGroups: logGroups.length,
  };
}

/** What there is without us: the topic and the queue that the customer's bucket notifies. */
export const CUSTOMERS_OWN = {
  ...NOTHING,
  topics: [{ TopicArn: topicArn('reports') }],
  queues: [expect.stringMatching(/\/indexer$/)],
  roles: [],
  policies: 0,
  workgroups: [],
  functions: 0,
  logGroups: 0,
};

/** One of each that a part sends, and beside it what none should. The alarm names the topic for alarms, as step 2 says. */
export async function letThingsHappen(endpoint: WebhookEndpoint, bucket: string, alarmTopic: string): Promise<void> {
  const detail = (more: Record<string, unknown>) => JSON.stringify(record({ recipientAccountId: ACCOUNT, ...more }));
  const DetailType = 'AWS API Call via CloudTrail';
  await endpoint.ask('events', 'put-events', {
    Entries: [
      { Source: 'aws.iam', DetailType, Detail: detail({ eventName: 'DeleteUser' }) },
      { Source: 'aws.iam', DetailType, Detail: detail({ eventName: 'ListUsers', readOnly: true }) },
      { Source: 'my.iam', DetailType, Detail: detail({ eventName: 'MadeUp' }) },
    ],
  });
  await putFindings(endpoint);
  await putAlarm(endpoint, 'mine', alarmTopic);
  await goOff(endpoint, 'mine');
  await endpoint.ask('cloudwatch', 'delete-alarms', { AlarmNames: ['mine'] });
  for (const Key of [logFile(), 'reports/x.csv', `${PREFIX}x.log`])
    await endpoint.ask('s3', 'put-object', { Bucket: bucket, Key, Body: 'eA==' });
}

/** What came by a topic, in the words of the part that sent it, in any order. */
export const cameBy = ({ came }: WebhookEndpoint, topic: string): string[] => came(topic).flatMap(said).sort();

function said(message: any): string[] {
  if (message.source === 'aws.guardduty') return [`finding of severity ${message.detail.severity}`];
  if ('detail-type' in message) return [`event ${message.detail.eventName}`];
  if ('AlarmName' in message) return [`alarm ${message.AlarmName} ${message.NewStateValue}`];
  // S3 says once that it was told whom to notify, in a message without records.
  return (message.Records ?? []).map(({ s3 }: any) => `log file ${decodeURIComponent(s3.object.key as string)}`);
}

export const TRAIL = ['event DeleteUser'];
export const ALARMS = ['alarm mine ALARM', 'alarm mine OK'];
export const FINDINGS = ['finding of severity 2', 'finding of severity 8'];
export const FILES = [`log file ${logFile()}`];

/** That S3 may publish to the topic for this bucket of this account, by the policy that was deployed, and for no other. */
export async function admitsBucketAlone({ ask }: WebhookEndpoint, TopicArn: string, bucket: string): Promise<void> {
  const { Attributes } = await ask<{ Attributes: { Policy: string } }>('sns', 'get-topic-attributes', { TopicArn });
  const may = (name: string, account: string) =>
    allowed({
      service: 's3.amazonaws.com',
      action: 'sns:Publish',
      resource: TopicArn,
      policy: Attributes.Policy,
      context: { 'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:s3:::${name}` },
    });
  expect(await may(bucket, ACCOUNT)).toBe(true);
  expect(await may(`${bucket}-2`, ACCOUNT)).toBe(false);
  expect(await may(bucket, '999999999999')).toBe(false);
}

/** That the role reads the log files of a bucket, and nothing beside them. */
export async function readsLogFiles({ emulator }: WebhookEndpoint, bucket: string): Promise<void> {
  const may = (action: string, key: string) => roleMay(emulator, action, `arn:aws:s3:::${bucket}/${key}`);
  expect(await may('s3:GetObject', logFile())).toBe(true);
  expect(await may('s3:GetObject', 'reports/x.csv')).toBe(false);
  expect(await may('s3:PutObject', logFile())).toBe(false);
}

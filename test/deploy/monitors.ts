/** Alarms and findings, as AWS would send them, and what must come of them by the topics that were deployed. */
import { finding } from '../support/findings.ts';
import { eventually } from '../support/receiver.ts';
import { allowed } from '../support/simulate.ts';
import { ACCOUNT } from './receiver-endpoint.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

const SETTLE_MS = 500;

/** An alarm of the customer's own that names these topics. */
export const putAlarm = ({ ask }: WebhookEndpoint, AlarmName: string, ...topicArns: string[]) =>
  ask('cloudwatch', 'put-metric-alarm', {
    AlarmName,
    AlarmDescription: 'The CPU is busy.',
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Statistic: 'Average',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 90,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: topicArns,
    OKActions: topicArns,
  });

const isEvent = (message: any): boolean => 'detail-type' in message;

/** What came of alarms by a topic, in any order: what each said itself, and what EventBridge said of it. */
export function alarmsBy({ came }: WebhookEndpoint, topicArn: string): { itself: string[]; byEvent: string[] } {
  const messages = came(topicArn);
  return {
    itself: messages
      .filter((each) => !isEvent(each))
      .map((each) => `${each.AlarmName} ${each.NewStateValue}`)
      .sort(),
    byEvent: messages
      .filter(isEvent)
      .map(({ detail }) => `${detail.alarmName} ${detail.state.value}`)
      .sort(),
  };
}

/** Lets alarms go off and end, the customer's first. */
export async function goOff({ ask }: WebhookEndpoint, ...names: string[]): Promise<void> {
  for (const AlarmName of names)
    for (const StateValue of ['ALARM', 'OK'])
      await ask('cloudwatch', 'set-alarm-state', { AlarmName, StateValue, StateReason: 'a test' });
}

/** Puts findings on the default bus, as GuardDuty does, and one that somebody made up. */
export async function putFindings({ ask }: WebhookEndpoint): Promise<void> {
  const found = [finding(2), finding(8), { ...finding(9), source: 'my.guardduty' }];
  const { FailedEntryCount } = await ask('events', 'put-events', {
    Entries: found.map(({ source, 'detail-type': type, detail }) => ({
      Source: source,
      DetailType: type,
      Detail: JSON.stringify(detail),
    })),
  });
  expect(FailedEntryCount).toBe(0);
}

/** The severity of each finding that came by a topic, the least first. All are as GuardDuty sent them. */
export function findingsBy({ came }: WebhookEndpoint, topicArn: string): number[] {
  return came(topicArn)
    .map((event) => {
      expect(event).toMatchObject({
        source: 'aws.guardduty',
        'detail-type': 'GuardDuty Finding',
        account: ACCOUNT,
        region: 'us-east-1',
      });
      return event.detail.severity as number;
    })
    .sort();
}

/** That it comes to this, and stays so: what should not come must have had its time to. */
export async function comesTo<Seen>(see: () => Seen, wanted: Seen): Promise<void> {
  await eventually(async () => JSON.stringify(see()) === JSON.stringify(wanted)).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  expect(see()).toEqual(wanted);
}

/** Which services may publish to the topic for this account, by the policy that was deployed. */
export async function publishersOf({ ask }: Pick<WebhookEndpoint, 'ask'>, TopicArn: string): Promise<string[]> {
  const { Attributes } = await ask<{ Attributes: { Policy: string } }>('sns', 'get-topic-attributes', { TopicArn });
  const may = async (name: string, account: string) =>
    allowed({
      service: `${name}.amazonaws.com`,
      action: 'sns:Publish',
      resource: TopicArn,
      policy: Attributes.Policy,
      context: { 'aws:SourceAccount': account },
    });
  const names = ['cloudwatch', 'events', 's3', 'sns'];
  for (const name of names) expect([name, await may(name, '999999999999')]).toEqual([name, false]);
  const admitted = await Promise.all(names.map((name) => may(name, ACCOUNT)));
  return names.filter((_, index) => admitted[index]);
}

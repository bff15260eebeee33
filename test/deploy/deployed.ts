/** What is to be found in the account, whoever deployed it. */
import { allowed } from '../support/simulate.ts';
import { ACCOUNT, type ReceiverEndpoint } from './receiver-endpoint.ts';

/** Everything of the kinds that a deployment makes. */
export async function whatIsThere({ ask }: Pick<ReceiverEndpoint, 'ask'>): Promise<Record<string, unknown[]>> {
  const topics = await ask<{ Topics: unknown[] }>('sns', 'list-topics');
  const subscriptions = await ask<{ Subscriptions: unknown[] }>('sns', 'list-subscriptions');
  const queues = await ask<{ QueueUrls?: unknown[] }>('sqs', 'list-queues');
  const rules = await ask<{ Rules: unknown[] }>('events', 'list-rules');
  const alarms = await ask<{ MetricAlarms: unknown[] }>('cloudwatch', 'describe-alarms');
  const buses = await ask<{ EventBuses: { Name: string }[] }>('events', 'list-event-buses');
  const roles = await ask<{ Roles: unknown[] }>('iam', 'list-roles');
  return {
    topics: topics.Topics,
    subscriptions: subscriptions.Subscriptions,
    queues: queues.QueueUrls ?? [],
    rules: rules.Rules,
    alarms: alarms.MetricAlarms,
    buses: buses.EventBuses.filter(({ Name }) => Name !== 'default'),
    roles: roles.Roles,
  };
}

export const NOTHING = { topics: [], subscriptions: [], queues: [], rules: [], alarms: [], buses: [], roles: [] };

/** Who may do what by the policies that were deployed, found from the topic and the bus alone. */
export async function verdicts({ ask }: ReceiverEndpoint, TopicArn: string, EventBusName = 'default') {
  type Attributes = { Attributes: Record<string, string> };
  const topic = await ask<Attributes>('sns', 'get-topic-attributes', { TopicArn });
  const { Subscriptions } = await ask<{ Subscriptions: { SubscriptionArn: string }[] }>('sns', 'list-subscriptions-by-topic', {
    TopicArn,
  });
  const subscription = await ask<Attributes>('sns', 'get-subscription-attributes', {
    SubscriptionArn: Subscriptions[0]?.SubscriptionArn,
  });
  const { RuleNames } = await ask<{ RuleNames: string[] }>('events', 'list-rule-names-by-target', {
    TargetArn: TopicArn,
    EventBusName,
  });
  const { Arn: ruleArn } = await ask<{ Arn: string }>('events', 'describe-rule', { Name: RuleNames[0], EventBusName });
  const { Targets } = await ask<{ Targets: { DeadLetterConfig: { Arn: string } }[] }>('events', 'list-targets-by-rule', {
    Rule: RuleNames[0],
    EventBusName,
  });

  const queue = async (arn: string) => {
    const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${arn.split(':').at(-1)}`;
    const { Attributes } = await ask<Attributes>('sqs', 'get-queue-attributes', { QueueUrl, AttributeNames: ['Policy'] });
    return { action: 'sqs:SendMessage', resource: arn, policy: Attributes['Policy'] };
  };
  const topicQueue = await queue(JSON.parse(subscription.Attributes['RedrivePolicy'] ?? '{}').deadLetterTargetArn);
  const ruleQueue = await queue(Targets[0]?.DeadLetterConfig.Arn ?? '');
  const publish = { action: 'sns:Publish', resource: TopicArn, policy: topic.Attributes['Policy'] };
  const [events, sns, s3] = ['events', 'sns', 's3'].map((service) => ({ service: `${service}.amazonaws.com` })) as [
    Service,
    Service,
    Service,
  ];
  const account = (id: string) => ({ context: { 'aws:SourceAccount': id } });
  const source = (arn: string) => ({ context: { 'aws:SourceArn': arn } });

  return {
    'EventBridge publishes for this account': await allowed({ ...publish, ...events, ...account(ACCOUNT) }),
    'EventBridge publishes where it names no account': await allowed({ ...publish, ...events }),
    'EventBridge publishes for another account': await allowed({ ...publish, ...events, ...account('999999999999') }),
    'S3 publishes': await allowed({ ...publish, ...s3, ...account(ACCOUNT) }),
    'SNS keeps what the topic could not deliver': await allowed({ ...topicQueue, ...sns, ...source(TopicArn) }),
    'SNS keeps what another topic could not deliver': await allowed({ ...topicQueue, ...sns, ...source(`${TopicArn}-2`) }),
    'EventBridge writes to the queue of the topic': await allowed({ ...topicQueue, ...events, ...source(ruleArn) }),
    'EventBridge keeps what the rule could not publish': await allowed({ ...ruleQueue, ...events, ...source(ruleArn) }),
    'EventBridge keeps what another rule could not publish': await allowed({
      ...ruleQueue,
      ...events,
      ...source(`${ruleArn}-2`),
    }),
    'EventBridge keeps what no rule is named for': await allowed({ ...ruleQueue, ...events }),
  };
}

type Service = { readonly service: string };

/** The least that works. */
export const LEAST_PRIVILEGE = {
  'EventBridge publishes for this account': true,
  'EventBridge publishes where it names no account': true,
  'EventBridge publishes for another account': false,
  'S3 publishes': false,
  'SNS keeps what the topic could not deliver': true,
  'SNS keeps what another topic could not deliver': false,
  'EventBridge writes to the queue of the topic': false,
  'EventBridge keeps what the rule could not publish': true,
  'EventBridge keeps what another rule could not publish': false,
  'EventBridge keeps what no rule is named for': false,
};

/** The ARN of each subscription of a topic, by its endpoint. A pending one has no ARN yet. */
export async function subscriptionsOf({ ask }: ReceiverEndpoint, TopicArn: string): Promise<Record<string, string>> {
  type Listed = { Subscriptions: { Endpoint: string; SubscriptionArn: string }[] };
  const { Subscriptions } = await ask<Listed>('sns', 'list-subscriptions-by-topic', { TopicArn });
  return Object.fromEntries(Subscriptions.map(({ Endpoint, SubscriptionArn }) => [Endpoint, SubscriptionArn]));
}

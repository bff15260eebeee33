/** Everything that an account holds of the kinds that we make or touch. */
import { whatIsThere } from './deployed.ts';
import type { ReceiverEndpoint } from './receiver-endpoint.ts';
import { roleNamed } from './roles.ts';

type Asks = Pick<ReceiverEndpoint, 'ask'>;

/** Two looks at an account in which nothing has changed are equal. */
export async function theWholeAccount(asks: Asks) {
  const { ask } = asks;
  const list = async (service: string, operation: string, key: string, input = {}): Promise<any[]> =>
    ((await ask<any>(service, operation, input))[key] ?? []) as any[];
  const {
    topics = [],
    subscriptions = [],
    queues = [],
    alarms = [],
    roles = [],
  } = (await whatIsThere(asks)) as Record<string, any[]>;
  const buses = await list('events', 'list-event-buses', 'EventBuses');
  const each = async <T>(found: readonly any[], look: (one: any) => Promise<T>) => Promise.all(found.map(look));
  return {
    subscriptions,
    queues,
    alarms,
    buses,
    rules: (await each(buses, async ({ Name: EventBusName }) => list('events', 'list-rules', 'Rules', { EventBusName }))).flat(),
    topics: await each(topics, async ({ TopicArn }) => {
      const { Attributes } = await ask<any>('sns', 'get-topic-attributes', { TopicArn });
      return [TopicArn, Attributes.Policy];
    }),
    roles: await each(roles, async ({ RoleName }) => roleNamed(asks, RoleName)),
    buckets: await each(await list('s3', 'list-buckets', 'Buckets'), async ({ Name: Bucket }) => [
      Bucket,
      await ask('s3', 'get-bucket-notification-configuration', { Bucket }),
    ]),
    policies: (await list('iam', 'list-policies', 'Policies', { Scope: 'Local' })).map(({ Arn, AttachmentCount }) => [
      Arn,
      AttachmentCount,
    ]),
    functions: await list('lambda', 'list-functions', 'Functions'),
    logGroups: await list('logs', 'describe-log-groups', 'logGroups'),
    workgroups: (await list('athena', 'list-work-groups', 'WorkGroups')).map(({ Name }) => Name),
    stackSets: (await list('cloudformation', 'list-stack-sets', 'Summaries', { Status: 'ACTIVE' })).map(
      ({ StackSetName }) => StackSetName,
    ),
    stacks: (await list('cloudformation', 'describe-stacks', 'Stacks')).map(({ StackName }) => StackName),
  };
}

/** A stack of a released template, updated to the template of now by a change set: everything in it is still the same thing. */
import { subscriptionsOf, whatIsThere } from '../deploy/deployed.ts';
import { byDefault, putEvents } from '../deploy/events.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from '../deploy/receiver-endpoint.ts';
import { createStack } from '../deploy/stack.ts';
import { needs } from '../support/needs.ts';
import { current, read, released, RELEASES } from './releases.ts';

const TEMPLATE = 'cloudformation/cloudtrail-events.template.yaml';
const TOPIC = topicArn('clarion-cloudtrail');
const StackName = 'clarion';

needs(['moto'], 'the stack of a release', () => {
  let endpoint: ReceiverEndpoint;

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
  });
  afterEach(() => endpoint.emulator.reset());
  afterAll(() => endpoint?.stop());

  /** The physical id of each resource, by its logical one. */
  const physicalIds = async () => {
    type Described = { StackResources: { LogicalResourceId: string; PhysicalResourceId: string }[] };
    const { StackResources } = await endpoint.ask<Described>('cloudformation', 'describe-stack-resources', { StackName });
    return Object.fromEntries(
      StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    );
  };
  /** What has a name or an ARN of its own, whatever the stack says about it. */
  const names = async () => {
    const { topics = [], queues = [], rules = [], alarms = [] } = await whatIsThere(endpoint);
    const arns = (found: readonly any[]) => found.map(({ TopicArn, Arn, AlarmArn }) => TopicArn ?? Arn ?? AlarmArn);
    return [...arns([...topics, ...rules, ...alarms]), ...queues];
  };

  const update = async (template: string) => {
    const ChangeSetName = 'upgrade';
    const Parameters = [
      { ParameterKey: 'WebhookUrl', UsePreviousValue: true },
      // A change in any case: a change set without one is refused.
      { ParameterKey: 'AlarmActions', ParameterValue: topicArn('operators') },
    ];
    const changeSet = { StackName, ChangeSetName };
    await endpoint.ask('cloudformation', 'create-change-set', {
      ...changeSet,
      ChangeSetType: 'UPDATE',
      TemplateBody: template,
      Parameters,
    });
    await endpoint.ask('cloudformation', 'execute-change-set', changeSet);
    type Described = { Stacks: { StackStatus: string }[] };
    const { Stacks } = await endpoint.ask<Described>('cloudformation', 'describe-stacks', { StackName });
    expect(Stacks[0]?.StackStatus).toBe('UPDATE_COMPLETE');
  };

  test.each(RELEASES)('of %s is upgraded in place: no confirmation is lost, and events come as before', async (release) => {
    await endpoint.receiver.addTopic({ monitor: 'trail', arn: TOPIC });
    const WebhookUrl = await endpoint.createWebhook('upgraded');
    await createStack(endpoint, StackName, read(released(release, TEMPLATE)), { WebhookUrl });
    await endpoint.confirmed(TOPIC, 1);
    const before = {
      resources: await physicalIds(),
      names: await names(),
      subscriptions: await subscriptionsOf(endpoint, TOPIC),
    };
    expect(before.names).toHaveLength(7);
    expect(before.resources).toMatchObject({ Topic: TOPIC, TopicSubscription: before.subscriptions[WebhookUrl] });

    await update(read(current(TEMPLATE)));
    const after = { resources: await physicalIds(), names: await names(), subscriptions: await subscriptionsOf(endpoint, TOPIC) };
    // More may be there now. What was there is.
    expect(after.resources).toMatchObject(before.resources);
    expect(after.names).toEqual(expect.arrayContaining(before.names));
    expect(after.subscriptions).toEqual(before.subscriptions);
    await endpoint.confirmed(TOPIC, 1);
    await putEvents(endpoint, byDefault('clarion-cloudtrail'));
  });
});

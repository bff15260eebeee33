/** The CDK example, synthesized as its users do and deployed as it came out. */
import { needs } from '../support/needs.ts';
import { LEAST_PRIVILEGE, NOTHING, verdicts, whatIsThere } from './deployed.ts';
import { byDefault, putEvents } from './events.ts';
import { synthesize } from './example.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { createStack, deleteStack, updateStack } from './stack.ts';

needs(['moto'], 'examples/cdk', () => {
  let endpoint: ReceiverEndpoint;

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
    // What `cdk bootstrap` leaves in an account, and every CDK template asks for.
    const Name = '/cdk-bootstrap/hnb659fds/version';
    await endpoint.ask('ssm', 'put-parameter', { Name, Value: '30', Type: 'String' });
  });
  afterAll(() => endpoint?.stop());

  test('deploys first without, then with the webhook, brings events to the receiver, and leaves nothing', async () => {
    const { TopicArn } = await createStack(endpoint, 'ClarionStack', await synthesize('cdk'));
    expect(TopicArn).toBe(topicArn('clarion-cloudtrail'));
    expect(await whatIsThere(endpoint)).toMatchObject({ subscriptions: [] });

    await endpoint.receiver.addTopic({ monitor: 'trail', arn: TopicArn! });
    const template = await synthesize('cdk', await endpoint.createWebhook('cdk'));
    await updateStack(endpoint, 'ClarionStack', template, {});
    await endpoint.confirmed(TopicArn!, 1);
    await putEvents(endpoint, byDefault('clarion-cloudtrail'));
    expect(await verdicts(endpoint, TopicArn!)).toEqual(LEAST_PRIVILEGE);

    await deleteStack(endpoint, 'ClarionStack');
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  });

  test('does not even synthesize with a URL that SNS could not reach, and keeps its path secret', async () => {
    const synthesized = synthesize('cdk', 'http://hooks.example.com/secret');
    await expect(synthesized).rejects.toThrow('http://hooks.example.com/…');
    await expect(synthesized).rejects.not.toThrow('secret');
  });
});

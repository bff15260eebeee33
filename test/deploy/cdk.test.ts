/** The CDK example, synthesized as its users do and deployed as it came out; and an app whose webhook URL and external ID change. */
import { App, Stack } from 'aws-cdk-lib';
import { CloudTrailEvents, IntegrationRole } from 'clarion-aws-constructs/cdk';
import { needs } from '../support/needs.ts';
import { LEAST_PRIVILEGE, NOTHING, verdicts, whatIsThere } from './deployed.ts';
import { byDefault, putEvents } from './events.ts';
import { synthesize } from './example.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT } from './roles.ts';
import { rotatesExternalId, rotatesUrl } from './rotation.ts';
import { createStack, deleteStack, updateStack } from './stack.ts';
import { trustTopic } from '../support/trust-topic.ts';

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

    await trustTopic(endpoint.receiver, TopicArn!);
    const template = await synthesize('cdk', await endpoint.createWebhook('cdk'));
    await updateStack(endpoint, 'ClarionStack', template, {});
    await endpoint.confirmed(TopicArn!, 1);
    await putEvents(endpoint, byDefault('clarion-cloudtrail'));
    expect(await verdicts(endpoint, TopicArn!)).toEqual(LEAST_PRIVILEGE);

    await deleteStack(endpoint, 'ClarionStack');
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  });

  test('rotates a webhook URL and an external ID without a gap', async () => {
    type Changing = { readonly webhookUrl: string; readonly previousWebhookUrl?: string };
    type Known = { readonly externalId: string; readonly previousExternalIds?: readonly string[] };
    const template = (url: Changing, id: Known) => {
      const app = new App();
      const stack = new Stack(app, 'Rotating');
      new CloudTrailEvents(stack, 'Events', { ...url, topicName: 'rotating' });
      new IntegrationRole(stack, 'Role', { ...id, principalArn: AGENT });
      return JSON.stringify(app.synth().getStackByName('Rotating').template);
    };
    const [old, current] = [await endpoint.createWebhook('before'), await endpoint.createWebhook('after')];
    const update = (url: Changing, id: Known) => updateStack(endpoint, 'Rotating', template(url, id), {});
    const [one, two] = [{ externalId: 'workspace-1' }, { externalId: 'workspace-2' }];

    await trustTopic(endpoint.receiver, topicArn('rotating'));
    await createStack(endpoint, 'Rotating', template({ webhookUrl: old }, one));
    await endpoint.confirmed(topicArn('rotating'), 1);
    await rotatesUrl(endpoint, topicArn('rotating'), [old, current], {
      both: () => update({ webhookUrl: current, previousWebhookUrl: old }, one),
      current: () => update({ webhookUrl: current }, one),
    });
    await rotatesExternalId(endpoint, 'ClarionIntegrationRole', {
      both: () => update({ webhookUrl: current }, { ...two, previousExternalIds: ['workspace-1'] }),
      current: () => update({ webhookUrl: current }, two),
    });
    await deleteStack(endpoint, 'Rotating');
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  });

  test('does not even synthesize with a URL that SNS could not reach, and keeps its path secret', async () => {
    const synthesized = synthesize('cdk', 'http://hooks.example.com/secret');
    await expect(synthesized).rejects.toThrow('http://hooks.example.com/…');
    await expect(synthesized).rejects.not.toThrow('secret');
  });
});

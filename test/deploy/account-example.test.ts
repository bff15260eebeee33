/** The example as it stands, with the AWS CLI, but for its parameters: those that it comes with are for the reader to replace. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTemplate } from '../support/cloudformation.ts';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { NOTHING, subscriptionsOf, verdicts, LEAST_PRIVILEGE, whatIsThere } from './deployed.ts';
import { byDefault, putEvents } from './events.ts';
import { path } from './example.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT, INTEGRATION_ROLE, LEAST_ROLE, verdictsOnRole } from './roles.ts';
import { deleteStack } from './stack.ts';
import { trustTopic } from '../support/trust-topic.ts';

const PARAMETERS = readFileSync(path('examples/account/parameters.txt'), 'utf8');
const named = [...PARAMETERS.matchAll(/^(\w+)=/gm)].map(([, name]) => name!);

test('examples/account/parameters.txt gives what the template asks for, and nothing that it does not know', () => {
  const { Parameters = {} } = parseTemplate(readFileSync(path('cloudformation/account.template.yaml'), 'utf8'));
  expect(named.filter((name) => !(name in Parameters))).toEqual([]);
});

needs(['moto', 'aws-cli'], 'examples/account', () => {
  let endpoint: ReceiverEndpoint;
  const folder = mkdtempSync(join(tmpdir(), 'clarion-account-'));

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
    await endpoint.ask('s3', 'create-bucket', { Bucket: 'templates' });
    mkdirSync(join(folder, 'examples'));
    cpSync(path('examples/account'), join(folder, 'examples/account'), { recursive: true });
    symlinkSync(path('cloudformation'), join(folder, 'cloudformation'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await endpoint?.stop();
  });

  /** What the script shows last: what is pasted into Clarion. */
  const deploy = async (...parameters: string[]) => {
    // The local AWS takes the bucket from a template's URL as from one of AWS, unless its host is this name.
    const env = { ...endpoint.emulator.env, AWS_ENDPOINT_URL: endpoint.emulator.url.replace('127.0.0.1', 'localhost') };
    const { stdout } = await command(join(folder, 'examples/account/deploy.sh'), ['templates', ...parameters], { env });
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as object;
  };

  test('makes nothing until principal and external ID are those of the reader', async () => {
    await expect(deploy()).rejects.toThrow('PrincipalArn');
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  });

  test('deploys in two steps, brings events to the receiver, lets Clarion in, and leaves nothing', async () => {
    const given: Record<string, string> = { PrincipalArn: AGENT, ExternalId: 'workspace-1' };
    expect(named).toEqual(Object.keys(given));
    const file = join(folder, 'examples/account/parameters.txt');
    writeFileSync(
      file,
      PARAMETERS.replace(/^(\w+)=.*/gm, (_, name: string) => `${name}=${given[name]}`),
    );

    const clarion = await deploy();
    const topics = ['clarion-cloudtrail', 'clarion-cloudwatch', 'clarion-guardduty'].map(topicArn);
    const [cloudtrail, cloudwatch, guardduty] = topics;
    const topicArns = { cloudtrail, cloudwatch, guardduty };
    expect(clarion).toMatchObject({ topicArns, roleArn: INTEGRATION_ROLE, externalId: 'workspace-1' });
    expect(await whatIsThere(endpoint)).toMatchObject({ topics: { length: 3 }, subscriptions: [] });

    for (const topic of topics) await trustTopic(endpoint.receiver, topic);
    const webhook = await endpoint.createWebhook('account');
    expect(await deploy(`WebhookUrl=${webhook}`)).toEqual(clarion);
    for (const topic of topics) {
      await endpoint.confirmed(topic, 1);
      expect(Object.keys(await subscriptionsOf(endpoint, topic))).toEqual([webhook]);
    }
    await putEvents(endpoint, byDefault('clarion-cloudtrail'));
    expect(await verdicts(endpoint, cloudtrail!)).toEqual(LEAST_PRIVILEGE);
    expect(await verdictsOnRole(endpoint)).toEqual(LEAST_ROLE);

    await deleteStack(endpoint, 'clarion');
    expect(await whatIsThere(endpoint)).toEqual(NOTHING);
  }, 60_000);
});

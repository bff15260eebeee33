/**
 * The two ways through Terraform, each its example as it stands, against a local AWS of its own. Side by side, because the provider
 * alone waits 50 seconds for a queue and its policy. The module is there a second time, with all that it offers switched on.
 */
import { readFileSync } from 'node:fs';
import { needs } from '../support/needs.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import { LEAST_PRIVILEGE, NOTHING, verdicts, whatIsThere } from './deployed.ts';
import { byBoth, byDefault, EXCLUDED_ROLE, putEvents, withEverything } from './events.ts';
import { path, synthesizeForHere } from './example.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { rotatesUrl } from './rotation.ts';
import { trustTopic } from '../support/trust-topic.ts';

const MINUTES = 60_000;

/** The example, with the module where the test's root has it. */
const main = () =>
  readFileSync(path('examples/terraform/main.tf'), 'utf8').replace(
    '"../../terraform/cloudtrail-events"',
    '"./modules/cloudtrail-events"',
  );

const EVERYTHING = `
variable "everything" {
  type    = map(string)
  default = {}
}

module "everything" {
  source               = "./modules/cloudtrail-events"
  webhook_url          = lookup(var.everything, "webhook_url", null)
  previous_webhook_url = lookup(var.everything, "previous_webhook_url", null)
  read_only_events     = true
  include_insights     = true
  include_data_events  = true
  exclude_role_arns    = ["${EXCLUDED_ROLE}"]
  delivery_alarms      = false
  name_prefix          = "everything"
  topic_name           = "all-events"
  signature_version    = 1
  tags                 = { Team = "security" }
}
`;

/** Deploys in the two steps of the setup guide, until nothing is left to change. */
async function inTwoSteps(
  endpoint: ReceiverEndpoint,
  root: TerraformRoot,
  topics: Readonly<Record<string, number>>,
  subscribe: () => Promise<readonly string[]>,
): Promise<void> {
  await root.init();
  await root.apply();
  expect(await root.output()).toEqual({ topic_arn: topicArn('clarion-cloudtrail') });
  expect(await whatIsThere(endpoint)).toMatchObject({ subscriptions: [] });

  for (const topic of Object.keys(topics)) await trustTopic(endpoint.receiver, topicArn(topic));
  const args = await subscribe();
  await root.apply(...args);
  for (const [topic, subscriptions] of Object.entries(topics)) await endpoint.confirmed(topicArn(topic), subscriptions);
  const { code, stdout } = await root.plan({ detailedExitcode: true, args });
  expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
}

needs(['terraform', 'moto'], 'Terraform', () => {
  const stops: (() => unknown)[] = [];
  let left: Record<'module' | 'cdktf', Promise<unknown>>;

  const start = async (files: Record<string, string>, modules: Record<string, string> = {}) => {
    const endpoint = await startReceiverEndpoint();
    const root = terraformRoot({ emulator: endpoint.emulator, files, modules });
    stops.push(endpoint.stop, root.remove);
    return { endpoint, root };
  };

  async function deployModule() {
    const files = { 'main.tf': main(), 'everything.tf': EVERYTHING };
    const { endpoint, root } = await start(files, { 'cloudtrail-events': path('terraform/cloudtrail-events') });
    const [webhook, current, previous] = [
      await endpoint.createWebhook('module'),
      await endpoint.createWebhook('current'),
      await endpoint.createWebhook('previous'),
    ];
    const everything = JSON.stringify({ webhook_url: current, previous_webhook_url: previous });
    const args = ['-var', `webhook_url=${webhook}`, '-var', `everything=${everything}`];
    await inTwoSteps(endpoint, root, { 'clarion-cloudtrail': 1, 'all-events': 2 }, async () => args);
    await putEvents(endpoint, byBoth(byDefault('clarion-cloudtrail'), withEverything('all-events')));
    expect(await verdicts(endpoint, topicArn('clarion-cloudtrail'))).toEqual(LEAST_PRIVILEGE);
    expect(await verdicts(endpoint, topicArn('all-events'))).toEqual(LEAST_PRIVILEGE);

    const next = await endpoint.createWebhook('rotated-to');
    const rotated = ['-var', `webhook_url=${next}`, '-var', `everything=${everything}`];
    const apply = (more = '') => {
      root.write({ 'main.tf': main().replace('webhook_url = var.webhook_url', `$&\n${more}`) });
      return root.apply(...rotated);
    };
    await rotatesUrl(endpoint, topicArn('clarion-cloudtrail'), [webhook, next], {
      both: () => apply(`previous_webhook_url = ${JSON.stringify(webhook)}`),
      current: () => apply(),
    });

    await root.destroy(...rotated);
    return whatIsThere(endpoint);
  }

  async function deployCdktf() {
    const { endpoint, root } = await start(await synthesizeForHere('cdktf'));
    await inTwoSteps(endpoint, root, { 'clarion-cloudtrail': 1 }, async () => {
      root.write(await synthesizeForHere('cdktf', await endpoint.createWebhook('cdktf')));
      return [];
    });
    await putEvents(endpoint, byDefault('clarion-cloudtrail'));
    expect(await verdicts(endpoint, topicArn('clarion-cloudtrail'))).toEqual(LEAST_PRIVILEGE);
    await root.destroy();
    return whatIsThere(endpoint);
  }

  beforeAll(() => {
    left = { module: deployModule(), cdktf: deployCdktf() };
    // Each test awaits its own, and tells how it failed. The other must not end the process before.
    for (const deployed of Object.values(left)) deployed.catch(() => undefined);
  });
  afterAll(async () => {
    await Promise.allSettled(Object.values(left));
    for (const stop of stops) await stop();
  }, 5 * MINUTES);

  test(
    'applies examples/terraform in two steps, brings events, plans no change, rotates the webhook URL without a gap, and leaves nothing',
    async () => expect(await left.module).toEqual(NOTHING),
    5 * MINUTES,
  );

  test('does the same for examples/cdktf', async () => expect(await left.cdktf).toEqual(NOTHING), 5 * MINUTES);
});

/**
 * Alarms and findings by Terraform: the two modules in one root, and beside it what cdktf synthesizes, against one local AWS. At the same
 * time, because the provider alone waits 50 seconds for a queue and its policy.
 */
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { App, Aspects, TerraformStack, Testing } from 'cdktf';
import { CloudWatchAlarms, GuardDutyFindings } from 'clarion-aws-constructs/cdktf';
import { needs } from '../support/needs.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import { NOTHING, whatIsThere } from './deployed.ts';
import { path } from './example.ts';
import { alarmsBy, comesTo, findingsBy, goOff, publishersOf, putAlarm, putFindings } from './monitors.ts';
import { topicArn } from './receiver-endpoint.ts';
import { startWebhookEndpoint, type WebhookEndpoint } from './webhook-endpoint.ts';

const MINUTES = 60_000;

const main = (webhookUrl: string) => `
provider "aws" {
  region = "us-east-1"
}

module "alarms" {
  source      = "./modules/cloudwatch-alarms"
  webhook_url = "${webhookUrl}"
  all_alarms  = true
}

module "findings" {
  source           = "./modules/guardduty-findings"
  webhook_url      = "${webhookUrl}"
  minimum_severity = 7.5
  custom_bus       = true
  path             = "/security/"
}
`;

/** An app of its own, in which the aspect adds Clarion to an alarm that does something already. */
function synthesize(webhookUrl: string): string {
  const stack = new TerraformStack(new App(), 'monitors');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  const options = { webhookUrl, namePrefix: 'cdktf' };
  const alarms = new CloudWatchAlarms(stack, 'alarms', options);
  new GuardDutyFindings(stack, 'findings', { ...options, customBus: true });
  new CloudwatchMetricAlarm(stack, 'mine', {
    ...{ alarmName: 'mine', namespace: 'AWS/EC2', metricName: 'CPUUtilization', statistic: 'Average', period: 300 },
    ...{ evaluationPeriods: 1, threshold: 90, comparisonOperator: 'GreaterThanThreshold', alarmActions: [PAGER] },
  });
  Aspects.of(stack).add(alarms.aspect());
  return Testing.synth(stack);
}

const PAGER = topicArn('pager');
/** Merged over what cdktf wrote: the provider that there is here, for the one that its constructs were made from. */
const PROVIDER_VERSION = JSON.stringify({ terraform: { required_providers: { aws: { source: 'aws', version: '5.100.0' } } } });
const topics = (prefix: string) => ({ alarms: topicArn(`${prefix}-cloudwatch`), findings: topicArn(`${prefix}-guardduty`) });

needs(['terraform', 'moto'], 'Terraform', () => {
  let endpoint: WebhookEndpoint;
  const roots: TerraformRoot[] = [];

  beforeAll(async () => {
    endpoint = await startWebhookEndpoint();
    const { emulator, url } = endpoint;
    const modules = Object.fromEntries(
      ['cloudwatch-alarms', 'guardduty-findings'].map((name) => [name, path(`terraform/${name}`)]),
    );
    const written = { 'cdk.tf.json': synthesize(url), 'version_override.tf.json': PROVIDER_VERSION };
    roots.push(
      terraformRoot({ emulator, files: { 'main.tf': main(url) }, modules }),
      terraformRoot({ emulator, files: written }),
    );
    await Promise.all(
      roots.map(async (root) => {
        await root.init();
        await root.apply();
      }),
    );
    const deployed = [topics('clarion'), topics('cdktf')].flatMap((each) => Object.values(each));
    await Promise.all(deployed.map((topic) => endpoint.confirmed(topic)));
  }, 5 * MINUTES);
  afterAll(async () => {
    for (const root of roots) root.remove();
    await endpoint?.stop();
  });

  test('admits to each topic who publishes there, and nobody else', async () => {
    const [modules, cdktf] = [topics('clarion'), topics('cdktf')];
    expect(await publishersOf(endpoint, modules.alarms)).toEqual(['cloudwatch', 'events']);
    expect(await publishersOf(endpoint, cdktf.alarms)).toEqual(['cloudwatch']);
    for (const { findings } of [modules, cdktf]) expect(await publishersOf(endpoint, findings)).toEqual(['events']);
  });

  test('sends what alarms say, by the aspect too; and all alarms but its own where that is on', async () => {
    const [modules, cdktf] = [topics('clarion'), topics('cdktf')];
    await putAlarm(endpoint, 'named', modules.alarms);
    await goOff(
      endpoint,
      'named',
      'mine',
      'clarion-cloudwatch-failed',
      'clarion-cloudwatch-unpublished',
      'cdktf-guardduty-failed',
    );
    await comesTo(() => alarmsBy(endpoint, modules.alarms), {
      itself: ['named ALARM', 'named OK'],
      byEvent: ['mine ALARM', 'mine OK', 'named ALARM', 'named OK'],
    });
    await comesTo(() => alarmsBy(endpoint, cdktf.alarms), { itself: ['mine ALARM', 'mine OK'], byEvent: [] });
    const { MetricAlarms } = await endpoint.ask<{ MetricAlarms: any[] }>('cloudwatch', 'describe-alarms', {
      AlarmNames: ['mine'],
    });
    expect(MetricAlarms).toMatchObject([
      { AlarmActions: expect.arrayContaining([PAGER, cdktf.alarms]), OKActions: [cdktf.alarms] },
    ]);
    await endpoint.ask('cloudwatch', 'delete-alarms', { AlarmNames: ['named'] });
  });

  test('sends findings that are severe enough, by a bus of their own', async () => {
    expect(await whatIsThere(endpoint)).toMatchObject({ buses: { length: 2 }, roles: { length: 2 } });
    await putFindings(endpoint);
    await comesTo(() => findingsBy(endpoint, topics('clarion').findings), [8]);
    await comesTo(() => findingsBy(endpoint, topics('cdktf').findings), [2, 8]);
  });

  test(
    'plans no change after that, and leaves nothing',
    async () => {
      const plans = await Promise.all(roots.map((root) => root.plan({ detailedExitcode: true })));
      for (const { code, stdout } of plans) expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
      await Promise.all(roots.map((root) => root.destroy()));
      expect(await whatIsThere(endpoint)).toEqual(NOTHING);
    },
    5 * MINUTES,
  );
});

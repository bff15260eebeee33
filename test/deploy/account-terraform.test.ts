/**
 * Everything for one account by Terraform: the module twice in one root, with a topic for each monitor and with one. At the same time,
 * because the provider alone waits 50 seconds for a queue and its policy, and because two installs must not collide.
 */
import { asRoot } from '../support/modules.ts';
import { needs } from '../support/needs.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import {
  admitsBucketAlone,
  ALARMS,
  archiveOf,
  asItWas,
  cameBy,
  CLARIONS,
  CUSTOMERS_OWN,
  everythingThere,
  FILES,
  FINDINGS,
  letThingsHappen,
  makeBucket,
  notifiedBy,
  readsLogFiles,
  topicsOf,
  TRAIL,
} from './account.ts';
import { integrationRole } from './archive/deployed.ts';
import { comesTo, publishersOf } from './monitors.ts';
import { LEAST_ROLE, roleNamed, verdictsOnRole } from './roles.ts';
import { startWebhookEndpoint, type WebhookEndpoint } from './webhook-endpoint.ts';

const MINUTES = 60_000;
const READER = 'LogReader';
const [EACH, ONE] = [topicsOf('clarion'), topicsOf('acme')];

const archive = (bucket: string) => `cloud_trail_archive = true
  archive_bucket_name  = "${bucket}"
  archive_prefix       = "${archiveOf(bucket).prefix}"
  archive_notification = "merge"`;

const main = (webhookUrl: string) => `
provider "aws" {
  region = "us-east-1"
}

module "each" {
  source        = "./modules/account"
  webhook_url   = "${webhookUrl}"
  principal_arn = "${CLARIONS.principalArn}"
  external_id   = "${CLARIONS.externalId}"
  ${archive('logs')}
}

# Its log files are read by a role that is there already.
module "one" {
  source           = "./modules/account"
  webhook_url      = "${webhookUrl}"
  name_prefix      = "acme"
  one_topic        = true
  integration_role = false
  role_name        = "${READER}"
  ${archive('logs-acme')}
}

output "each" {
  value = jsondecode(module.each.clarion)
}

output "one" {
  value = jsondecode(module.one.clarion)
}

output "queues" {
  value = { for name, module in { each = module.each, one = module.one } : name => jsondecode(module.dead_letter_queue_urls) }
}
`;

needs(['terraform', 'moto'], 'an account, by Terraform', () => {
  let endpoint: WebhookEndpoint;
  let root: TerraformRoot;
  const readerMay = async () => (await roleNamed(endpoint, READER)).attached.length;

  beforeAll(async () => {
    endpoint = await startWebhookEndpoint();
    const { emulator, url } = endpoint;
    for (const bucket of ['logs', 'logs-acme']) await makeBucket(endpoint, bucket);
    await integrationRole(emulator, READER);
    root = terraformRoot({ emulator, files: { 'main.tf': main(url) }, modules: asRoot('account').modules });
    await root.init();
    await root.apply();
    const deployed = [EACH.trail, EACH.alarms, EACH.findings, EACH.files, ONE.one, ONE.files];
    await Promise.all(deployed.map((topic) => endpoint.confirmed(topic)));
  }, 6 * MINUTES);
  afterAll(async () => {
    root?.remove();
    await endpoint?.stop();
  });

  test('shows all that is pasted into Clarion', async () => {
    const { each, one } = await root.output();
    expect(each).toEqual({
      topicArns: { cloudtrail: EACH.trail, cloudtrailArchive: EACH.files, cloudwatch: EACH.alarms, guardduty: EACH.findings },
      roleArn: 'arn:aws:iam::123456789012:role/ClarionIntegrationRole',
      externalId: CLARIONS.externalId,
    });
    expect(one).toEqual({
      topicArns: { cloudtrail: ONE.one, cloudtrailArchive: ONE.files, cloudwatch: ONE.one, guardduty: ONE.one },
      roleArn: null,
      externalId: null,
    });
  });

  test('shows where messages wait that could not be delivered: by each topic and rule, or by the one topic', async () => {
    const { queues } = (await root.output()) as { queues: Record<'each' | 'one', any> };
    const { each, one } = queues;
    const byTopic = ({ cloudtrail, cloudtrailArchive, cloudwatch, guardduty }: any): string[] =>
      [cloudtrail, cloudtrailArchive, cloudwatch, guardduty].map(({ topic }) => topic);
    expect(new Set([...byTopic(each), each.cloudtrail.rule, each.guardduty.rule]).size).toBe(6);
    expect(new Set(byTopic(one)).size).toBe(2);
    const { queues: there } = (await everythingThere(endpoint)) as unknown as { queues: string[] };
    const name = (url: string) => url.split('/').at(-1);
    expect(there.map(name)).toEqual(expect.arrayContaining([...byTopic(each), ...byTopic(one)].map(name)));
    expect(each.cloudwatch.rule).toBe('');
  });

  test('admits to each topic who publishes there, and nobody else', async () => {
    for (const topic of [EACH.trail, EACH.findings]) expect(await publishersOf(endpoint, topic)).toEqual(['events']);
    expect(await publishersOf(endpoint, EACH.alarms)).toEqual(['cloudwatch']);
    expect(await publishersOf(endpoint, ONE.one)).toEqual(['cloudwatch', 'events']);
    await admitsBucketAlone(endpoint, EACH.files, 'logs');
    await admitsBucketAlone(endpoint, ONE.files, 'logs-acme');
  });

  test('sends what each part has, by a topic of its own or by one, and the log files of each bucket by their own', async () => {
    expect(await notifiedBy(endpoint, 'logs')).toEqual([EACH.files]);
    expect(await notifiedBy(endpoint, 'logs-acme')).toEqual([ONE.files]);
    await letThingsHappen(endpoint, 'logs', EACH.alarms);
    const by = (...topics: string[]) => topics.map((topic) => cameBy(endpoint, topic));
    await comesTo(() => by(EACH.trail, EACH.alarms, EACH.findings, EACH.files), [TRAIL, ALARMS, FINDINGS, FILES]);
    // Two installs hear of the same events; of an alarm, the one whose topic it names; of a bucket, the one that watches it.
    await comesTo(() => by(ONE.one, ONE.files), [[...TRAIL, ...FINDINGS], []]);

    await letThingsHappen(endpoint, 'logs-acme', ONE.one);
    const twice = [...TRAIL, ...TRAIL, ...FINDINGS, ...FINDINGS].sort();
    await comesTo(() => by(ONE.one, ONE.files), [[...ALARMS, ...twice], FILES]);
    await comesTo(() => by(EACH.alarms, EACH.files), [ALARMS, FILES]);
  });

  test('lets Clarion assume the role, which reads the log files; or the role that is there already reads them', async () => {
    expect(await verdictsOnRole(endpoint)).toEqual(LEAST_ROLE);
    await readsLogFiles(endpoint, 'logs');
    expect(await readerMay()).toBe(1);
  });

  test(
    'plans no change after that, and leaves nothing',
    async () => {
      const { code, stdout } = await root.plan({ detailedExitcode: true });
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
      await root.destroy();
      for (const bucket of ['logs', 'logs-acme']) await asItWas(endpoint, bucket);
      expect(await readerMay()).toBe(0);
      expect(await everythingThere(endpoint)).toEqual({ ...CUSTOMERS_OWN, roles: [READER] });
    },
    6 * MINUTES,
  );
});

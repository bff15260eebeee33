/**
 * Every module in one root, most of them twice, applied at once and destroyed at once, beside what the customer has already and they touch:
 * a bucket with notifications, a topic with a policy, and a role.
 */
import { configuration, customersBucket } from '../bucket-notification/customer.ts';
import { aws } from '../support/aws.ts';
import { MODULES } from '../support/modules.ts';
import { needs } from '../support/needs.ts';
import { activateStackSets, createOrganization, type Organization } from '../support/organization.ts';
import { eventually } from '../support/receiver.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import { theWholeAccount } from './look-around.ts';
import { path } from './example.ts';
import { ACCOUNT, topicArn } from './receiver-endpoint.ts';
import { AGENT, makeRoleBefore } from './roles.ts';
import { startWebhookEndpoint, type WebhookEndpoint } from './webhook-endpoint.ts';

const MINUTES = 60_000;
/** The customer's topic. What others know of it is theirs. */
const REPORTS = topicArn('reports');
const SHARING = ['archive', 'events', 'alarms', 'findings', 'hub'];

const main = (webhook: string, organization: Pick<Organization, 'id' | 'ouId'>) => `
provider "aws" {
  region = "us-east-1"
}

locals {
  clarion = { principal = "${AGENT}", external_id = "workspace-1" }
}

module "account" {
  source               = "./modules/account"
  name_prefix          = "account"
  webhook_url          = "${webhook}/account"
  principal_arn        = local.clarion.principal
  external_id          = local.clarion.external_id
  role_name            = "AccountRole"
  all_alarms           = true
  cloud_trail_archive  = true
  archive_bucket_name  = "account-logs"
  archive_prefix       = "AWSLogs/"
  archive_notification = "merge"
}

module "archive" {
  source       = "./modules/cloudtrail-archive"
  webhook_url  = "${webhook}/archive"
  bucket_name  = "logs"
  prefix       = "AWSLogs/"
  notification = "merge"
}

module "archive_shared" {
  source             = "./modules/cloudtrail-archive"
  webhook_url        = "${webhook}/shared/archive"
  bucket_name        = "logs"
  prefix             = "shared/AWSLogs/"
  notification       = "existing-topic"
  existing_topic_arn = "${REPORTS}"
}

module "events" {
  source              = "./modules/cloudtrail-events"
  webhook_url         = "${webhook}/events"
  include_data_events = true
}

module "events_again" {
  source      = "./modules/cloudtrail-events"
  name_prefix = "again"
  webhook_url = "${webhook}/again"
}

module "events_shared" {
  source             = "./modules/cloudtrail-events"
  webhook_url        = "${webhook}/shared/events"
  existing_topic_arn = "${REPORTS}"
}

# As the one before, even by its prefix. It leaves the subscription to that one.
module "events_shared_again" {
  source             = "./modules/cloudtrail-events"
  existing_topic_arn = "${REPORTS}"
}

module "alarms" {
  source      = "./modules/cloudwatch-alarms"
  webhook_url = "${webhook}/alarms"
  all_alarms  = true
}

module "alarms_again" {
  source      = "./modules/cloudwatch-alarms"
  topic_name  = "again-cloudwatch"
  webhook_url = "${webhook}/again"
}

module "alarms_shared" {
  source             = "./modules/cloudwatch-alarms"
  webhook_url        = "${webhook}/shared/alarms"
  existing_topic_arn = "${REPORTS}"
  all_alarms         = true
}

module "findings" {
  source      = "./modules/guardduty-findings"
  webhook_url = "${webhook}/findings"
  custom_bus  = true
  path        = "/security/"
}

module "findings_shared" {
  source             = "./modules/guardduty-findings"
  webhook_url        = "${webhook}/shared/findings"
  existing_topic_arn = "${REPORTS}"
}

module "hub" {
  source      = "./modules/hub"
  webhook_url = "${webhook}/hub"
  account_ids = ["${ACCOUNT}"]
  all_alarms  = true
}

module "hub_shared" {
  source             = "./modules/hub"
  name_prefix        = "again"
  webhook_url        = "${webhook}/shared/hub"
  account_ids        = ["${ACCOUNT}"]
  existing_topic_arn = "${REPORTS}"
}

module "organization" {
  source                  = "./modules/organization"
  name_prefix             = "organization"
  organizational_unit_ids = ["${organization.ouId}"]
  organization_id         = "${organization.id}"
  regions                 = ["us-east-1", "eu-west-1"]
  webhook_url             = "${webhook}/organization"
  principal_arn           = local.clarion.principal
  external_id             = local.clarion.external_id
  role_name               = "OrganizationRole"
}

module "spoke" {
  source              = "./modules/spoke"
  hub_bus_arn         = module.hub.bus_arn
  include_data_events = true
  delivery_alarms     = true
}

module "spoke_again" {
  source          = "./modules/spoke"
  name_prefix     = "again"
  hub_bus_arn     = module.hub_shared.bus_arn
  delivery_alarms = true
}

# The role that is there already.
module "adopted" {
  source            = "./modules/integration-role"
  principal_arn     = local.clarion.principal
  external_id       = local.clarion.external_id
  permission_groups = ["cloudtrail", "athena"]
  adopt             = true
}

module "role" {
  source            = "./modules/integration-role"
  principal_arn     = local.clarion.principal
  external_id       = local.clarion.external_id
  permission_groups = ["cloudtrail", "athena"]
  role_name         = "Again"
  athena_workgroup  = "again"
}

module "receiver" {
  source                 = "./modules/receiver-role"
  trusted_service        = "ecs-tasks.amazonaws.com"
  topic_arns             = [module.events.topic_arn, module.hub.topic_arn]
  assume_role_arns       = [module.role.role_arn]
  dead_letter_queue_arns = ["arn:aws:sqs:us-east-1:${ACCOUNT}:undelivered"]
}

module "receiver_again" {
  source          = "./modules/receiver-role"
  trusted_service = "lambda.amazonaws.com"
  topic_arns      = [module.events_again.topic_arn]
  role_name       = "AgainReceiver"
}

output "clarion" {
  value = [for made in [module.account, module.archive, module.events, module.alarms, module.findings, module.hub, module.organization, module.role] : jsondecode(made.clarion)]
}
`;

/** Those that make a topic, each with a webhook of its own. */
const OWN_TOPICS = [
  'account-cloudtrail',
  'account-cloudtrail-s3',
  'account-cloudwatch',
  'account-guardduty',
  'again-cloudtrail',
  'again-cloudwatch',
  'clarion-cloudtrail',
  'clarion-cloudtrail-s3',
  'clarion-cloudwatch',
  'clarion-guardduty',
  'clarion-hub',
  'organization-hub',
];

/** Those with a name that is known before. */
const ROLES = [
  'AccountRole',
  'Again',
  'AgainReceiver',
  'ClarionReceiverRole',
  'OrganizationRole',
  'again-spoke-us-east-1',
  'clarion-spoke-us-east-1',
  'organization-spoke-eu-west-1',
  'organization-spoke-us-east-1',
];

needs(['moto', 'terraform'], 'all modules in one root', () => {
  let endpoint: WebhookEndpoint;
  let root: TerraformRoot;

  let members: readonly string[];

  beforeAll(async () => {
    endpoint = await startWebhookEndpoint();
    const { emulator, url } = endpoint;
    const organization = await createOrganization(emulator);
    await activateStackSets(emulator);
    members = organization.members;
    const modules = Object.fromEntries(MODULES.map((name) => [name, path(`terraform/${name}`)]));
    root = terraformRoot({ emulator, files: { 'main.tf': main(url, organization) }, modules });
  }, MINUTES);
  afterAll(async () => {
    root?.remove();
    await endpoint?.stop();
  });

  /** Every account and Region that something is made in. */
  const lookAround = () =>
    Promise.all(
      [ACCOUNT, ...members].flatMap((account) =>
        ['us-east-1', 'eu-west-1'].map((region) =>
          theWholeAccount({
            ask: <T>(service: string, operation: string, input = {}) =>
              aws<T>(endpoint.emulator, service, operation, input, { account, region }),
          }),
        ),
      ),
    );
  /** The topics that are there, with whom each sends to. */
  const confirmed = async () => {
    type Listed = { Subscriptions: { TopicArn: string; Endpoint: string; SubscriptionArn: string }[] };
    const { Subscriptions } = await endpoint.ask<Listed>('sns', 'list-subscriptions');
    return Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn.startsWith('arn:')).map(({ TopicArn }) => TopicArn);
  };

  const notifiedBy = async (bucket: string) => {
    const { TopicConfigurations = [] } = await configuration(endpoint.emulator, bucket);
    return TopicConfigurations.map((each) => (each as { TopicArn: string }).TopicArn);
  };

  test('use each module that there is', () => {
    const used = [...main('', { id: '', ouId: '' }).matchAll(/source\s+= "\.\/modules\/([\w-]+)"/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual([...MODULES].sort());
  });

  test(
    'are applied at once, plan no change, and are destroyed at once, and what was there before is as it was',
    async () => {
      for (const bucket of ['logs', 'account-logs']) await customersBucket(endpoint.emulator, bucket);
      await makeRoleBefore(endpoint);
      const before = await lookAround();

      await root.init();
      await root.apply();
      await eventually(async () => (await confirmed()).length === OWN_TOPICS.length + SHARING.length);
      expect((await confirmed()).sort()).toEqual([...OWN_TOPICS.map(topicArn), ...SHARING.map(() => REPORTS)].sort());

      const there = await theWholeAccount(endpoint);
      const made = await madeBy(root);
      // Of two with one name the second is the first, and nobody says so. StackSets make rules besides.
      const rules = there.rules.filter(({ Name }) => !Name.startsWith('organization-spoke-'));
      expect({ alarms: there.alarms.length, rules: rules.length }).toEqual({
        alarms: made('aws_cloudwatch_metric_alarm'),
        rules: made('aws_cloudwatch_event_rule'),
      });
      expect(there.roles.map(({ role }) => role['RoleName'])).toEqual(expect.arrayContaining(ROLES));
      expect(await notifiedBy('logs')).toEqual([REPORTS, topicArn('clarion-cloudtrail-s3')]);
      expect(await notifiedBy('account-logs')).toEqual([REPORTS, topicArn('account-cloudtrail-s3')]);

      const { code, stdout } = await root.plan({ detailedExitcode: true });
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });

      await root.destroy();
      expect(await lookAround()).toEqual(before);
    },
    15 * MINUTES,
  );
});

/** How many resources of a type a root holds: two that share a name are two there, and one in the account. */
async function madeBy(root: TerraformRoot): Promise<(type: string) => number> {
  type Part = { readonly resources?: readonly { type: string; mode: string }[]; readonly child_modules?: readonly Part[] };
  const { values } = (await root.showJson()) as { values: { root_module: Part } };
  const all = ({ resources = [], child_modules = [] }: Part): string[] => [
    ...resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type),
    ...child_modules.flatMap(all),
  ];
  const types = all(values.root_module);
  return (type) => types.filter((each) => each === type).length;
}

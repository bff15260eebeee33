/** The module of an organization, applied from its management account into two accounts and two Regions. */
import { needs } from '../support/needs.ts';
import { activateStackSets, addAccount, createOrganization } from '../support/organization.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import { byDefault, putEvents } from './events.ts';
import { path } from './example.ts';
import {
  accountsOf,
  externalIdsOf,
  nothingIsLeft,
  placesOf,
  REGIONS,
  SERVED,
  SERVED_MANAGEMENT,
  servedIn,
} from './organization.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT } from './roles.ts';
import { HUB_BUS, HUB_TOPIC } from './spokes.ts';
import { trustTopic } from '../support/trust-topic.ts';

const MINUTES = 60_000;

const main = (lines: string) => `
provider "aws" {
  region = "us-east-1"
}

variable "account_external_ids" {
  type    = map(string)
  default = {}
}

module "organization" {
  source               = "./modules/organization"
  regions              = ${JSON.stringify(REGIONS)}
  principal_arn        = "${AGENT}"
  external_id          = "workspace-1"
  account_external_ids = var.account_external_ids
${lines}
}

output "topic_arn" {
  value = module.organization.topic_arn
}

output "bus_arn" {
  value = module.organization.bus_arn
}

output "new_accounts" {
  value = module.organization.new_accounts
}
`;

needs(['terraform', 'moto'], 'terraform/organization', () => {
  let endpoint: ReceiverEndpoint;
  let root: TerraformRoot | undefined;

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
  });
  afterAll(async () => {
    root?.remove();
    await endpoint?.stop();
  });

  test(
    'brings roles and events of every account, plans no change, gives an account its own external ID, and leaves nothing',
    async () => {
      const organization = await createOrganization(endpoint.emulator);
      await activateStackSets(endpoint.emulator);
      const { management, members, rootId, ouId } = organization;
      const [first, second] = members;
      await trustTopic(endpoint.receiver, topicArn(HUB_TOPIC));
      const lines = `
  organizational_unit_ids = ["${ouId}"]
  organization_id         = "${organization.id}"
  webhook_url             = "${await endpoint.createWebhook('organization')}"`;
      const modules = Object.fromEntries(
        ['organization', 'hub', 'integration-role'].map((name) => [name, path(`terraform/${name}`)]),
      );
      root = terraformRoot({ emulator: endpoint.emulator, files: { 'main.tf': main(lines) }, modules });
      await root.init();

      await root.apply();
      expect(await root.output()).toMatchObject({ topic_arn: topicArn(HUB_TOPIC), bus_arn: HUB_BUS });
      await endpoint.confirmed(topicArn(HUB_TOPIC), 1);
      const planned = await root.plan({ detailedExitcode: true });
      expect({ code: planned.code, stdout: planned.code === 0 ? '' : planned.stdout }).toEqual({ code: 0, stdout: '' });
      expect(await servedIn(endpoint, accountsOf(organization))).toEqual({
        [management]: SERVED_MANAGEMENT,
        [first]: SERVED,
        [second]: SERVED,
      });
      for (const place of placesOf(accountsOf(organization))) await putEvents(endpoint, byDefault(HUB_TOPIC), place);

      const third = await addAccount(endpoint.emulator, 'third', rootId, ouId);
      expect(await servedIn(endpoint, [third])).toEqual({ [third]: SERVED });

      const own = ['-var', `account_external_ids=${JSON.stringify({ [first]: 'own-1', management: 'mine' })}`];
      await root.apply(...own);
      const asked = ['workspace-1', 'own-1', 'mine'];
      const found = [...accountsOf(organization), third].map(async (account) => [
        account,
        await externalIdsOf(endpoint, account, asked),
      ]);
      expect(Object.fromEntries(await Promise.all(found))).toEqual({
        [management]: ['mine'],
        [first]: ['own-1'],
        [second]: ['workspace-1'],
        [third]: ['workspace-1'],
      });

      await root.destroy(...own);
      await nothingIsLeft(endpoint, [...accountsOf(organization), third]);
    },
    8 * MINUTES,
  );
});

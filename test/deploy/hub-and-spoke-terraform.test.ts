/**
 * The modules of hub and spoke in three places of an organization, one provider for each, in one root that is applied at once: as the
 * constructs' README shows it.
 */
import type { Place } from '../support/aws.ts';
import { needs } from '../support/needs.ts';
import { createOrganization } from '../support/organization.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import { LEAST_PRIVILEGE, verdicts } from './deployed.ts';
import { byDefault, EXCLUDED_ROLE, HERE, putEvents, withEverything } from './events.ts';
import { path } from './example.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { HUB_BUS, HUB_TOPIC, leftIn, LEAST_OF_SPOKE, NOTHING_ANYWHERE, spokeVerdicts } from './spokes.ts';
import { trustTopic } from '../support/trust-topic.ts';

const MINUTES = 60_000;

/** What the local AWS needs of every provider. */
const LOCAL = `max_retries                 = 2
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true`;

/** @param member another account, @param organization the organization of both */
const main = (member: string, organization: string) => `
provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "eu_west_1"
  region = "eu-west-1"
  ${LOCAL}
}

provider "aws" {
  alias  = "member"
  region = "us-east-1"
  assume_role {
    role_arn = "arn:aws:iam::${member}:role/OrganizationAccountAccessRole"
  }
  ${LOCAL}
}

variable "webhook_url" {
  type = string
}

variable "everything" {
  type = bool
}

module "hub" {
  source              = "./modules/hub"
  organization_id     = "${organization}"
  webhook_url         = var.webhook_url
  read_only_events    = var.everything
  include_insights    = var.everything
  include_data_events = var.everything
}

module "spoke" {
  source      = "./modules/spoke"
  hub_bus_arn = module.hub.bus_arn
}

module "spoke_eu_west_1" {
  source      = "./modules/spoke"
  providers   = { aws = aws.eu_west_1 }
  hub_bus_arn = module.hub.bus_arn
}

module "spoke_member" {
  source              = "./modules/spoke"
  providers           = { aws = aws.member }
  hub_bus_arn         = module.hub.bus_arn
  read_only_events    = true
  include_insights    = true
  include_data_events = true
  exclude_role_arns   = ["${EXCLUDED_ROLE}"]
  delivery_alarms     = true
  path                = "/security/"
  tags                = { Team = "security" }
}

output "topic_arn" {
  value = module.hub.topic_arn
}

output "bus_arn" {
  value = module.hub.bus_arn
}
`;

needs(['terraform', 'moto'], 'terraform/hub and terraform/spoke', () => {
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
    'bring what happens in each account and Region to the receiver as of there, plan no change, and leave nothing',
    async () => {
      const organization = await createOrganization(endpoint.emulator);
      const member = { ...HERE, account: organization.members[0] } as Required<Place>;
      const places: readonly Required<Place>[] = [HERE, { ...HERE, region: 'eu-west-1' }, member];
      const modules = { hub: path('terraform/hub'), spoke: path('terraform/spoke') };
      const files = { 'main.tf': main(member.account, organization.id) };
      root = terraformRoot({ emulator: endpoint.emulator, files, modules });
      await root.init();
      const args = (everything: boolean) => ['-var', `webhook_url=${webhook}`, '-var', `everything=${everything}`];
      const webhook = await endpoint.createWebhook('hub');
      await trustTopic(endpoint.receiver, topicArn(HUB_TOPIC));

      await root.apply(...args(false));
      expect(await root.output()).toEqual({ topic_arn: topicArn(HUB_TOPIC), bus_arn: HUB_BUS });
      await endpoint.confirmed(topicArn(HUB_TOPIC), 1);
      const planned = await root.plan({ detailedExitcode: true, args: args(false) });
      expect({ code: planned.code, stdout: planned.code === 0 ? '' : planned.stdout }).toEqual({ code: 0, stdout: '' });

      const [here, elsewhere] = places as [Required<Place>, Required<Place>];
      for (const place of [here, elsewhere]) await putEvents(endpoint, byDefault(HUB_TOPIC), place);
      // This spoke forwards everything, and the hub sends on what it is told to.
      await putEvents(endpoint, { ...byDefault(HUB_TOPIC), 'one by an excluded role': [] }, member);
      for (const place of places) {
        expect([place, await spokeVerdicts(endpoint, place, organization.id)]).toEqual([place, LEAST_OF_SPOKE]);
      }
      expect(await verdicts(endpoint, topicArn(HUB_TOPIC), 'clarion-hub')).toEqual(LEAST_PRIVILEGE);

      await root.apply(...args(true));
      await putEvents(endpoint, withEverything(HUB_TOPIC), member);

      await root.destroy(...args(true));
      expect(await leftIn(endpoint, places)).toEqual(places.map(() => NOTHING_ANYWHERE));
    },
    8 * MINUTES,
  );
});

/** A state of a released module, planned and applied with the module of now: nothing in it is deleted, nor made anew. */
import { subscriptionsOf } from '../deploy/deployed.ts';
import { startReceiverEndpoint, topicArn } from '../deploy/receiver-endpoint.ts';
import { needs } from '../support/needs.ts';
import { terraformRoot } from '../support/terraform.ts';
import { current, released, RELEASES } from './releases.ts';

const MODULE = 'terraform/cloudtrail-events';
const TOPIC = topicArn('clarion-cloudtrail');
const MINUTES = 60_000;

const main = (module: string) => `
provider "aws" {
  region = "us-east-1"
}

variable "webhook_url" {
  type      = string
  sensitive = true
}

module "clarion" {
  source              = "./modules/${module}"
  webhook_url         = var.webhook_url
  include_data_events = true
}
`;

type Change = { mode: string; address: string; previous_address?: string; change: { actions: string[] } };
/** What a plan does to each resource, by the address that it has before: a resource may be told that it stands elsewhere now. */
const actions = ({ resource_changes }: { resource_changes?: Change[] }) =>
  Object.fromEntries(
    (resource_changes ?? [])
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, previous_address, change }) => [
        (previous_address ?? address).replace(/"[0-9a-f]{64}"/, '<digest of the URL>'),
        change.actions.join(' and '),
      ]),
  );

needs(['terraform', 'moto'], 'the state of a release', () => {
  test.each(RELEASES)(
    'of %s is upgraded in place: no confirmation is lost, and then nothing is left to change',
    async (release) => {
      const endpoint = await startReceiverEndpoint();
      const modules = { before: released(release, MODULE), now: current(MODULE) };
      const root = terraformRoot({ emulator: endpoint.emulator, files: { 'main.tf': main('before') }, modules });
      try {
        await endpoint.receiver.addTopic({ monitor: 'trail', arn: TOPIC });
        const args = ['-var', `webhook_url=${await endpoint.createWebhook('upgraded')}`];
        await root.init();
        const made = actions(await root.planJson(...args));
        await root.apply(...args);
        await endpoint.confirmed(TOPIC, 1);
        const before = await subscriptionsOf(endpoint, TOPIC);

        root.write({ 'main.tf': main('now') });
        await root.init();
        const planned = actions(await root.planJson(...args));
        expect(Object.keys(made)).toContain('module.clarion.aws_sns_topic_subscription.topic[<digest of the URL>]');
        for (const address of Object.keys(made))
          expect([address, planned[address]]).toEqual([address, expect.stringMatching(/^(no-op|update)$/)]);
        expect(Object.entries(planned).filter(([, action]) => /delete/.test(action))).toEqual([]);

        await root.apply(...args);
        expect(await subscriptionsOf(endpoint, TOPIC)).toEqual(before);
        const { code, stdout } = await root.plan({ detailedExitcode: true, args });
        expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
      } finally {
        root.remove();
        await endpoint.stop();
      }
    },
    6 * MINUTES,
  );
});

/** What a receiver of one's own needs, as the example has it. */
import { readFileSync } from 'node:fs';
import { needs } from '../support/needs.ts';
import { permitted } from '../support/simulate.ts';
import { terraformRoot } from '../support/terraform.ts';
import { NOTHING, whatIsThere } from './deployed.ts';
import { byDefault, putEvents } from './events.ts';
import { path } from './example.ts';
import { ACCOUNT, startReceiverEndpoint, topicArn } from './receiver-endpoint.ts';
import { INTEGRATION_ROLE, roleNamed } from './roles.ts';
import { trustTopic } from '../support/trust-topic.ts';

const MINUTES = 60_000;
const MODULES = ['cloudtrail-events', 'integration-role', 'receiver-role'];
const TOPIC = topicArn('clarion-cloudtrail');
const RECEIVER_ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionReceiverRole`;

needs(['moto', 'terraform'], 'examples/receiver', () => {
  test(
    'deploys in two steps, brings events to the receiver, lets its role in and no other, and leaves nothing',
    async () => {
      const endpoint = await startReceiverEndpoint();
      const main = readFileSync(path('examples/receiver/main.tf'), 'utf8').replaceAll('"../../terraform/', '"./modules/');
      const root = terraformRoot({
        emulator: endpoint.emulator,
        files: { 'main.tf': main },
        modules: Object.fromEntries(MODULES.map((name) => [name, path(`terraform/${name}`)])),
      });
      try {
        await root.init();
        await root.apply();
        expect(await root.output()).toEqual({
          topic_arn: TOPIC,
          receiver_role_arn: RECEIVER_ROLE,
          integration_role_arn: INTEGRATION_ROLE,
        });
        await trustTopic(endpoint.receiver, TOPIC);
        const args = ['-var', `webhook_url=${await endpoint.createWebhook('own')}`];
        await root.apply(...args);
        await endpoint.confirmed(TOPIC, 1);
        await putEvents(endpoint, byDefault('clarion-cloudtrail'));

        const { inline } = await roleNamed(endpoint, 'ClarionReceiverRole');
        const { role } = await roleNamed(endpoint, 'ClarionIntegrationRole');
        const may = (action: string, resource: string) =>
          permitted({ principal: RECEIVER_ROLE, action, resource, identityPolicies: inline });
        const assumes = (principal: string, externalId: string) =>
          permitted({
            principal,
            action: 'sts:AssumeRole',
            resource: INTEGRATION_ROLE,
            owner: '999999999999',
            identityPolicies: inline,
            resourcePolicy: role.AssumeRolePolicyDocument,
            context: { 'sts:ExternalId': externalId },
          });
        expect(await may('sns:ConfirmSubscription', TOPIC)).toBe(true);
        expect(await may('sns:ConfirmSubscription', `${TOPIC}-2`)).toBe(false);
        expect(await may('sts:AssumeRole', `${INTEGRATION_ROLE}-2`)).toBe(false);
        expect(await assumes(RECEIVER_ROLE, 'my-receiver')).toBe(true);
        expect(await assumes(RECEIVER_ROLE, 'another')).toBe(false);
        expect(await assumes(`${RECEIVER_ROLE}-2`, 'my-receiver')).toBe(false);

        const { code, stdout } = await root.plan({ detailedExitcode: true, args });
        expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
        await root.destroy(...args);
        expect(await whatIsThere(endpoint)).toEqual(NOTHING);
      } finally {
        root.remove();
        await endpoint.stop();
      }
    },
    5 * MINUTES,
  );
});

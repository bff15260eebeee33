/**
 * What the setup paths have of Terraform's resources, in one root against the local AWS: each is made, is then as it was planned, and
 * goes. `./terraform` has them, by service. No queue is among them, as in `terraform.test.ts`; stack sets take half a minute.
 */
import { fileURLToPath } from 'node:url';
import { aws } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { activateStackSets, createOrganization, type Organization } from '../support/organization.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';

const MINUTES = 60_000;
const MODULE = fileURLToPath(new URL('./terraform', import.meta.url));

needs(['moto', 'terraform'], 'resources of Terraform against the local AWS', () => {
  let emulator: Emulator;
  let organization: Organization;
  let root: TerraformRoot;

  beforeAll(async () => {
    emulator = await startEmulator();
    organization = await createOrganization(emulator);
    await activateStackSets(emulator);
    const inputs = { organizational_unit_id: organization.ouId, member_account_ids: organization.members };
    const resources = { source: './modules/resources', ...inputs };
    const outputs = ['said', 'managed_results'].map((name) => [name, { value: `\${module.resources.${name}}` }]);
    const files = { 'main.tf.json': JSON.stringify({ module: { resources }, output: Object.fromEntries(outputs) }) };
    root = terraformRoot({ emulator, files, modules: { resources: MODULE } });
    await root.init();
  }, 2 * MINUTES);
  afterAll(async () => {
    root?.remove();
    await emulator?.stop();
  });

  const queuesOf = async (account: string, region: string) => {
    const { QueueUrls = [] } = await aws<{ QueueUrls?: string[] }>(emulator, 'sqs', 'list-queues', {}, { account, region });
    return QueueUrls.map((url) => url.split('/').at(-1)).sort();
  };

  test(
    'are made, need no change afterwards, and go',
    async () => {
      const [first] = organization.members;
      await root.apply();
      expect(await root.output()).toEqual({ said: 'hello', managed_results: 'managed-results' });
      expect(await queuesOf(first, 'us-east-1')).toEqual([`account-${first}`, 'spoke']);
      expect(await queuesOf(first, 'eu-west-1')).toEqual(['spoke']);
      expect(await queuesOf(organization.management, 'eu-west-1')).toEqual(['management']);

      const { code, stdout } = await root.plan({ detailedExitcode: true });
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });

      await root.destroy();
      expect(await queuesOf(first, 'us-east-1')).toEqual([]);
      expect((await aws<{ Roles: object[] }>(emulator, 'iam', 'list-roles')).Roles).toEqual([]);
      expect(await aws(emulator, 'events', 'list-event-buses')).toMatchObject({ EventBuses: [{ Name: 'default' }] });
    },
    5 * MINUTES,
  );
});

/** The modules of the roles, all in one root, applied together to the local AWS and judged as IAM then has them. */
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { permitted } from '../support/simulate.ts';
import { terraformRoot, type TerraformRoot } from '../support/terraform.ts';
import { path } from './example.ts';
import { ACCOUNT } from './receiver-endpoint.ts';
import { rotatesExternalId } from './rotation.ts';
import { AGENT, INTEGRATION_ROLE, LEAST_ROLE, makeRoleBefore, roleNamed, rolesThere, verdictsOnRole } from './roles.ts';

const MINUTES = 60_000;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:clarion-cloudtrail`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:undelivered`;

const MAIN = `
provider "aws" {}

variable "external_id" {
  default = "workspace-1"
}
variable "previous_external_ids" {
  type    = list(string)
  default = []
}

# The role that is there already.
module "adopted" {
  source        = "./modules/integration-role"
  principal_arn = "${AGENT}"
  external_id   = "workspace-1"
  adopt         = true
}

module "own" {
  source                = "./modules/integration-role"
  principal_arn         = "${AGENT}"
  external_id           = var.external_id
  previous_external_ids = var.previous_external_ids
  role_name             = "Own"
  permission_groups     = ["cloudtrail", "cloudwatch", "logs-insights", "athena", "route53", "describe", "alb-auth"]
  athena_workgroup      = "security.read_only"
  athena_bucket_arns    = ["arn:aws:s3:::logs"]
  tags                  = { team = "security" }
}

module "elsewhere" {
  source        = "./modules/integration-role"
  principal_arn = "${AGENT}"
  external_id   = "workspace-1"
  role_name     = "Elsewhere"
  home_region   = "eu-west-1"
}

module "receiver" {
  source                 = "./modules/receiver-role"
  trusted_service        = "ecs-tasks.amazonaws.com"
  topic_arns             = ["${TOPIC}"]
  assume_role_arns       = [module.own.role_arn]
  dead_letter_queue_arns = ["${QUEUE}"]
}

output "own" {
  value = { role_arn = module.own.role_arn, trust = module.own.trust_policy, clarion = module.own.clarion }
}
output "elsewhere" {
  value = module.elsewhere.role_arn
}
output "update_trust_command" {
  value = module.adopted.update_trust_command
}
`;

needs(['moto', 'terraform'], 'the modules of the roles', () => {
  let emulator: Emulator;
  let root: TerraformRoot;
  const here = {
    ask: <T>(service: string, operation: string, input = {}) => emulator.ask(service, operation, input, {}) as Promise<T>,
  };

  beforeAll(async () => {
    emulator = await startEmulator();
    root = terraformRoot({
      emulator,
      files: { 'main.tf': MAIN },
      modules: {
        'integration-role': path('terraform/integration-role'),
        'receiver-role': path('terraform/receiver-role'),
      },
    });
    await root.init();
  }, 2 * MINUTES);
  afterAll(async () => {
    root?.remove();
    await emulator?.stop();
  });

  test(
    'make roles and adopt one, plan no change, change an external ID without a gap, and leave what was there as it was',
    async () => {
      await makeRoleBefore(here);
      const before = await roleNamed(here, 'ClarionIntegrationRole');
      const thereBefore = await rolesThere(here);
      await root.apply();

      const outputs = (await root.output()) as { own: Record<string, string>; elsewhere: string; update_trust_command: string };
      expect(outputs.own['role_arn']).toBe(`arn:aws:iam::${ACCOUNT}:role/Own`);
      expect(JSON.parse(outputs.own['clarion']!)).toEqual({ roleArn: outputs.own['role_arn'], externalId: 'workspace-1' });
      expect(outputs.elsewhere).toBe(`arn:aws:iam::${ACCOUNT}:role/Elsewhere`);
      const { roles, policies, workgroups } = await rolesThere(here);
      expect(roles.sort()).toEqual(['ClarionIntegrationRole', 'ClarionReceiverRole', 'Own']);
      expect(policies).toBe(thereBefore.policies + 3 + 7);
      expect(workgroups).toEqual(['security.read_only']);

      expect(await verdictsOnRole(here, 'Own')).toEqual({ ...LEAST_ROLE, 'it reads logs': true, 'it lists users': true });
      const own = await roleNamed(here, 'Own');
      expect(JSON.parse(outputs.own['trust']!)).toEqual(own.role.AssumeRolePolicyDocument);

      const adopted = await roleNamed(here, 'ClarionIntegrationRole');
      expect(adopted.role).toEqual(before.role);
      expect(adopted.attached).toHaveLength(before.attached.length + 3);
      expect(await verdictsOnRole(here)).toMatchObject({
        'it looks up events': true,
        'Clarion assumes it with the external ID': false,
      });
      expect(outputs.update_trust_command).toMatch(/^aws iam update-assume-role-policy --role-name 'ClarionIntegrationRole' /);

      const { inline } = await roleNamed(here, 'ClarionReceiverRole');
      const receiver = { principal: `arn:aws:iam::${ACCOUNT}:role/ClarionReceiverRole`, identityPolicies: inline };
      expect(await permitted({ ...receiver, action: 'sns:ConfirmSubscription', resource: TOPIC })).toBe(true);
      expect(await permitted({ ...receiver, action: 'sqs:DeleteMessage', resource: QUEUE })).toBe(true);
      expect(await permitted({ ...receiver, action: 'sqs:DeleteMessage', resource: `${QUEUE}-2` })).toBe(false);

      const { code, stdout } = await root.plan({ detailedExitcode: true });
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });

      await rotatesExternalId(here, 'Own', {
        both: () => root.apply('-var', 'external_id=workspace-2', '-var', 'previous_external_ids=["workspace-1"]'),
        current: () => root.apply('-var', 'external_id=workspace-2'),
      });

      await root.destroy();
      expect(await rolesThere(here)).toEqual(thereBefore);
      expect(await roleNamed(here, 'ClarionIntegrationRole')).toEqual(before);
      expect(INTEGRATION_ROLE).toBe(before.role.Arn);
    },
    6 * MINUTES,
  );
});

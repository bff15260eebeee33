import { fileURLToPath } from 'node:url';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { asRoot, filesOf, MODULES } from '../support/modules.ts';
import { terraformRoot } from '../support/terraform.ts';
import { INPUTS } from './inputs/index.ts';
import { MOCKS } from './mocks.ts';

const folder = fileURLToPath(new URL('../../terraform', import.meta.url));
describe.each(MODULES)('the module %s', (name) => {
  const files = filesOf(name);

  test('leaves provider and backend to its caller', () => {
    for (const text of Object.values(files)) expect(text).not.toMatch(/^\s*(provider|backend) /m);
  });

  test('names the versions that it was made for', () => {
    expect(files['versions.tf']).toMatch(/required_version = ">= 1\.5"/);
    expect(files['versions.tf']).toMatch(/version = ">= 5\.100, < 7"/);
  });

  test('describes each variable and output, in its README too', () => {
    for (const file of ['variables.tf', 'outputs.tf']) {
      const blocks = files[file]!.split(/^(?=variable |output )/m).slice(1);
      expect(blocks.length).toBeGreaterThan(0);
      for (const block of blocks) {
        expect(block).toMatch(/\n {2}description\s+= "/);
        expect(files['README.md']).toContain(`| \`${/"(\w+)"/.exec(block)![1]}\` |`);
      }
    }
  });

  test('keeps webhook URLs out of plans', () => {
    for (const block of files['variables.tf']!.split(/^(?=variable )/m)) {
      if (/^variable "\w*webhook_url"/.test(block)) expect(block).toMatch(/sensitive\s+= true/);
    }
  });
});

needs(['terraform'], 'Terraform', () => {
  test('formats the modules as they are', async () => {
    await command('terraform', ['fmt', '-check', '-recursive', folder]);
  });

  test.each(MODULES)(
    'takes good input of %s and refuses bad input, with no AWS and before anything is made',
    async (name) => {
      const { good, bad } = INPUTS[name]!;
      const runs = [
        ...Object.entries(good).map(([title, variables]) => run(title, variables)),
        ...Object.entries(bad).map(([title, { variables, refusedBy }]) => run(title, variables, refusedBy)),
      ];
      const { files, modules } = asRoot(name);
      const tests = [MOCKS, ...runs].join('\n');
      const root = terraformRoot({ files: { ...files, 'tests/inputs.tftest.hcl': tests }, modules });
      try {
        await root.init();
        await root.validate();
        const { stdout } = await root.test();
        expect(stdout).toContain(`${runs.length} passed, 0 failed`);
      } finally {
        root.remove();
      }
    },
    240_000,
  );

  test('plans the modules with what is made beside them, of which nothing is known yet', async () => {
    const { modules } = asRoot('cloudtrail-archive');
    const root = terraformRoot({
      files: { 'main.tf': BESIDE, 'tests/beside.tftest.hcl': `${MOCKS}\n${run('beside', '')}` },
      modules,
    });
    try {
      await root.init();
      const { stdout } = await root.test();
      expect(stdout).toContain('1 passed, 0 failed');
    } finally {
      root.remove();
    }
  }, 240_000);
});

/** A key, a bucket, a boundary and a topic of the customer's, and all that our modules give to each other. */
const BESIDE = `
  resource "aws_kms_key" "logs" {}
  resource "aws_s3_bucket" "logs" {}
  resource "aws_iam_policy" "boundary" {
    policy = "{}"
  }
  resource "aws_sns_topic" "on_call" {}
  module "hub" {
    source          = "./modules/hub"
    organization_id = "o-a1b2c3d4e5"
    kms_key_arn     = aws_kms_key.logs.arn
    alarm_actions   = [aws_sns_topic.on_call.arn]
  }
  module "spoke" {
    source                   = "./modules/spoke"
    hub_bus_arn              = module.hub.bus_arn
    kms_key_arn              = aws_kms_key.logs.arn
    permissions_boundary_arn = aws_iam_policy.boundary.arn
    exclude_role_arns        = [module.role.role_arn]
  }
  module "archive" {
    source                   = "./modules/cloudtrail-archive"
    bucket_name              = aws_s3_bucket.logs.id
    prefix                   = "AWSLogs/o-a1b2c3d4e5/"
    notification             = "merge"
    role_name                = module.role.role_name
    bucket_key_arn           = aws_kms_key.logs.arn
    permissions_boundary_arn = aws_iam_policy.boundary.arn
  }
  module "events" {
    source            = "./modules/cloudtrail-events"
    kms_key_arn       = aws_kms_key.logs.arn
    exclude_role_arns = [module.role.role_arn]
  }
  module "findings" {
    source                   = "./modules/guardduty-findings"
    custom_bus               = true
    permissions_boundary_arn = aws_iam_policy.boundary.arn
  }
  module "role" {
    source             = "./modules/integration-role"
    principal_arn      = module.receiver.role_arn
    external_id        = aws_kms_key.logs.key_id
    permission_groups  = ["athena"]
    athena_bucket_arns = [aws_s3_bucket.logs.arn]
  }
  module "receiver" {
    source                 = "./modules/receiver-role"
    trusted_service        = "ecs-tasks.amazonaws.com"
    topic_arns             = [module.hub.topic_arn]
    dead_letter_queue_arns = [aws_sns_topic.on_call.arn]
    queue_key_arns         = [aws_kms_key.logs.arn]
  }
`;

/** One run of `terraform test`: input that is taken, or that must be refused. */
function run(title: string, variables: string, refusedBy?: string): string {
  const failures = refusedBy === undefined ? '' : `  expect_failures = [${refusedBy}]\n`;
  return `run "${title}" {\n  command = plan\n  variables {\n${variables}\n  }\n${failures}}\n`;
}

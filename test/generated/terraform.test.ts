import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { terraformRoot } from '../support/terraform.ts';

const folder = fileURLToPath(new URL('../../terraform', import.meta.url));
const modules = readdirSync(folder);
const filesOf = (name: string) =>
  Object.fromEntries(readdirSync(`${folder}/${name}`).map((file) => [file, readFileSync(`${folder}/${name}/${file}`, 'utf8')]));

describe.each(modules)('the module %s', (name) => {
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

/** One run of `terraform test`: a bad input, and what must refuse it. */
const refused = (name: string, variables: string, refusedBy: string) =>
  `run "${name}" {\n  command = plan\n  variables {\n    ${variables}\n  }\n  expect_failures = [${refusedBy}]\n}\n`;
const URL_ONE = '"https://receiver.example.com/hooks/one"';

needs(['terraform'], 'Terraform', () => {
  test('formats the modules as they are', async () => {
    await command('terraform', ['fmt', '-check', '-recursive', folder]);
  });

  test('takes good input of cloudtrail-events and refuses bad input, with no AWS and before anything is made', async () => {
    const runs = [
      'mock_provider "aws" {}\n',
      'run "defaults" {\n  command = plan\n}\n',
      `run "everything" {\n  command = plan\n  variables {\n    webhook_url = ${URL_ONE}\n    previous_webhook_url = "https://receiver.example.com/hooks/old"\n    read_only_events = true\n    include_insights = true\n    include_data_events = true\n    exclude_role_arns = ["arn:aws:iam::111122223333:role/security/Scanner"]\n    kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"\n    tags = { team = "security" }\n  }\n}\n`,
      `run "longest_names" {\n  command = plan\n  variables {\n    name_prefix = "${'p'.repeat(20)}"\n    topic_name = "${'t'.repeat(230)}"\n    include_data_events = true\n  }\n}\n`,
      refused('no_https', 'webhook_url = "http://receiver.example.com/hooks/one"', 'var.webhook_url'),
      refused('user', 'webhook_url = "https://me:x@receiver.example.com/hooks/one"', 'var.webhook_url'),
      refused('localhost', 'webhook_url = "https://localhost/hooks/one"', 'var.webhook_url'),
      refused('space', 'webhook_url = "https://receiver.example.com/hooks/one "', 'var.webhook_url'),
      refused('previous_alone', `previous_webhook_url = ${URL_ONE}`, 'aws_sns_topic_subscription.topic'),
      refused(
        'previous_same',
        `previous_webhook_url = ${URL_ONE}\n    webhook_url = ${URL_ONE}`,
        'aws_sns_topic_subscription.topic',
      ),
      refused('wildcard', 'exclude_role_arns = ["arn:aws:iam::111122223333:role/*"]', 'var.exclude_role_arns'),
      refused(
        'six_actions',
        'alarm_actions = [for n in range(6) : "arn:aws:sns:us-east-1:111122223333:ops${n}"]',
        'var.alarm_actions',
      ),
      refused(
        'many_roles',
        'exclude_role_arns = [for n in range(20) : "arn:aws:iam::111122223333:role/Role${n}"]',
        'var.exclude_role_arns',
      ),
      refused('prefix', 'name_prefix = "1st"', 'var.name_prefix'),
      refused('fifo', 'topic_name = "events.fifo"', 'var.topic_name'),
      refused('signature', 'signature_version = 3', 'var.signature_version'),
      refused('alias', 'kms_key_arn = "alias/aws/sns"', 'var.kms_key_arn'),
    ];
    const root = terraformRoot({ files: { ...filesOf('cloudtrail-events'), 'tests/inputs.tftest.hcl': runs.join('\n') } });
    try {
      await root.init();
      await root.validate();
      const { stdout } = await root.test();
      expect(stdout).toContain(`${runs.length - 1} passed, 0 failed`);
    } finally {
      root.remove();
    }
  }, 240_000);
});

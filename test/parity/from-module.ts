import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { snakeCase } from '../../constructs/lib/generate/input.js';
import { literal } from '../../constructs/lib/generate/terraform/hcl.js';
import { terraformRoot } from '../support/terraform.ts';
import type { Facts } from './facts.ts';
import { documentJson, factsOfTerraform, type Evaluated } from './from-terraform.ts';
import type { Named } from './names.ts';

/** The facts of a module by case, as Terraform itself evaluates it: `terraform test` with a mocked provider, which needs no AWS. */
export async function factsOfModule(
  name: string,
  cases: Readonly<Record<string, object>>,
  names: readonly Named[],
): Promise<Map<string, Facts>> {
  const folder = fileURLToPath(new URL(`../../terraform/${name}`, import.meta.url));
  const titles = Object.keys(cases);
  const files = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]));
  const mocks = mocksFor(files['main.tf'] ?? '', names);
  const tests = Object.fromEntries(titles.map((title, index) => [`tests/case${index}.tftest.hcl`, mocks + run(cases[title]!)]));
  const root = terraformRoot({ files: { ...files, ...tests } });
  try {
    await root.init();
    const { stdout } = await root.test('-json', '-verbose');
    const events = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as TestEvent] : []));
    return new Map(
      titles.map((title, index) => {
        const state = events.find(
          (event) => event.type === 'test_state' && event['@testfile'] === `tests/case${index}.tftest.hcl`,
        );
        if (state?.test_state === undefined) throw new Error(`terraform test gave no state for "${title}"`);
        return [
          title,
          factsOfTerraform(
            state.test_state.root_module.resources.map((each) => evaluated(each, names)),
            names,
          ),
        ];
      }),
    );
  } finally {
    root.remove();
  }
}

interface TestEvent {
  readonly type: string;
  readonly '@testfile'?: string;
  readonly test_state?: { readonly root_module: { readonly resources: readonly StateResource[] } };
}
interface StateResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, unknown>;
}

/** Each resource that others refer to is given an ARN that ends in its name; each policy document a JSON that names it. */
function mocksFor(main: string, names: readonly Named[]): string {
  const resources = names
    .filter(({ address }) => main.includes(`resource "${address.replace('.', '" "')}"`))
    .map(({ address, arn }) => {
      const isQueue = address.startsWith('aws_sqs');
      const isRole = address.startsWith('aws_iam_role.');
      const values = { arn, ...(isQueue && { url: arn, name: arn }), ...(isRole && { id: arn }) };
      return `  override_resource {\n    target = ${address}\n    values = ${literal(values)}\n  }\n`;
    });
  const data = [...main.matchAll(/^data "(\w+)" "(\w+)"/gm)].map(([, type = '', name = '']) => {
    const values = type === 'aws_iam_policy_document' ? { json: documentJson(name) } : DATA[type];
    if (values === undefined) throw new Error(`nothing is known of data.${type}`);
    return `  override_data {\n    target = data.${type}.${name}\n    values = ${literal(values)}\n  }\n`;
  });
  return `mock_provider "aws" {\n${resources.join('')}${data.join('')}}\n\n`;
}

const DATA: Readonly<Record<string, object>> = {
  aws_caller_identity: { account_id: '111122223333' },
  aws_region: { id: 'us-east-1', name: 'us-east-1' },
  aws_partition: { partition: 'aws', dns_suffix: 'amazonaws.com' },
};

function run(options: object): string {
  const variables = Object.entries(options).map(([name, value]) => `    ${snakeCase(name)} = ${literal(value)}\n`);
  return `run "case" {\n  variables {\n${variables.join('')}  }\n}\n`;
}

/** With each reference as the name alone: ARNs by their ends. */
function evaluated({ mode, type, name, values }: StateResource, names: readonly Named[]): Evaluated {
  const arns = new RegExp(`(?:${names.map(({ arn }) => arn).join('|')})(?=\\\\?")`, 'g');
  const json = JSON.stringify(values).replace(arns, (arn) => names.find((each) => each.arn === arn)!.name);
  return { type: mode === 'data' ? `data.${type}` : type, name, values: JSON.parse(json) as Record<string, unknown> };
}

import { snakeCase } from '../../constructs/lib/generate/input.js';
import { literal } from '../../constructs/lib/generate/terraform/hcl.js';
import { asRoot } from '../support/modules.ts';
import { terraformRoot } from '../support/terraform.ts';
import type { Facts } from './facts.ts';
import { documentJson, factsOfTerraform, type Evaluated } from './from-terraform.ts';
import type { Named } from './names.ts';
import { blocksOf, flatName, type ModuleBlock } from './parts.ts';

/** The facts of a module by case, as Terraform itself evaluates it: `terraform test` with a mocked provider, which needs no AWS. */
export async function factsOfModule(
  name: string,
  cases: Readonly<Record<string, object>>,
  names: readonly Named[],
): Promise<Map<string, Facts>> {
  const titles = Object.keys(cases);
  const { files, modules } = asRoot(name);
  const mocks = mocksFor(blocksOf(name), names);
  const tests = Object.fromEntries(titles.map((title, index) => [`tests/case${index}.tftest.hcl`, mocks + run(cases[title]!)]));
  const root = terraformRoot({ files: { ...files, ...tests }, modules });
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
        return [title, factsOf(resourcesOf(state.test_state.root_module), names)];
      }),
    );
  } finally {
    root.remove();
  }
}

interface TestEvent {
  readonly type: string;
  readonly '@testfile'?: string;
  readonly test_state?: { readonly root_module: Module };
}
interface Module {
  readonly address?: string;
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly Module[];
}
interface StateResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, unknown>;
}

/** Each resource that others refer to is given an ARN that ends in its name; each policy document a JSON that names it. */
function mocksFor(blocks: readonly ModuleBlock[], names: readonly Named[]): string {
  const resources = blocks.flatMap(({ kind, type, target, flat }) => {
    const named = kind === 'resource' ? names.find(({ address }) => address === `${type}.${flat}`) : undefined;
    return named === undefined ? [] : [override('resource', target, mocked(named))];
  });
  const data = blocks
    .filter(({ kind }) => kind === 'data')
    .map(({ type, target, flat }) => {
      const values = type === 'aws_iam_policy_document' ? { json: documentJson(flat) } : DATA[type];
      if (values === undefined) throw new Error(`nothing is known of data.${type}`);
      return override('data', target, values);
    });
  return `mock_provider "aws" {\n${resources.join('')}${data.join('')}}\n\n`;
}

const override = (kind: 'resource' | 'data', target: string, values: object) =>
  `  override_${kind} {\n    target = ${target}\n    values = ${literal(values)}\n  }\n`;

/** What AWS would give back. */
function mocked({ address, arn, name }: Named): object {
  const [type = ''] = address.split('.');
  return { arn, ...ALSO[type]?.({ arn, name }) };
}

/** What else a resource is referred to by: an ARN, or a name where the provider takes no other text. */
const ALSO: Readonly<Record<string, (named: Pick<Named, 'arn' | 'name'>) => object>> = {
  aws_sqs_queue: ({ arn }) => ({ url: arn, name: arn }),
  // What is attached to a role goes by its name; what has a name has no prefix, which a mock would make up.
  aws_iam_role: ({ name }) => ({ id: name, name_prefix: '' }),
  aws_cloudwatch_event_rule: () => ({ name_prefix: '' }),
  aws_cloudwatch_log_group: ({ arn }) => ({ name: arn }),
};

/** The resources of a module and of those that it is made of, under the names that the construct gives them. */
const resourcesOf = ({ address, resources = [], child_modules: inner = [] }: Module): StateResource[] => {
  const module = /^module\.(\w+)/.exec(address ?? '')?.[1];
  return [...resources.map((each) => ({ ...each, name: flatName(module, each.name) })), ...inner.flatMap(resourcesOf)];
};

const DATA: Readonly<Record<string, object>> = {
  aws_caller_identity: { account_id: '111122223333' },
  aws_region: { id: 'us-east-1', name: 'us-east-1' },
  aws_partition: { partition: 'aws', dns_suffix: 'amazonaws.com' },
};

function run(options: object): string {
  const variables = Object.entries(options).map(([name, value]) => `    ${snakeCase(name)} = ${literal(value)}\n`);
  return `run "case" {\n  variables {\n${variables.join('')}  }\n}\n`;
}

function factsOf(resources: readonly StateResource[], names: readonly Named[]): Facts {
  // A topic's ARN may be written out from its name, where Terraform must know it when it plans.
  const topics = resources.flatMap(({ type, name, values }) => {
    const named = names.find(({ address }) => type === 'aws_sns_topic' && address === `${type}.${name}`);
    return named === undefined ? [] : [{ ...named, arn: `arn:aws:sns:us-east-1:111122223333:${String(values['name'])}` }];
  });
  const all = [...topics, ...names];
  return factsOfTerraform(
    resources.map((each) => evaluated(each, all)),
    names,
  );
}

/** With each reference as the name alone: ARNs by their ends. */
function evaluated({ mode, type, name, values }: StateResource, names: readonly Named[]): Evaluated {
  const arns = new RegExp(`(?:${names.map(({ arn }) => arn).join('|')})(?=\\\\?"|:\\*)`, 'g');
  const json = JSON.stringify(values).replace(arns, (arn) => names.find((each) => each.arn === arn)!.name);
  return { type: mode === 'data' ? `data.${type}` : type, name, values: JSON.parse(json) as Record<string, unknown> };
}

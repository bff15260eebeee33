import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { snakeCase } from '../../constructs/lib/generate/input.js';
import { literal } from '../../constructs/lib/generate/terraform/hcl.js';
import { terraformRoot } from '../support/terraform.ts';
import type { Facts } from './facts.ts';
import { ADDRESSES, factsOfTerraform } from './from-terraform.ts';

const MODULE = fileURLToPath(new URL('../../terraform/cloudtrail-events', import.meta.url));
const ACCOUNT = '111122223333';
const SERVICES: Readonly<Record<string, string>> = {
  aws_sns_topic: 'sns',
  aws_sqs_queue: 'sqs',
  aws_cloudwatch_event_rule: 'events',
};

/** The facts of the module by case, as Terraform itself evaluates it: `terraform test` with a mocked provider, which needs no AWS. */
export async function factsOfModule(cases: Readonly<Record<string, object>>): Promise<Map<string, Facts>> {
  const names = Object.keys(cases);
  const files = Object.fromEntries(readdirSync(MODULE).map((file) => [file, readFileSync(`${MODULE}/${file}`, 'utf8')]));
  const tests = Object.fromEntries(names.map((name, index) => [`tests/case${index}.tftest.hcl`, testFile(cases[name]!)]));
  const root = terraformRoot({ files: { ...files, ...tests } });
  try {
    await root.init();
    const { stdout } = await root.test('-json', '-verbose');
    const events = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as TestEvent] : []));
    return new Map(
      names.map((name, index) => {
        const state = events.find(
          (event) => event.type === 'test_state' && event['@testfile'] === `tests/case${index}.tftest.hcl`,
        );
        if (state?.test_state === undefined) throw new Error(`terraform test gave no state for "${name}"`);
        return [name, factsOf(state.test_state)];
      }),
    );
  } finally {
    root.remove();
  }
}

interface TestEvent {
  readonly type: string;
  readonly '@testfile'?: string;
  readonly test_state?: State;
}
interface State {
  readonly root_module: { readonly resources: readonly StateResource[] };
}
interface StateResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, unknown>;
}

/** One case: each resource that others refer to is given an ARN that ends in its name. */
function testFile(options: object): string {
  const overrides = Object.entries(ADDRESSES).map(([address, name]) => {
    const arn = `arn:aws:${SERVICES[address.split('.', 1)[0]!]}:us-east-1:${ACCOUNT}:${name}`;
    return `  override_resource {\n    target = ${address}\n    values = ${literal({ arn, url: arn, ...(address.startsWith('aws_sqs') && { name: arn }) })}\n  }\n`;
  });
  const variables = Object.entries(options).map(([name, value]) => `    ${snakeCase(name)} = ${literal(value)}\n`);
  return `mock_provider "aws" {
${overrides.join('')}
  override_data {
    target = data.aws_caller_identity.topic_current
    values = { account_id = "${ACCOUNT}" }
  }
  # The statements are read from what the document was asked for; the provider only wants to see JSON.
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

run "case" {
  variables {
${variables.join('')}  }
}
`;
}

function factsOf(state: State): Facts {
  const found = state.root_module.resources;
  return factsOfTerraform((type) => {
    const [mode, name] = type.startsWith('data.') ? ['data', type.slice('data.'.length)] : ['managed', type];
    return found.filter((each) => each.mode === mode && each.type === name).map((each) => [each.name, named(each.values)]);
  });
}

/** With each reference as the name alone: ARNs by their ends, and the topic's own name as what it names. */
const named = (values: object): object =>
  JSON.parse(
    JSON.stringify(values).replace(/arn:aws:\w+:us-east-1:111122223333:(?:rule\/)?(Topic|\w+Queue|\w+Rule)(?=\\?")/g, '$1'),
  ) as object;

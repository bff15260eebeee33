import { format } from '@cdktf/hcl-tools';
import { Fn, TerraformAsset } from 'cdktf';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAMBDA_FOLDER } from '../../lambda';
import { TEMPLATES_FOLDER } from '../../templates';
import { snakeCase } from '../input';
import type { SetupPath } from '../path';
import { condition } from './condition';
import { block, isBlock, literal, printBlock, quoted, type Block } from './hcl';
import { ModuleStack } from './module-stack';
import { expression, readSynthesized } from './read-synthesized';
import { readme } from './readme';
import { variableBlock, variableFor } from './variables';
import { PROVIDER_VERSION, TERRAFORM_VERSION } from './versions';

/** A module's files by name: texts, and what its constructs bring with them. */
export type Module = Readonly<Record<string, string | Buffer>>;

/** The Terraform module of a setup path: its cdktf construct, with a variable for each input. */
export async function terraformModule(path: SetupPath): Promise<Module> {
  const stack = new ModuleStack();
  const inputs = path.groups.flatMap((group) => group.inputs);
  const props = Object.fromEntries(inputs.map((input) => [input.name, variableFor(stack, input)]));
  const made = (path.module ?? path.cdktf)(stack, props as never);

  // What a construct brings lies beside the module.
  const assets = stack.node.findAll().filter((each) => each instanceof TerraformAsset);
  const { hcl } = stack.toHclTerraform() as { hcl: string };
  const synthesized = readSynthesized(assets.reduce((text, { path, fileName }) => text.replaceAll(path, `\${path.module}/${fileName}`), hcl));
  const resources = synthesized.filter(({ header }) => /^(locals|module|resource|data)\b/.test(header));
  const outputs = path.outputs.map(({ name, description, of }) => {
    const value = of(made);
    const text = stack.reference(typeof value === 'string' ? value : Fn.jsonencode(value));
    const printed = expression(quoted(text));
    return block(`output "${snakeCase(name)}"`, [
      ['description', literal(description)],
      ['value', printed],
    ]);
  });
  const versions = block('terraform', [
    ['required_version', literal(TERRAFORM_VERSION)],
    block('required_providers', [['aws', literal({ source: 'hashicorp/aws', version: PROVIDER_VERSION })]]),
  ]);
  return {
    'main.tf': await file(path, withPreconditions(resources, path)),
    'variables.tf': await file(path, inputs.map(variableBlock)),
    'outputs.tf': await file(path, outputs),
    'versions.tf': await file(path, [versions]),
    'README.md': readme(path),
    ...Object.fromEntries(assets.map(({ fileName }) => [fileName, broughtFile(fileName)])),
  };
}

/** A file that constructs bring with them, by its name, which no two have. */
const broughtFile = (name: string): Buffer =>
  readFileSync([LAMBDA_FOLDER, TEMPLATES_FOLDER].map((folder) => join(folder, name)).find((each) => existsSync(each))!);

async function file(path: SetupPath, blocks: readonly Block[]): Promise<string> {
  const header = `# Generated from the ${path.construct} construct. Change it there, then run "npm run generate".\n\n`;
  return format(header + blocks.map((each) => printBlock(each)).join('\n'));
}

/** Adds each rule between inputs to the resource or data source that checks it. A module checks what it is given itself. */
function withPreconditions(resources: readonly Block[], path: SetupPath): Block[] {
  const headerOf = (address: string) => {
    const [type, ...names] = /^(data|module)\./.test(address) ? address.split('.') : ['resource', ...address.split('.')];
    return [type, ...names.map((name) => JSON.stringify(name))].join(' ');
  };
  const inputs = path.groups.flatMap((group) => group.inputs);
  const unplaced = path.rules.find(({ checkedBy }) => !resources.some(({ header }) => header === headerOf(checkedBy)));
  if (unplaced !== undefined) throw new Error(`${path.name}: no resource ${unplaced.checkedBy} to check ${unplaced.name}`);
  return resources.map((resource) => {
    const preconditions = path.rules
      .filter(({ checkedBy }) => headerOf(checkedBy) === resource.header && !checkedBy.startsWith('module.'))
      .map(({ holds, message }) =>
        block('precondition', [
          ['condition', condition(holds, inputs)],
          ['error_message', literal(message)],
        ]),
      );
    return preconditions.length === 0 ? resource : withLifecycle(resource, preconditions);
  });
}

/** Adds to what a resource has of the kind already. */
function withLifecycle({ header, body }: Block, more: readonly Block[]): Block {
  const isLifecycle = (entry: Block['body'][number]): entry is Block => isBlock(entry) && entry.header === 'lifecycle';
  const there = body.find(isLifecycle)?.body ?? [];
  return block(header, [...body.filter((entry) => !isLifecycle(entry)), block('lifecycle', [...there, ...more])]);
}

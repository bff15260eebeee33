import { runInNewContext } from 'node:vm';
import { Testing } from 'cdktf';
import { ModuleStack } from '../../constructs/lib/generate/terraform/module-stack.js';
import type { SetupPath } from '../../constructs/lib/generate/path.js';
import type { Facts } from './facts.ts';
import { documentJson, factsOfTerraform, type Evaluated } from './from-terraform.ts';
import type { Named } from './names.ts';

/** The facts of a path's cdktf construct, read from what it synthesizes. */
export function factsOfCdktf(path: SetupPath, options: object, names: readonly Named[]): Facts {
  const stack = new ModuleStack();
  path.cdktf(stack, options as never);
  const synthesized = JSON.parse(Testing.synth(stack)) as Record<'resource' | 'data', ByType> & { locals?: Locals };
  const { resource = {}, data = {}, locals = {} } = synthesized;
  const made = (found: Evaluated[]) =>
    found.filter(({ values: { count } }) => count === undefined || isOne(String(count), locals));
  return factsOfTerraform([...made(list(resource, '', names)), ...made(list(data, 'data.', names))], names);
}

type Locals = Readonly<Record<string, string>>;

/** What only deployment decides, with all options known, is where it is: a condition that HCL and JavaScript read the same way. */
function isOne(count: string, locals: Locals): boolean {
  const inner = (text: string) => text.replace(/^\$\{(.*)\}$/s, '$1');
  const written = inner(count)
    .replace(/local\.([\w-]+)/g, (_all, name: string) => `(${inner(String(locals[name]))})`)
    .replace(/data\.aws_region\.\w+\.id/g, '"us-east-1"');
  return runInNewContext(written) === 1;
}

type ByType = Record<string, Record<string, object>>;

const list = (byType: ByType, prefix: string, names: readonly Named[]): Evaluated[] =>
  Object.entries(byType).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, attributes]) => ({ type: prefix + type, name, values: evaluated(attributes, names) })),
  );

/** With every `${…}` evaluated: where all options are known, those are references, and `jsonencode` of plain values. */
const evaluated = (attributes: object, names: readonly Named[]): Record<string, unknown> =>
  JSON.parse(JSON.stringify(attributes), (_key, value: unknown) =>
    typeof value === 'string' ? evaluateText(value, names) : value,
  ) as Record<string, unknown>;

function evaluateText(written: string, names: readonly Named[]): unknown {
  // What is made under a condition is one of a list.
  const text = written.replace(/(?<=\w)\[0\](?=\.\w)/g, '');
  const encoded = /^\$\{jsonencode\((.*)\)\}$/s.exec(text)?.[1];
  // HCL's objects are JSON's, but for the equals sign and for bare references.
  if (encoded !== undefined) {
    const json = encoded.replaceAll('" = ', '": ').replace(REFERENCE, (reference) => JSON.stringify(named(reference, names)));
    return JSON.parse(json.replace(/\$\{"([^"]*)"\}/g, '$1'));
  }
  return text
    .replace(/^\$\{(.*)\}$/s, (_all, reference: string) => named(reference, names))
    .replace(/\$\{([\w.-]+)\}/g, (_all, reference: string) => named(reference, names));
}

const REFERENCE = /(?<=[:[,] ?|\$\{)(?:data\.)?aws_\w+\.[\w-]+\.\w+/g;

function named(reference: string, names: readonly Named[]): string {
  if (/^data\.aws_caller_identity\.\w+\.account_id$/.test(reference)) return '111122223333';
  if (/^data\.aws_region\.\w+\.id$/.test(reference)) return 'us-east-1';
  if (/^data\.aws_partition\.\w+\.partition$/.test(reference)) return 'aws';
  if (/^data\.aws_partition\.\w+\.dns_suffix$/.test(reference)) return 'amazonaws.com';
  const [, document] = /^data\.aws_iam_policy_document\.(\w+)\.json$/.exec(reference) ?? [];
  if (document !== undefined) return documentJson(document);
  const [, address] = /^(\w+\.\w+)\.\w+$/.exec(reference) ?? [];
  return names.find((each) => each.address === address)?.name ?? reference;
}

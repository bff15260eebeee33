import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Testing } from 'cdktf';
import { ModuleStack } from '../../constructs/lib/generate/terraform/module-stack.js';
import type { SetupPath } from '../../constructs/lib/generate/path.js';
import { TEMPLATES_FOLDER } from '../../constructs/lib/templates/index.js';
import type { Facts } from './facts.ts';
import { documentJson, factsOfTerraform, type Evaluated } from './from-terraform.ts';
import type { Named } from './names.ts';

/** The facts of a path's cdktf construct, read from what it synthesizes. */
export function factsOfCdktf(path: SetupPath, options: object, names: readonly Named[]): Facts {
  const stack = new ModuleStack();
  path.cdktf(stack, options as never);
  const synthesized = JSON.parse(Testing.synth(stack)) as Record<'resource' | 'data', ByType> & { locals?: Locals };
  const { resource = {}, data = {}, locals = {} } = synthesized;
  const made = (byType: ByType): ByType =>
    Object.fromEntries(Object.entries(byType).map(([type, byName]) => [type, filtered(byName, locals)]));
  const there = made(resource);
  // What is referred to as a list is none where it is not made.
  const known = names.filter(({ address }) => address.split('.', 2)[1]! in (there[address.split('.', 1)[0]!] ?? {}));
  const all = [...list(decidedIn(there, locals), '', known), ...list(decidedIn(made(data), locals), 'data.', known)];
  return factsOfTerraform(all, names);
}

const filtered = (byName: ByType[string], locals: Locals) =>
  Object.fromEntries(
    Object.entries(byName).filter(([, { count }]) => count === undefined || isOne(String(count as string), locals)),
  );

type Locals = Readonly<Record<string, string>>;

/** What only deployment decides, with all options known, is where it is: a condition that HCL and JavaScript read the same way. */
const isOne = (count: string, locals: Locals): boolean => run(count, locals) === 1;

function run(expression: string, locals: Locals): unknown {
  const inner = (text: string) => text.replace(/^\$\{(.*)\}$/s, '$1');
  const written = inner(expression)
    .replace(/local\.([\w-]+)/g, (_all, name: string) => `(${inner(String(locals[name]))})`)
    .replace(/data\.aws_region\.\w+\.id/g, '"us-east-1"')
    .replace(/data\.aws_caller_identity\.\w+\.account_id/g, '"111122223333"');
  return runInNewContext(written);
}

/** With each choice between two values as the one that it comes to. */
const decidedIn = (byType: ByType, locals: Locals): ByType =>
  JSON.parse(JSON.stringify(byType), (_key, value: unknown) => {
    const [, when, then = '', otherwise = ''] = /^\$\{(local\.[\w-]+) \? (\S+) : "([^"]*)"\}$/.exec(String(value)) ?? [];
    if (when === undefined) return value;
    return run(when, locals) ? `\${${then}}` : otherwise;
  }) as ByType;

type ByType = Record<string, Record<string, { readonly count?: unknown }>>;

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
  const file = /^\$\{file\("assets\/.*\/([\w.-]+)"\)\}$/.exec(text)?.[1];
  if (file !== undefined) return readFileSync(join(TEMPLATES_FOLDER, file), 'utf8');
  const lists = /^\$\{concat\((.*)\)\}$/s.exec(text)?.[1];
  if (lists !== undefined) {
    const references = [...lists.matchAll(/(aws_\w+\.[\w-]+)(\[\*\])?\.\w+/g)];
    return references.flatMap(([, address, splat]) => {
      const name = names.find((each) => each.address === address)?.name;
      if (name === undefined && splat === undefined) throw new Error(`there is no ${address}`);
      return name ?? [];
    });
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

/** A cdktf program that makes the resources of a synthesized stack, as one would write it by hand. */
import { createRequire } from 'node:module';
import { program, type Reference, type Resource, source } from './by-hand.ts';

const load = createRequire(import.meta.url);

type Blocks = Readonly<Record<string, Readonly<Record<string, Config>>>>;
type Config = Readonly<Record<string, unknown>> & { readonly depends_on?: readonly string[] };
export interface Synthesized {
  readonly resource: Blocks;
  readonly data?: Blocks;
}

const START = [
  "const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');",
  "const { App, TerraformStack } = require('cdktf');",
  'const app = new App();',
  "const stack = new TerraformStack(app, 'stack');",
  "new AwsProvider(stack, 'aws', { region: 'us-east-1' });",
];
/** Attributes whose keys are the user's own. */
const MAPS = ['tags', 'dimensions', 'variables'];
const REFERENCE = /\$\{((?:data\.)?aws_\w+\.[\w-]+)\.(\w+)\}/g;

export const cdktfByHand = ({ resource, data = {} }: Synthesized): string =>
  program(START, [...resourcesOf('data.', data), ...resourcesOf('', resource)]);

const resourcesOf = (kind: '' | 'data.', blocks: Blocks): Resource[] =>
  Object.entries(blocks).flatMap(([type, instances]) =>
    Object.entries(instances).map(([id, config]) => resourceOf(kind, type, id, config)),
  );

function resourceOf(kind: '' | 'data.', type: string, id: string, config: Config): Resource {
  const file = `${kind === 'data.' ? 'data-' : ''}${type}`.replace(kind === '' ? /^aws_/ : /^/, '').replaceAll('_', '-');
  const module = `@cdktf/provider-aws/lib/${file}`;
  const classes = Object.entries(load(module) as Readonly<Record<string, { readonly tfResourceType?: string }>>);
  const [className] = classes.find(([, each]) => each.tfResourceType === type) ?? [];
  if (className === undefined) throw new Error(`${module} has no construct for ${type}`);
  const { '//': _path, depends_on: dependencies = [], ...rest } = config;
  const statements = (name: string, reference: Reference) => {
    const entries = Object.entries(rest).map(([attribute, value]) => {
      const key = MAPS.includes(attribute) ? (name: string) => name : camelCase;
      return `${camelCase(attribute)}: ${source(value, (text) => expression(text, reference), key)}`;
    });
    if (dependencies.length > 0) entries.push(`dependsOn: [${dependencies.map(reference).join(', ')}]`);
    return [`const ${name} = new ${className}(stack, ${JSON.stringify(id)}, { ${entries.join(', ')} });`];
  };
  return { id: `${kind}${type}.${id}`, module, className, statements };
}

/** References become those of the other resource's construct. What is in a longer expression stays in Terraform's language. */
function expression(text: string, reference: Reference): string {
  const parts = text.split(REFERENCE);
  const [before = '', id, attribute, after] = parts;
  if (id === undefined) return JSON.stringify(text);
  const attributeOf = (id: string, attribute: string) => `${reference(id)}.${camelCase(attribute)}`;
  if (parts.length === 4 && before === '' && after === '') return attributeOf(id, attribute ?? '');
  const written = parts.map((part, index) => {
    if (index % 3 === 0) return JSON.stringify(part);
    return index % 3 === 1 ? attributeOf(part, parts[index + 1] ?? '') : undefined;
  });
  return written.filter((each) => each !== undefined).join(' + ');
}

const camelCase = (name: string) => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

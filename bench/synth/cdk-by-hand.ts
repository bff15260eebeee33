/** A CDK program that makes the resources of a template, as one would write it by hand with L1 constructs. */
import { createRequire } from 'node:module';
import { type CfnResource, type Stack } from 'aws-cdk-lib';
import { program, type Reference, type Resource, source } from './by-hand.ts';

const load = createRequire(import.meta.url);
const { App, Stack: CdkStack } = load('aws-cdk-lib') as typeof import('aws-cdk-lib');

export interface Template {
  readonly Resources: Readonly<Record<string, Declared>>;
}
interface Declared {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly DependsOn?: readonly string[];
  readonly [option: string]: unknown;
}
/** An L1 construct as `CfnInclude` makes it from a template. */
interface L1 {
  _fromCloudFormation(scope: Stack, id: string, declared: Declared, options: { parser: object }): L1Made;
}
type L1Made = CfnResource & { readonly cfnProperties: unknown };
/** Whether there is no L1 construct for it. */
type IsCustom = (id: string) => boolean;

const START = [
  "const { App, Aws, Fn, Stack } = require('aws-cdk-lib');",
  'const app = new App();',
  "const stack = new Stack(app, 'stack');",
];
const OPTIONS = ['DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'];
/** Has no part in any text. */
const MARK = '\u0000';

export function cdkByHand({ Resources }: Template): string {
  const scratch = new CdkStack(new App(), 'scratch');
  const isCustom = (id: string) => /^(Custom|AWS::CloudFormation)::/.test(Resources[id]?.Type ?? '');
  const resources = Object.entries(Resources).map(([id, declared]) => resourceOf(scratch, id, declared, isCustom));
  return program(START, resources);
}

function resourceOf(scratch: Stack, id: string, declared: Declared, isCustom: IsCustom): Resource {
  const [, service = '', name = ''] = declared.Type.split('::');
  const module = isCustom(id) ? 'aws-cdk-lib' : `aws-cdk-lib/aws-${service.toLowerCase()}`;
  const className = isCustom(id) ? 'CfnResource' : `Cfn${name}`;
  const props = isCustom(id)
    ? { type: declared.Type, properties: marked(declared.Properties) }
    : propsOf((load(module) as Readonly<Record<string, L1>>)[className], scratch, id, declared);
  const statements = (name: string, reference: Reference) => {
    const written = (value: unknown) => source(value, (text) => expression(text, reference, isCustom));
    return [
      `const ${name} = new ${className}(stack, ${JSON.stringify(id)}, ${written(props)});`,
      ...(declared.DependsOn ?? []).map((other) => `${name}.addResourceDependency(${reference(other)});`),
      ...OPTIONS.filter((option) => option in declared).map(
        (option) => `${name}.cfnOptions.${lowerFirst(option)} = ${written(declared[option])};`,
      ),
    ];
  };
  return { id, module, className, statements };
}

/** The construct's own names for its properties, which cannot be told from the template's. */
function propsOf(construct: L1 | undefined, scratch: Stack, id: string, declared: Declared): unknown {
  if (construct === undefined) throw new Error(`aws-cdk-lib has no L1 construct for ${declared.Type}`);
  const parser = { parseValue: marked, handleAttributes: () => undefined };
  return construct._fromCloudFormation(scratch, id, declared, { parser }).cfnProperties;
}

/** The value with its intrinsic functions as marked text, which passes wherever text does. */
function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value);
  if (names.length === 1 && /^(Ref$|Fn::)/.test(names[0] ?? '')) return MARK + JSON.stringify(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, marked(each)]));
}

function expression(text: string, reference: Reference, isCustom: IsCustom): string {
  if (!text.startsWith(MARK)) return JSON.stringify(text);
  const [call = ['', '']] = Object.entries(JSON.parse(text.slice(MARK.length)) as Readonly<Record<string, unknown>>);
  const [name, argument] = call;
  if (name === 'Ref') {
    const [, pseudo] = /^AWS::(\w+)$/.exec(argument as string) ?? [];
    return pseudo === undefined ? `${reference(argument as string)}.ref` : `Aws.${upperSnake(pseudo)}`;
  }
  if (name === 'Fn::GetAtt') {
    const [id, attribute] = argument as [string, string];
    if (isCustom(id)) return `${reference(id)}.getAtt('${attribute}').toString()`;
    return `${reference(id)}.attr${attribute.replaceAll('.', '')}`;
  }
  const args = (Array.isArray(argument) ? argument : [argument]).map((each) =>
    source(marked(each), (inner) => expression(inner, reference, isCustom)),
  );
  return `Fn.${lowerFirst(name.slice('Fn::'.length))}(${args.join(', ')})`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const upperSnake = (text: string) => text.replaceAll(/(?<=[a-z]|URL)(?=[A-Z])/g, '_').toUpperCase();

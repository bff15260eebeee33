/** Reads a CloudFormation template as CloudFormation would for given parameters: the functions that our templates use, and no others. */
import { parse, type CollectionTag, type ScalarTag } from 'yaml';

export interface Template {
  readonly Parameters?: Readonly<
    Record<string, { readonly Type: string; readonly Default?: string | number; readonly AllowedPattern?: string }>
  >;
  readonly Rules?: Readonly<
    Record<string, { readonly RuleCondition?: unknown; readonly Assertions: readonly { readonly Assert: unknown }[] }>
  >;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Readonly<Record<string, unknown>>;
}

const scalarTag = (tag: string, toObject: (value: string) => object): ScalarTag => ({ tag, resolve: toObject });
const sequenceTag = (name: string): CollectionTag => ({
  tag: `!${name}`,
  collection: 'seq',
  // Kept as a node, so that what stands inside is resolved as well.
  resolve: (sequence) => ({ [`Fn::${name}`]: sequence }),
});
const TAGS = [
  scalarTag('!Ref', (value) => ({ Ref: value })),
  scalarTag('!Condition', (value) => ({ Condition: value })),
  scalarTag('!GetAtt', (value) => ({ 'Fn::GetAtt': value.split('.') })),
  ...['If', 'Equals', 'Not', 'And', 'Or', 'Contains', 'Join', 'Split', 'Select'].map(sequenceTag),
];

/** A YAML template with its short forms written out. */
export function parseTemplate(yaml: string): Template {
  return plain(parse(yaml, { customTags: TAGS })) as Template;
}

/** Nodes that a tag kept are turned into plain values. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON());
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

const NO_VALUE = Symbol('AWS::NoValue');
const PSEUDO: Readonly<Record<string, unknown>> = {
  'AWS::NoValue': NO_VALUE,
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'us-east-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'clarion',
};

/** What a template comes to for given parameters. */
export class Evaluation {
  readonly #template: Template;
  readonly #values: ReadonlyMap<string, unknown>;

  public constructor(template: Template, parameters: Readonly<Record<string, string>> = {}) {
    this.#template = template;
    this.#values = new Map(
      Object.entries(template.Parameters ?? {}).map(([name, { Type, Default }]) => {
        const text = parameters[name] ?? String(Default ?? '');
        return [name, Type === 'CommaDelimitedList' ? text.split(',') : text];
      }),
    );
  }

  /** The resources that are made, with their properties as CloudFormation would send them; a resource is `Name.Ref` or `Name.Attribute`. */
  public resources(): Record<string, Resource> {
    const made = Object.entries(this.#template.Resources).filter(
      ([, { Condition }]) => Condition === undefined || this.#condition(Condition),
    );
    return Object.fromEntries(made.map(([id, resource]) => [id, this.#value(resource) as Resource]));
  }

  /** The outputs, by name. */
  public outputs(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.#template.Outputs ?? {}).map(([id, { Value }]) => [id, this.#value(Value)]));
  }

  /** The first rule that the parameters break. */
  public brokenRule(): string | undefined {
    return Object.entries(this.#template.Rules ?? {}).find(
      ([, { RuleCondition, Assertions }]) =>
        (RuleCondition === undefined || this.#value(RuleCondition)) && !Assertions.every(({ Assert }) => this.#value(Assert)),
    )?.[0];
  }

  #condition(name: string): boolean {
    const expression = this.#template.Conditions?.[name];
    if (expression === undefined) throw new Error(`no condition ${name}`);
    return this.#value(expression) === true;
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#value(each)).filter((each) => each !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [[name, argument] = ['', undefined]] = entries;
    if (
      entries.length === 1 &&
      (name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string'))
    ) {
      return this.#call(name, argument);
    }
    return Object.fromEntries(entries.map(([key, each]) => [key, this.#value(each)]).filter(([, each]) => each !== NO_VALUE));
  }

  #call(name: string, argument: unknown): unknown {
    if (name === 'Ref') return this.#ref(String(argument));
    if (name === 'Condition') return this.#condition(String(argument));
    if (name === 'Fn::GetAtt') return (argument as string[]).join('.');
    const list = argument as readonly unknown[];
    if (name === 'Fn::If') return this.#value(this.#condition(String(list[0])) ? list[1] : list[2]);
    const values = this.#value(argument) as unknown[];
    switch (name) {
      case 'Fn::FindInMap':
        return this.#template.Mappings?.[String(values[0])]?.[String(values[1])]?.[String(values[2])];
      case 'Fn::Equals':
        return values[0] === values[1];
      case 'Fn::Not':
        return values[0] !== true;
      case 'Fn::And':
        return values.every((each) => each === true);
      case 'Fn::Or':
        return values.some((each) => each === true);
      case 'Fn::Contains':
        return (values[0] as unknown[]).includes(values[1]);
      case 'Fn::Split':
        return (values[1] as string).split(values[0] as string);
      case 'Fn::Select':
        return (values[1] as unknown[])[Number(values[0])];
      case 'Fn::Join':
        return (values[1] as string[]).join(values[0] as string);
      default:
        throw new Error(`this evaluator does not know ${name}`);
    }
  }

  #ref(name: string): unknown {
    if (name in PSEUDO) return PSEUDO[name];
    if (this.#values.has(name)) return this.#values.get(name);
    if (name in this.#template.Resources) return `${name}.Ref`;
    throw new Error(`Ref to ${name}, which is not there`);
  }
}

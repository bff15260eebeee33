/**
 * What version 6 of the aws provider takes, as far as it is told by the classes that @cdktf/provider-aws has generated from its schema:
 * the names of arguments and blocks, and which of them are required. There is no value among them that it would refuse.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { parse } = require('@cdktf/hcl2json') as { parse: (file: string, text: string) => Promise<Configuration> };
const provider = (file: string) => require.resolve(`@cdktf/provider-aws/${file}`);

/** Blocks by type and name. A block of HCL comes in a list, one of JSON does not. */
type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
export interface Configuration {
  readonly resource?: Blocks;
  readonly data?: Blocks;
}
interface Argument {
  readonly required: boolean;
  /** What stands in the block, where it is one. */
  readonly block: string | undefined;
}
type Interfaces = ReadonlyMap<string, ReadonlyMap<string, Argument>>;

/** What the local AWS needs of a provider besides its endpoint. */
const LOCAL = {
  max_retries: 2,
  skip_credentials_validation: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
};

/** The version whose schema the classes are made from. */
export const SCHEMA_VERSION = /providerVersion: '([\d.]+)'/.exec(readFileSync(provider('lib/sns-topic/index.js'), 'utf8'))![1]!;

/** What Terraform itself reads in each block. */
const META = new Set(['count', 'for_each', 'provider', 'depends_on', 'lifecycle', '//']);

export const parseHcl = (text: string): Promise<Configuration> => parse('main.tf', text);

/** What the provider would not know, or would miss, in a configuration. */
export function schemaProblems({ resource = {}, data = {} }: Configuration): string[] {
  const inEach = (blocks: Blocks, prefix: string) =>
    Object.entries(blocks).flatMap(([type, named]) => {
      const [interfaces, top] = schemaOf(`${prefix}${type.replace(/^aws_/, '').replaceAll('_', '-')}`);
      return Object.entries(named).flatMap(([name, block]) =>
        listed(block).flatMap((each) => problems(each, top, interfaces, `${type}.${name}`)),
      );
    });
  return [...inEach(resource, ''), ...inEach(data, 'data-aws-')];
}

/** The arguments of each block of a resource, and the name of the outermost block. */
function schemaOf(folder: string): readonly [Interfaces, string] {
  const text = readFileSync(provider(`lib/${folder}/index.d.ts`), 'utf8');
  const found = [...text.matchAll(/^export interface (\w+)[^{]*\{\n(.*?)^\}/gms)].map(
    ([, name, body]) => [name!, body!] as const,
  );
  const names = new Set(found.map(([name]) => name));
  const argumentsIn = (body: string) =>
    [...body.matchAll(/#(\w+) \w+#\1\}.*?readonly \w+(\??): (\w*)/gs)].map(([, argument, optional, type]) => {
      return [argument!, { required: optional === '', block: names.has(type!) ? type : undefined }] as const;
    });
  const interfaces = new Map(found.map(([name, body]) => [name, new Map(argumentsIn(body))]));
  return [interfaces, /^export interface (\w+) extends cdktf\.TerraformMetaArguments/m.exec(text)![1]!];
}

function problems(block: object, name: string, interfaces: Interfaces, at: string): string[] {
  const known = interfaces.get(name)!;
  const { dynamic = {}, ...plain } = block as { readonly dynamic?: Readonly<Record<string, unknown>> };
  const contents = Object.entries(dynamic).map(([key, each]) => [
    key,
    listed(each).flatMap(({ content }: any) => listed(content)),
  ]);
  const given = Object.entries({ ...plain, ...Object.fromEntries(contents) } as Readonly<Record<string, unknown>>);
  return [
    ...given.flatMap(([key, value]) => {
      const argument = known.get(key);
      if (argument === undefined) return META.has(key) ? [] : [`${at} has ${key}, which is not known`];
      const inner = argument.block;
      return inner === undefined ? [] : listed(value).flatMap((each) => problems(each, inner, interfaces, `${at}.${key}`));
    }),
    ...[...known].flatMap(([key, { required }]) =>
      required && !given.some(([each]) => each === key) ? [`${at} lacks ${key}, which is required`] : [],
    ),
  ];
}

const listed = (value: unknown) => [value].flat() as object[];

/** The same for version 5, where no resource names its Region: each Region that is named gets a provider instead. */
export function forProvider5(configuration: Configuration): object {
  const regions = new Set<string>();
  const moved = (blocks: Blocks = {}) =>
    mapValues(blocks, (named) =>
      mapValues(named, (block) => {
        const { region, ...rest } = block as { readonly region?: string };
        if (region === undefined) return block;
        regions.add(region);
        return { ...rest, provider: `aws.${region}` };
      }),
    );
  const { provider, ...rest } = configuration as Configuration & { readonly provider: { readonly aws: readonly object[] } };
  const [resource, data] = [moved(configuration.resource), moved(configuration.data)];
  const elsewhere = [...regions].map((region) => ({ alias: region, region, ...LOCAL }));
  return { ...rest, provider: { aws: [...provider.aws, ...elsewhere] }, resource, data };
}

const mapValues = <T>(object: Readonly<Record<string, T>>, map: (value: T) => unknown) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)])) as Readonly<Record<string, T>>;

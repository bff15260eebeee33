/** What the four front ends must agree on, by kind, in words of no engine. Resources go by the names of the CloudFormation template. */
export type Facts = Readonly<Record<string, unknown>>;

/** One kind of thing that is made, as each engine says it. */
export interface Kind {
  readonly name: string;
  /** The types that it reads. A type that no kind reads fails the comparison, which would not see it. */
  readonly cloudFormation: readonly string[];
  readonly terraform: readonly string[];
  readonly fromCloudFormation: (resources: Resources) => unknown;
  readonly fromTerraform: (resources: Resources) => unknown;
}

/** Evaluated resources, in which each reference to another resource is its name. */
export interface Resources {
  /** Those of one type, by name. */
  of(type: string): readonly (readonly [name: string, properties: any])[];
  /** A policy document that a property holds: an object in CloudFormation, the JSON of a data source in Terraform. */
  policy(property: unknown): unknown;
}

/** By name, so that the order of resources is nobody's concern. */
export const byName = <Each>(entries: readonly (readonly [string, Each])[]): Record<string, Each> => Object.fromEntries(entries);

/** Sorted, for what has no name of its own. */
export const sorted = <Each>(list: readonly Each[]): Each[] =>
  [...list].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** A statement of a policy, as JSON. */
export interface PolicyStatement {
  readonly Sid: string;
}
/** Statements by name: IAM reads them in any order. */
export const bySid = <Each extends PolicyStatement>(statements: readonly Each[]): Each[] =>
  [...statements].sort((one, other) => (one.Sid < other.Sid ? -1 : 1));

/** A list of one as what it holds, and others in one order: IAM reads them the same. */
export const single = (values: unknown): unknown => {
  if (!Array.isArray(values)) return values;
  return values.length === 1 ? (values[0] as unknown) : sorted(values);
};
export const parsed = (json: unknown): any => (typeof json === 'string' ? JSON.parse(json) : json);
/** A block is a list of one where the provider says so, and itself where cdktf does. */
export const one = (block: any): any => (Array.isArray(block) ? block[0] : block);

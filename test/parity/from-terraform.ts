import { bySid, single, type Facts, type PolicyStatement, type Resources } from './facts.ts';
import { KINDS } from './kinds/index.ts';
import type { Named } from './names.ts';

/** A resource or a data source (`data.aws_x`), with every expression evaluated and each reference to a named resource as its name. */
export interface Evaluated {
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, any>;
}

/** What the JSON of a policy document is evaluated to: the data source that has its statements. */
export const documentJson = (name: string): string => JSON.stringify({ document: name });

/** The facts of evaluated Terraform resources, whether cdktf or a module made them. */
export function factsOfTerraform(found: readonly Evaluated[], names: readonly Named[]): Facts {
  const read = new Set([...KINDS.flatMap((kind) => kind.terraform)]);
  const unread = found.find(({ type }) => !type.startsWith('data.') && !read.has(type));
  if (unread !== undefined) throw new Error(`no kind reads ${unread.type}`);
  const nameOf = ({ type, name }: Evaluated) => names.find(({ address }) => address === `${type}.${name}`)?.name ?? pascal(name);
  const resources: Resources = {
    of: (type) => found.filter((each) => each.type === type).map((each) => [nameOf(each), each.values]),
    policy: (json) => ({ Version: '2012-10-17', Statement: bySid(statementsOf(json, found)) }),
  };
  return Object.fromEntries(KINDS.map((kind) => [kind.name, kind.fromTerraform(resources)]));
}

const pascal = (name: string) => name.replace(/(?:^|_)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());

/** The statements of an `aws_iam_policy_document`, those of the documents that it takes in too, as the provider makes them. */
function statementsOf(json: unknown, found: readonly Evaluated[]): PolicyStatement[] {
  const { document: name } = JSON.parse(String(json)) as { document: string };
  const source = found.find((each) => each.type === 'data.aws_iam_policy_document' && each.name === name);
  if (source === undefined) throw new Error(`Terraform has no policy document ${name}`);
  const taken = ((source.values['source_policy_documents'] ?? []) as unknown[]).flatMap((each) => statementsOf(each, found));
  return [...taken, ...(source.values['statement'] as any[]).map(statement)];
}

const statement = ({ sid, effect, principals, actions, resources, condition }: any) => ({
  Sid: sid as string,
  Effect: effect,
  ...(filled(principals) && {
    Principal: Object.fromEntries(principals.map(({ type, identifiers }: any) => [type, single(identifiers)])),
  }),
  Action: single(actions),
  ...(filled(resources) && { Resource: single(resources) }),
  ...(filled(condition) && { Condition: conditions(condition) }),
});

const filled = (list: readonly unknown[] | null | undefined) => list !== undefined && list !== null && list.length > 0;

function conditions(list: readonly any[]) {
  const found: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list) (found[test] ??= {})[variable] = single(values);
  return found;
}

import { Evaluation, type Template } from '../support/cloudformation.ts';
import { bySid, single, type Facts, type PolicyStatement, type Resources } from './facts.ts';
import { KINDS } from './kinds/index.ts';

/** The facts of a template, for given parameters. */
export function factsOfTemplate(template: Template, parameters?: Readonly<Record<string, string>>): Facts {
  const made = Object.entries(new Evaluation(template, parameters).resources());
  const read = new Set(KINDS.flatMap((kind) => kind.cloudFormation));
  const unread = made.find(([, { Type }]) => !read.has(Type));
  if (unread !== undefined) throw new Error(`no kind reads ${unread[1].Type}`);
  const resources: Resources = {
    of: (type) => made.filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, named(Properties)]),
    policy: canonical,
  };
  return Object.fromEntries(KINDS.map((kind) => [kind.name, kind.fromCloudFormation(resources)]));
}

/** `Topic.Ref` and `Topic.Arn` are both the topic; within a longer text, a reference is a name. */
const named = (properties: unknown): unknown =>
  JSON.parse(JSON.stringify(properties), (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(/^(\w+)\.(Ref|Arn|TopicName|QueueName|RoleId)$|\.Ref(?=:)/, '$1') : value,
  );

/** A policy with its lists as IAM reads them, and its statements by name. */
const canonical = (policy: unknown): unknown =>
  JSON.parse(JSON.stringify(policy), (key, value: unknown) => {
    if (key === 'Statement') return bySid(value as PolicyStatement[]);
    return single(value);
  });

import type { Optional, Switch } from './deferred';

/** One statement of a policy, in a form that both engines can write: as JSON, or as an `aws_iam_policy_document`. */
export interface Statement {
  /** Names the statement, so that a reader of the deployed policy finds its reason here. */
  readonly sid: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Who may act: an AWS service, or identities by ARN or account. A policy that is attached to a role names nobody. */
  readonly principal?: Principal;
  readonly actions: readonly string[];
  /** A trust policy names none: it stands on the role itself. */
  readonly resources?: readonly string[];
  readonly conditions?: readonly Condition[];
}

/** `{ service: 'events.amazonaws.com' }`, or `{ aws: 'arn:aws:iam::111122223333:role/clarion' }`. */
export type Principal = { readonly service: string | readonly string[] } | { readonly aws: string | readonly string[] };

/** `{ test: 'ArnEquals', variable: 'aws:SourceArn', value: topicArn }` */
export interface Condition {
  readonly test: string;
  readonly variable: string;
  /** One value or any of several; either may be known at deploy time only. */
  readonly value: string | readonly string[];
}

/** The statements, where a switch is on: each one is left to deploy time where the switch is. */
export function statementsIf<Deferred>(
  when: Switch<Deferred>,
  statements: readonly Statement[],
): Optional<Statement, Deferred>[] {
  if (when === false) return [];
  return when === true ? [...statements] : statements.map((value) => ({ value, given: when }));
}

/**
 * The statements as an IAM policy document.
 *
 * @param known whether a list is known now: one that is not stays a list, however short it looks
 */
export function policyDocument(statements: readonly Statement[], known: (list: readonly string[]) => boolean = () => true) {
  const oneOrMany = (values: readonly string[]) => (values.length === 1 && known(values) ? values[0] : values);
  const listOrText = (value: string | readonly string[]) => (typeof value === 'string' ? value : oneOrMany(value));
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect = 'Allow', principal, actions, resources, conditions = [] }) => ({
      Sid: sid,
      Effect: effect,
      ...(principal && {
        Principal: 'service' in principal ? { Service: listOrText(principal.service) } : { AWS: principal.aws },
      }),
      Action: oneOrMany(actions),
      ...(resources && { Resource: oneOrMany(resources) }),
      ...(conditions.length > 0 && { Condition: byTest(conditions) }),
    })),
  };
}

function byTest(conditions: readonly Condition[]) {
  const found: Record<string, Record<string, Condition['value']>> = {};
  for (const { test, variable, value } of conditions) (found[test] ??= {})[variable] = value;
  return found;
}

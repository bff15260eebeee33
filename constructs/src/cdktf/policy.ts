import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { Fn, Token, type IResolvable, type TerraformCount } from 'cdktf';
import type { Construct } from 'constructs';
import { isDeferred, plain, policyDocument, type Optional, type Principal, type Statement } from '../blueprint';
import { attribute, choose, instances, isGiven, makeIf } from './deferred';

/** The statements as an object, to be shown. One that is left to deploy time stands in a list of none or one. */
export function policyObject(statements: readonly Optional<Statement, IResolvable>[]): object {
  const document = policyDocument(statements.map((each) => plain(each)!));
  if (!statements.some(isDeferred)) return document;
  const lists = document.Statement.map((each, index) => choose<unknown[]>(isGiven(statements[index]), [each], []));
  return { ...document, Statement: Fn.concat(lists) as unknown };
}

/** The statements as an `aws_iam_policy_document`, and its JSON. */
export const policyJson = (...args: Parameters<typeof policyData>): string => attribute(policyData(...args), 'json');

/**
 * The same document itself. A statement that is left to deploy time has one of its own, which the other takes in where it is there.
 *
 * @param others lists of other documents that it takes in, as JSON
 */
export function policyData(
  scope: Construct,
  id: string,
  statements: readonly Optional<Statement, IResolvable>[],
  meta: { readonly count?: TerraformCount } = {},
  others: readonly string[][] = [],
): DataAwsIamPolicyDocument {
  const sources = statements.filter(isDeferred).map(({ value, given }) =>
    makeIf(given, (count) => {
      const config = { ...count, statement: [argumentsOf(value)] };
      return new DataAwsIamPolicyDocument(scope, `${kebabCase(value.sid)}-${id}`, config);
    }),
  );
  const jsons = [...sources.map((source) => Token.asList(instances(source!, '[*].json'))), ...others];
  return new DataAwsIamPolicyDocument(scope, id, {
    ...meta,
    ...(jsons.length > 0 && { sourcePolicyDocuments: jsons.length === 1 ? jsons[0]! : Token.asList(Fn.concat(jsons)) }),
    statement: statements.filter((each): each is Statement => !isDeferred(each)).map(argumentsOf),
  });
}

const argumentsOf = ({ sid, effect = 'Allow', principal, actions, resources, conditions = [] }: Statement) => ({
  sid,
  effect,
  ...(principal && { principals: [identities(principal)] }),
  actions: [...actions],
  ...(resources && { resources: [...resources] }),
  condition: conditions.map(({ test, variable, value }) => ({
    test,
    variable,
    values: list(value),
  })),
});

const identities = (principal: Principal) =>
  'service' in principal
    ? { type: 'Service', identifiers: list(principal.service) }
    : { type: 'AWS', identifiers: list(principal.aws) };

/** A list that is known at deploy time only must stay one: in an array of its own it would become a list in a list. */
const list = (value: string | readonly string[]): string[] =>
  typeof value === 'string' ? [value] : (Token.asAny(value) as unknown as string[]);

/** `ReadDeadLetters` as `read-dead-letters`. */
const kebabCase = (name: string) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();

import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { Token, type TerraformCount } from 'cdktf';
import type { Construct } from 'constructs';
import type { Principal, Statement } from '../blueprint';
import { attribute } from './deferred';

/** The statements as an `aws_iam_policy_document`, and its JSON. */
export function policyJson(
  scope: Construct,
  id: string,
  statements: readonly Statement[],
  meta: { readonly count?: TerraformCount } = {},
): string {
  const document = new DataAwsIamPolicyDocument(scope, id, {
    ...meta,
    statement: statements.map(({ sid, effect = 'Allow', principal, actions, resources, conditions = [] }) => ({
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
    })),
  });
  return attribute(document, 'json');
}

const identities = (principal: Principal) =>
  'service' in principal
    ? { type: 'Service', identifiers: [principal.service] }
    : { type: 'AWS', identifiers: list(principal.aws) };

/** A list that is known at deploy time only must stay one: in an array of its own it would become a list in a list. */
const list = (value: string | readonly string[]): string[] =>
  typeof value === 'string' ? [value] : (Token.asAny(value) as unknown as string[]);

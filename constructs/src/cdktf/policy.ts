import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Statement } from '../blueprint';

/** The statements as an `aws_iam_policy_document`, and its JSON. */
export function policyJson(scope: Construct, id: string, statements: readonly Statement[]): string {
  return new DataAwsIamPolicyDocument(scope, id, {
    statement: statements.map(({ sid, service, actions, resources, conditions = [] }) => ({
      sid,
      effect: 'Allow',
      principals: [{ type: 'Service', identifiers: [service] }],
      actions: [...actions],
      resources: [...resources],
      condition: conditions.map(({ test, variable, value }) => ({
        test,
        variable,
        // A list that is known at deploy time only must stay one: in an array of its own it would become a list in a list.
        values: typeof value === 'string' ? [value] : (Token.asAny(value) as unknown as string[]),
      })),
    })),
  }).json;
}

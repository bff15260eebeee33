/** One statement of a resource policy, in a form that both engines can write: as JSON, or as an `aws_iam_policy_document`. */
export interface Statement {
  /** Names the statement, so that a reader of the deployed policy finds its reason here. */
  readonly sid: string;
  /** The AWS service that may act, for example `events.amazonaws.com`. */
  readonly service: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly Condition[];
}

/** `{ test: 'ArnEquals', variable: 'aws:SourceArn', value: topicArn }` */
export interface Condition {
  readonly test: string;
  readonly variable: string;
  /** One value or any of several; either may be known at deploy time only. */
  readonly value: string | readonly string[];
}

/** The statements as an IAM policy document. */
export function policyDocument(statements: readonly Statement[]) {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ sid, service, actions, resources, conditions = [] }) => ({
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: service },
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
      ...(conditions.length > 0 && {
        Condition: Object.fromEntries(conditions.map(({ test, variable, value }) => [test, { [variable]: value }])),
      }),
    })),
  };
}

const oneOrMany = (values: readonly string[]) => (values.length === 1 ? values[0] : values);

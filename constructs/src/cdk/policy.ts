import { Aws, type CfnCondition } from 'aws-cdk-lib';
import { plain, policyDocument, type Optional, type Statement } from '../blueprint';
import { choose, isGiven } from './deferred';

/** The statements as an object, for a policy or to be shown. One that is left to deploy time stands under its condition. */
export function policyObject(statements: readonly Optional<Statement, CfnCondition>[]): object {
  const document = policyDocument(statements.map((each) => plain(each)!));
  const list = document.Statement.map((each, index) => choose<unknown>(isGiven(statements[index]), each, Aws.NO_VALUE));
  return { ...document, Statement: list };
}

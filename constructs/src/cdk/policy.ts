import { Aws, Fn, type CfnCondition } from 'aws-cdk-lib';
import { plain, policyDocument, type Optional, type Statement } from '../blueprint';
import { choose, isGiven, known } from './deferred';

/** The statements as an object, for a policy or to be shown. One that is left to deploy time stands under its condition. */
export function policyObject(statements: readonly Optional<Statement, CfnCondition>[]): object {
  const document = policyDocument(
    statements.map((each) => plain(each)!),
    known,
  );
  const list = document.Statement.map((each, index) => choose<unknown>(isGiven(statements[index]), each, Aws.NO_VALUE));
  return { ...document, Statement: list };
}

/** The same as JSON in one line, to be shown. The first statement is always there. */
export function policyText(statements: readonly Optional<Statement, CfnCondition>[]): string {
  const texts = statements.map((each, index) => {
    const text = `${index === 0 ? '' : ','}${statementText(plain(each)!)}`;
    return choose(isGiven(each), text, '');
  });
  return `{"Version":"2012-10-17","Statement":[${texts.join('')}]}`;
}

const statementText = (statement: Statement): string =>
  JSON.stringify(policyDocument([statement], known).Statement[0], (_key, value: unknown) =>
    // A list that only deployment knows is joined where it stands in the text.
    Array.isArray(value) && !known(value) ? [Fn.join('","', value as string[])] : value,
  );

import { Fn, type CfnParameter, type ICfnRuleConditionExpression, type Stack } from 'aws-cdk-lib';
import { pascalCase } from '../input';
import type { Expression } from '../rule';

/**
 * A condition on inputs, as a rule of a template writes it.
 *
 * Within rules, CloudFormation takes `Ref` and the functions for rules only: no `Fn::Join`, as conditions do.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html#supported-rule-functions
 */
export function condition(expression: Expression, stack: Stack): ICfnRuleConditionExpression {
  const parameter = (name: string) => stack.node.findChild(pascalCase(name)) as CfnParameter;
  const value = (name: string): string => parameter(name).valueAsString;
  // A list that is left out holds one empty text.
  const isLeftOut = (name: string): ICfnRuleConditionExpression =>
    parameter(name).type === 'CommaDelimitedList'
      ? Fn.conditionContains(parameter(name).valueAsList, '')
      : Fn.conditionEquals(value(name), '');
  const write = (each: Expression): ICfnRuleConditionExpression => {
    if ('given' in each) return Fn.conditionNot(isLeftOut(each.given));
    if ('isTrue' in each) return Fn.conditionEquals(value(each.isTrue), 'true');
    if ('is' in each) return Fn.conditionEquals(value(each.is[0]), each.is[1]);
    if ('same' in each) return Fn.conditionEquals(value(each.same[0]), value(each.same[1]));
    if ('lists' in each) throw new Error('a template cannot count: say terraformOnly');
    if ('not' in each) return 'given' in each.not ? isLeftOut(each.not.given) : Fn.conditionNot(write(each.not));
    return 'and' in each ? Fn.conditionAnd(...each.and.map(write)) : Fn.conditionOr(...each.or.map(write));
  };
  return write(expression);
}

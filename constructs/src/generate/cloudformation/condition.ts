import { Fn, type CfnParameter, type ICfnRuleConditionExpression, type Stack } from 'aws-cdk-lib';
import { pascalCase } from '../input';
import type { Expression } from '../rule';

/** A condition on inputs, as a rule of a template writes it. */
export function condition(expression: Expression, stack: Stack): ICfnRuleConditionExpression {
  const value = (name: string): unknown => {
    const parameter = stack.node.findChild(pascalCase(name)) as CfnParameter;
    return parameter.type === 'CommaDelimitedList' ? Fn.join('', parameter.valueAsList) : parameter.valueAsString;
  };
  const write = (each: Expression): ICfnRuleConditionExpression => {
    if ('given' in each) return Fn.conditionNot(Fn.conditionEquals(value(each.given), ''));
    if ('isTrue' in each) return Fn.conditionEquals(value(each.isTrue), 'true');
    if ('is' in each) return Fn.conditionEquals(value(each.is[0]), each.is[1]);
    if ('same' in each) return Fn.conditionEquals(value(each.same[0]), value(each.same[1]));
    if ('lists' in each) throw new Error('a template cannot count: say terraformOnly');
    if ('not' in each) return 'given' in each.not ? Fn.conditionEquals(value(each.not.given), '') : Fn.conditionNot(write(each.not));
    return 'and' in each ? Fn.conditionAnd(...each.and.map(write)) : Fn.conditionOr(...each.or.map(write));
  };
  return write(expression);
}

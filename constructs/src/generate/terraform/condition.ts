import { snakeCase, type Input } from '../input';
import type { Expression } from '../rule';
import { literal } from './hcl';

/** A condition on inputs, as Terraform writes it. */
export function condition(expression: Expression, inputs: readonly Input[]): string {
  const variable = (name: string) => `var.${snakeCase(name)}`;
  const write = (each: Expression): string => {
    if ('given' in each) return isGiven(each.given, false);
    if ('isTrue' in each) return variable(each.isTrue);
    if ('is' in each) return `${variable(each.is[0])} == ${literal(each.is[1])}`;
    if ('same' in each) return `${variable(each.same[0])} == ${variable(each.same[1])}`;
    if ('lists' in each) {
      const lengths = each.lists.map((list) => `length(jsonencode(${variable(list)}))`);
      return `${lengths.join(' + ')} <= ${each.fitInto}`;
    }
    if ('not' in each) return negated(each.not);
    if ('and' in each) return each.and.map(inner).join(' && ');
    return each.or.map(inner).join(' || ');
  };
  const negated = (each: Expression): string => {
    if ('given' in each) return isGiven(each.given, true);
    if ('same' in each) return write(each).replace(' == ', ' != ');
    if ('is' in each) return write(each).replace(' == ', ' != ');
    return 'isTrue' in each ? `!${write(each)}` : `!(${write(each)})`;
  };
  const inner = (each: Expression): string => ('and' in each || 'or' in each ? `(${write(each)})` : write(each));
  const isGiven = (name: string, no: boolean): string => {
    const type = inputs.find((input) => input.name === name)?.type;
    if (type === 'list(string)') return `length(${variable(name)}) ${no ? '==' : '>'} 0`;
    return `${variable(name)} ${no ? '==' : '!='} null`;
  };
  return write(expression);
}

import { CfnCondition, CfnParameter, Fn, Token, type Stack } from 'aws-cdk-lib';
import { pascalCase, type Input } from '../input';

/** A parameter for an input, and the value that the construct gets for it. */
export function parameterFor(stack: Stack, input: Input): unknown {
  const { name, description, pattern, allowed } = input;
  const id = pascalCase(name);
  const make = (type: string, rest: object) => new CfnParameter(stack, id, { type, description, ...rest });
  const condition = (suffix: string, expression: CfnCondition['expression']) =>
    new CfnCondition(stack, `${id}${suffix}`, expression === undefined ? {} : { expression });
  const patterned = pattern && { allowedPattern: orEmpty(input, pattern.expression), constraintDescription: pattern.message };

  switch (input.type) {
    case 'bool': {
      const parameter = make('String', { default: JSON.stringify(input.default), allowedValues: ['true', 'false'] });
      return condition('IsTrue', Fn.conditionEquals(parameter, 'true'));
    }
    case 'number':
      return Token.asNumber(make('String', { default: JSON.stringify(input.default), allowedValues: allowed?.values.map(String), constraintDescription: allowed?.message }).value);
    case 'list(string)': {
      const parameter = make('CommaDelimitedList', { default: '', ...patterned });
      const given = condition('IsGiven', Fn.conditionNot(Fn.conditionEquals(Fn.join('', parameter.valueAsList), '')));
      return { value: parameter.valueAsList, given };
    }
    case 'string': {
      const parameter = make('String', { default: input.default ?? '', ...patterned });
      if (input.default !== null) return parameter.valueAsString;
      return { value: parameter.valueAsString, given: condition('IsGiven', Fn.conditionNot(Fn.conditionEquals(parameter, ''))) };
    }
    case 'map(string)':
      throw new Error(`${name}: CloudFormation has no parameter for a map`);
  }
}

/** CloudFormation gives an empty text to the pattern of a parameter that was left out. */
function orEmpty({ default: value }: Input, expression: string): string {
  return value === null || Array.isArray(value) ? `^$|${expression}` : expression;
}

import { CfnCondition, CfnParameter, Fn, Token, type Stack } from 'aws-cdk-lib';
import { pascalCase, type Input } from '../input';

/** The parameters that an input becomes: one, but for choices, of which each is one. */
export function parametersOf({ name, label, type, allowed }: Input): { readonly id: string; readonly label: string }[] {
  if (type !== 'choices') return [{ id: pascalCase(name), label }];
  return allowed!.values.map((value) => ({ id: choiceId(name, value), label: `${label}: ${value}` }));
}

const choiceId = (name: string, value: string | number) =>
  pascalCase(name) + String(value).split('-').map(pascalCase).join('');

/** The parameters for an input, and the value that the construct gets for it. */
export function parameterFor(stack: Stack, input: Input): unknown {
  const { name, description, pattern, allowed, length } = input;
  const id = pascalCase(name);
  const make = (type: string, rest: object, as = id) => new CfnParameter(stack, as, { type, description, ...rest });
  const condition = (suffix: string, expression: CfnCondition['expression'], of = id) =>
    new CfnCondition(stack, `${of}${suffix}`, expression === undefined ? {} : { expression });
  const { default: value } = input;
  const given = value === undefined || value === null || input.requiredInTemplate ? {} : { default: textOf(value) };
  const patterned = {
    ...(pattern && { allowedPattern: orEmpty(input, allBut(pattern)), constraintDescription: pattern.message }),
    ...(length && { maxLength: length.to, ...(input.default === undefined && { minLength: length.from }) }),
  };

  switch (input.type) {
    case 'bool': {
      const parameter = make('String', { ...given, allowedValues: ['true', 'false'] });
      return condition('IsTrue', Fn.conditionEquals(parameter, 'true'));
    }
    case 'list(string)': {
      const preset = input.default as readonly string[] | undefined;
      const parameter = make('CommaDelimitedList', { ...(preset && { default: preset.join(',') }), ...patterned });
      if (preset?.length !== 0) return parameter.valueAsList;
      const isGiven = condition('IsGiven', Fn.conditionNot(Fn.conditionEquals(Fn.join('', parameter.valueAsList), '')));
      return { value: parameter.valueAsList, given: isGiven };
    }
    case 'number':
    case 'string': {
      const values = allowed && { allowedValues: allowed.values.map(String), constraintDescription: allowed.message };
      const parameter = make('String', { ...(input.default === null ? { default: '' } : given), ...patterned, ...values });
      const value = input.type === 'number' ? Token.asNumber(parameter.value) : parameter.valueAsString;
      if (input.default !== null) return value;
      return { value, given: condition('IsGiven', Fn.conditionNot(Fn.conditionEquals(parameter, ''))) };
    }
    case 'choice': {
      const mayBeEmpty = input.requiredInTemplate === 'where a rule asks for it';
      const parameter = make('String', {
        ...(mayBeEmpty ? { default: '' } : given),
        allowedValues: [...(mayBeEmpty ? [''] : []), ...allowed!.values],
        constraintDescription: allowed!.message,
      });
      const is = (value: string | number) => condition(`Is${choiceId('', value)}`, Fn.conditionEquals(parameter, value));
      return Object.fromEntries(allowed!.values.map((value) => [value, is(value)]));
    }
    case 'choices':
      return Object.fromEntries(
        allowed!.values.map((value) => {
          const as = choiceId(name, value);
          const preset = { default: String((input.default as readonly string[]).includes(String(value))), allowedValues: ['true', 'false'] };
          return [value, condition('IsTrue', Fn.conditionEquals(make('String', preset, as), 'true'), as)];
        }),
      );
    case 'map(string)':
      throw new Error(`${name}: CloudFormation has no parameter for a map`);
  }
}

const textOf = (value: NonNullable<Input['default']>): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Both expressions in one, which CloudFormation can say, as it has look-ahead. */
const allBut = ({ expression, except }: NonNullable<Input['pattern']>): string =>
  except === undefined ? expression : expression.replace('^', `^(?!${except.startsWith('^') ? except.slice(1) : `.*${except}`})`);

/** CloudFormation gives an empty text to the pattern of a parameter that was left out. */
function orEmpty({ default: value }: Input, expression: string): string {
  return value === null || (Array.isArray(value) && value.length === 0) ? `^$|${expression}` : expression;
}

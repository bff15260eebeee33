import { Fn, Op, TerraformVariable, Token, type IResolvable, type TerraformStack } from 'cdktf';
import { snakeCase, type Input } from '../input';
import { block, literal, type Block } from './hcl';

/** A variable for an input, and the value that the construct gets for it. */
export function variableFor(stack: TerraformStack, input: Input): unknown {
  const variable = new TerraformVariable(stack, snakeCase(input.name), { type: typeOf(input) });
  switch (input.type) {
    case 'bool':
      return variable.booleanValue;
    case 'map(string)':
      return variable.value;
    case 'choice':
      return Object.fromEntries(input.allowed!.values.map((value) => [value, Op.eq(variable.stringValue, value)]));
    case 'choices':
      return Object.fromEntries(input.allowed!.values.map((value) => [value, Fn.contains(variable.value, value)]));
    case 'list(string)':
      if ((input.default as readonly string[] | undefined)?.length !== 0) return variable.listValue;
      return { value: variable.listValue, given: Op.gte(Fn.lengthOf(variable.listValue), 1) };
    case 'number':
    case 'string': {
      const value = input.type === 'number' ? variable.numberValue : variable.stringValue;
      return input.default === null ? { value, given: isGiven(variable, input) } : value;
    }
  }
}

/** That a secret is given is none itself, and may show in an output. */
function isGiven(variable: TerraformVariable, { sensitive }: Input): IResolvable {
  const given = Op.neq(variable.value, Token.nullValue());
  return sensitive ? Token.asAny(Fn.nonsensitive(given)) : given;
}

/** A variable as variables.tf has it. Printed from the input, since cdktf can say neither `default = null` nor `nullable`. */
export function variableBlock(input: Input): Block {
  const name = snakeCase(input.name);
  return block(`variable "${name}"`, [
    ['description', literal(input.description)],
    ['type', typeOf(input)],
    ...(input.default === undefined ? [] : [['default', literal(input.default)] as const]),
    // A value that is given as `null`, as a module does that passes its own default on, then means the default.
    ...(input.default === null ? [] : [['nullable', 'false'] as const]),
    ...(input.sensitive ? [['sensitive', 'true'] as const] : []),
    ...validations(input).map(({ condition, message }) =>
      block('validation', [
        ['condition', condition],
        ['error_message', literal(message)],
      ]),
    ),
  ]);
}

/** Terraform's type of an input. */
export function typeOf({ type }: Input): string {
  if (type === 'choice') return 'string';
  return type === 'choices' ? 'set(string)' : type;
}

function validations({ name, type, default: value, pattern, keys, allowed, atLeast, atMost, maxJsonLength, length }: Input) {
  const variable = `var.${snakeCase(name)}`;
  const found: { condition: string; message: string }[] = [];
  if (pattern !== undefined) {
    const has = (expression: string, text: string) => `can(regex(${literal(expression)}, ${text}))`;
    const matches = (text: string) =>
      pattern.except === undefined
        ? has(pattern.expression, text)
        : `(${has(pattern.expression, text)} && !${has(pattern.except, text)})`;
    const all = type === 'list(string)' ? variable : type === 'map(string)' ? `values(${variable})` : undefined;
    const condition =
      all === undefined
        ? `${value === null ? `${variable} == null || ` : ''}${matches(variable)}`
        : `alltrue([for each in ${all} : ${matches('each')}])`;
    found.push({ condition, message: pattern.message });
  }
  if (keys !== undefined) {
    found.push({
      condition: `alltrue([for each in keys(${variable}) : can(regex(${literal(keys.expression)}, each))])`,
      message: keys.message,
    });
  }
  if (allowed !== undefined) {
    const isOne = (text: string) => `contains(${literal(allowed.values)}, ${text})`;
    const condition = type === 'choices' ? `alltrue([for each in ${variable} : ${isOne('each')}])` : isOne(variable);
    found.push({ condition, message: allowed.message });
  }
  if (length !== undefined) {
    const { from, to, message } = length;
    // `||` looks at both sides, and a text that is not given has no length.
    const characters = value === null ? `try(length(${variable}), 0)` : `length(${variable})`;
    const within = `${characters} >= ${from} && ${characters} <= ${to}`;
    found.push({ condition: value === null ? `${variable} == null || (${within})` : within, message });
  }
  if (atLeast !== undefined) found.push({ condition: `length(${variable}) >= ${atLeast.count}`, message: atLeast.message });
  if (atMost !== undefined) found.push({ condition: `length(${variable}) <= ${atMost.count}`, message: atMost.message });
  if (maxJsonLength !== undefined) {
    found.push({ condition: `length(jsonencode(${variable})) <= ${maxJsonLength.characters}`, message: maxJsonLength.message });
  }
  return found;
}

import { Fn, Op, TerraformVariable, Token, type TerraformStack } from 'cdktf';
import { snakeCase, type Input } from '../input';
import { block, literal, type Block } from './hcl';

/** A variable for an input, and the value that the construct gets for it. */
export function variableFor(stack: TerraformStack, input: Input): unknown {
  const variable = new TerraformVariable(stack, snakeCase(input.name), { type: input.type });
  switch (input.type) {
    case 'bool':
      return variable.booleanValue;
    case 'number':
      return variable.numberValue;
    case 'map(string)':
      return variable.value;
    case 'list(string)':
      return { value: variable.listValue, given: Op.gte(Fn.lengthOf(variable.listValue), 1) };
    case 'string':
      if (input.default !== null) return variable.stringValue;
      return { value: variable.stringValue, given: Op.neq(variable.value, Token.nullValue()) };
  }
}

/** A variable as variables.tf has it. Printed from the input, since cdktf can say neither `default = null` nor `nullable`. */
export function variableBlock(input: Input): Block {
  const name = snakeCase(input.name);
  return block(`variable "${name}"`, [
    ['description', literal(input.description)],
    ['type', input.type],
    ['default', literal(input.default)],
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

function validations({ name, type, default: value, pattern, allowed, atMost, maxJsonLength }: Input) {
  const variable = `var.${snakeCase(name)}`;
  const found: { condition: string; message: string }[] = [];
  if (pattern !== undefined) {
    const matches = (text: string) => `can(regex(${literal(pattern.expression)}, ${text}))`;
    const condition =
      type === 'list(string)'
        ? `alltrue([for each in ${variable} : ${matches('each')}])`
        : `${value === null ? `${variable} == null || ` : ''}${matches(variable)}`;
    found.push({ condition, message: pattern.message });
  }
  if (allowed !== undefined) {
    found.push({ condition: `contains(${literal(allowed.values)}, ${variable})`, message: allowed.message });
  }
  if (atMost !== undefined) found.push({ condition: `length(${variable}) <= ${atMost.count}`, message: atMost.message });
  if (maxJsonLength !== undefined) {
    found.push({ condition: `length(jsonencode(${variable})) <= ${maxJsonLength.characters}`, message: maxJsonLength.message });
  }
  return found;
}

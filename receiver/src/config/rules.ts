import { NAME, NAME_RULE } from '../registry/names.ts';

/** A text. `description` is the rule in words: it is what a problem says. */
export const text = (description: string, rest: object = {}) => ({
  type: 'string',
  minLength: 1,
  maxLength: 4096,
  description,
  ...rest,
});

/** An object without further members. */
export const closed = (properties: object, required: readonly string[], description: string) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
  description,
});

export const name = text(`a name: ${NAME_RULE}`, { pattern: NAME.source });

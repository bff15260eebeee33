/**
 * Evaluates an EventBridge event pattern, as far as the project's patterns go: exact values, `prefix`, `exists` and `anything-but`.
 * Any other operator is an error, so that a new one is not taken for a match.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matches(pattern: object, event: unknown): boolean {
  return Object.entries(pattern).every(([key, clause]) => {
    const value = isObject(event) ? event[key] : undefined;
    return Array.isArray(clause) ? clause.some((matcher) => matchesOne(matcher, value)) : matches(clause as object, value);
  });
}

function matchesOne(matcher: unknown, value: unknown): boolean {
  // A field that holds a list matches when one of its items does. `exists` looks at leaves only.
  if (Array.isArray(value)) return value.some((item) => matchesOne(matcher, item));
  if (!isObject(matcher)) return value === matcher;
  const [[operator, operand] = []] = Object.entries(matcher);
  const exists = value !== undefined && !isObject(value);
  switch (operator) {
    case 'exists':
      return exists === operand;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(operand));
    case 'anything-but':
      return exists && !(Array.isArray(operand) ? operand : [operand]).includes(value);
    default:
      throw new Error(`this evaluator does not know the operator ${operator}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

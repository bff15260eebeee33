/**
 * Evaluates an EventBridge event pattern, as far as the project's patterns go: exact values, `prefix`, `exists`, `anything-but`, and
 * `numeric` with `>=`.
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
    case 'numeric':
      return isAtLeast(operand as readonly unknown[], value);
    default:
      throw new Error(`this evaluator does not know the operator ${operator}`);
  }
}

/** A text is no number to EventBridge, whatever it says; and it refuses a pattern that compares with one. */
function isAtLeast([comparison, least, ...more]: readonly unknown[], value: unknown): boolean {
  if (comparison !== '>=' || typeof least !== 'number' || more.length > 0) throw new Error('only numeric >= a number is known');
  return typeof value === 'number' && value >= least;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

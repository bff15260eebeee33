import { Fn, Intrinsic, type Stack } from 'aws-cdk-lib';

/**
 * A value as JSON. A condition under which something stands in a list becomes one between two texts, as CloudFormation makes a text of
 * texts only.
 */
export function toJson(stack: Stack, value: unknown): string {
  const resolved: unknown = stack.resolve(value);
  const name = conditionIn(resolved);
  if (name === undefined) return stack.toJsonString(withTokens(resolved));
  return Fn.conditionIf(name, toJson(stack, decided(name, true, resolved)), toJson(stack, decided(name, false, resolved))).toString();
}

type If = { readonly 'Fn::If': readonly [name: string, then: unknown, otherwise: unknown] };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isIf = (value: unknown): value is If => isObject(value) && 'Fn::If' in value;
const isNothing = (value: unknown) => JSON.stringify(value) === '{"Ref":"AWS::NoValue"}';

/** The first condition under which something stands, or nothing. */
function conditionIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  if (isIf(value) && value['Fn::If'].some(isNothing)) return value['Fn::If'][0];
  return Object.values(value)
    .map(conditionIn)
    .find((each) => each !== undefined);
}

/** The value where it is decided whether a condition holds. */
function decided(name: string, holds: boolean, value: unknown): unknown {
  if (!isObject(value)) return value;
  if (isIf(value)) {
    const [other, then, otherwise] = value['Fn::If'];
    if (other === name) return decided(name, holds, holds ? then : otherwise);
    // What another condition leaves out is not left out of the list of the two.
    return { 'Fn::If': [other, decided(name, holds, then), decided(name, holds, otherwise)] };
  }
  if (Array.isArray(value)) return value.map((each) => decided(name, holds, each)).filter((each) => !isNothing(each));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, decided(name, holds, each)]));
}

/** With each function as a token again, since CDK would take it for a part of the text. */
function withTokens(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.map(withTokens);
  const [key = '', ...more] = Object.keys(value);
  if (more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) return new Intrinsic(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTokens(each)]));
}

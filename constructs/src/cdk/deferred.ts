import { Aws, CfnCondition, Fn, Token, type CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isDeferred, plain, type Optional, type Switch } from '../blueprint';

/** Whether a value is known while the app runs; a token is not. */
export const known = (value: unknown): boolean => !Token.isUnresolved(value);

/** A property for an option, or no property where it is not given: `{ ...ifGiven('kmsMasterKeyId', props.kmsKeyArn) }`. */
export function ifGiven<Key extends string, Value>(
  key: Key,
  option: Optional<Value, CfnCondition> | undefined,
): { [K in Key]?: Value } {
  const value = plain(option);
  if (value === undefined) return {};
  const property = isDeferred(option) ? choose(isGiven(option), value, Aws.NO_VALUE as Value) : value;
  return { [key]: property } as { [K in Key]?: Value };
}

/** One of two values, now or at deploy time. */
export function choose<Value>(when: Switch<CfnCondition>, then: Value, otherwise: Value): Value {
  if (typeof when === 'boolean') return when ? then : otherwise;
  const reference = Fn.conditionIf(when.logicalId, then, otherwise);
  // Tells CDK the type that it must pretend the reference has.
  return (
    typeof then === 'string' ? Token.asString(reference) : Array.isArray(then) ? Token.asList(reference) : reference
  ) as Value;
}

/** Whether an option is there at all. */
export function isGiven<Value>(option: Optional<Value, CfnCondition> | undefined): Switch<CfnCondition> {
  return isDeferred(option) ? option.given : option !== undefined;
}

/** The items of all lists, which may be known at deploy time only. */
export function concat(...lists: readonly (readonly string[])[]): readonly string[] {
  if (!lists.some((list) => Token.isUnresolved(list))) return lists.flat();
  // CloudFormation concatenates texts, but no lists.
  return Fn.split(
    BETWEEN,
    Fn.join(
      BETWEEN,
      lists.map((list) => Fn.join(BETWEEN, [...list])),
    ),
  );
}

/** Each text of a list that may be known at deploy time only, with the same end: a text that is known, since CloudFormation joins by no other. */
export function eachWith(list: readonly string[], end: string): readonly string[] {
  if (known(list)) return list.map((item) => item + end);
  return Fn.split(BETWEEN, `${Fn.join(`${end}${BETWEEN}`, [...list])}${end}`);
}

/** Stands in no ARN and no id. */
const BETWEEN = ' ';

/** True when both are; a condition of its own where both are only known at deploy time. */
export function both(scope: Construct, id: string, one: Switch<CfnCondition>, other: Switch<CfnCondition>): Switch<CfnCondition> {
  if (typeof one === 'boolean') return one && other;
  if (typeof other === 'boolean') return other && one;
  return new CfnCondition(scope, id, { expression: Fn.conditionAnd(one, other) });
}

/** True when one of them is. */
export function either(
  scope: Construct,
  id: string,
  one: Switch<CfnCondition>,
  other: Switch<CfnCondition>,
): Switch<CfnCondition> {
  if (typeof one === 'boolean') return one || other;
  if (typeof other === 'boolean') return other || one;
  return new CfnCondition(scope, id, { expression: Fn.conditionOr(one, other) });
}

/** True when it is not. */
export function not(scope: Construct, id: string, when: Switch<CfnCondition>): Switch<CfnCondition> {
  if (typeof when === 'boolean') return !when;
  return new CfnCondition(scope, id, { expression: Fn.conditionNot(when) });
}

/** An ARN, and those of resources that may not be there. */
export function withArnOf(
  first: string,
  ...others: readonly ((CfnResource & { readonly attrArn: string }) | undefined)[]
): readonly string[] {
  const there = others.filter((each) => each !== undefined);
  return [first, ...there.map(({ attrArn, cfnOptions: { condition } }) => choose(condition ?? true, attrArn, Aws.NO_VALUE))];
}

/** Makes a resource, unless its switch is off. */
export function makeIf<Resource extends CfnResource>(when: Switch<CfnCondition>, make: () => Resource): Resource | undefined {
  if (when === false) return undefined;
  const resource = make();
  if (when !== true) resource.cfnOptions.condition = when;
  return resource;
}

import { conditional, Fn, Op, ref, TerraformCount, Token, type IResolvable, type TerraformResource } from 'cdktf';
import { isDeferred, type Optional, type Switch } from '../blueprint';

/** Whether a value is known while the app runs; a token is not. */
export const known = (value: unknown): boolean => !Token.isUnresolved(value);

/** One of two values, now or at deploy time. */
export function choose<Value>(when: Switch<IResolvable>, then: Value, otherwise: Value): Value {
  if (typeof when === 'boolean') return when ? then : otherwise;
  const expression = conditional(when, then, otherwise);
  // Tells cdktf the type that it must pretend the expression has.
  return (typeof then === 'string' ? Token.asString(expression) : expression) as Value;
}

/** Whether an option is there at all. */
export function isGiven<Value>(option: Optional<Value, IResolvable> | undefined): Switch<IResolvable> {
  return isDeferred(option) ? option.given : option !== undefined;
}

/** True when both are. */
export function both(one: Switch<IResolvable>, other: Switch<IResolvable>): Switch<IResolvable> {
  if (typeof one === 'boolean') return one && other;
  if (typeof other === 'boolean') return other && one;
  return Op.and(one, other);
}

/** An object with more keys in it, now or at deploy time. Key by key, as Terraform wants both sides of a choice to be of one type. */
export function withKeysIf(when: Switch<IResolvable>, object: object, more: object): object {
  if (typeof when === 'boolean') return when ? { ...object, ...more } : object;
  return Fn.merge([
    object,
    ...Object.entries(more).map(([key, value]: [string, unknown]) => choose<object>(when, { [key]: value }, {})),
  ]) as object;
}

/** Makes a resource, unless its switch is off: with a `count` where that is only known at deploy time. */
export function makeIf<Resource>(
  when: Switch<IResolvable>,
  make: (meta: { count?: TerraformCount }) => Resource,
): Resource | undefined {
  if (when === false) return undefined;
  return make(when === true ? {} : { count: TerraformCount.of(Token.asNumber(conditional(when, 1, 0))) });
}

/** An attribute of a resource that may have a `count`, as another resource with the same `count` refers to it. */
export function attributeOf(resource: TerraformResource, attribute: string): string {
  const index = resource.count === undefined ? '' : '[0]';
  return Token.asString(
    ref(`${resource.terraformResourceType}.${resource.friendlyUniqueId}${index}.${attribute}`, resource.cdktfStack),
  );
}

/** A value, and an attribute of a resource that may not be there, or have a `count` of none or one. */
export function listWith(first: string, resource: TerraformResource | undefined, attribute: string): string[] {
  if (resource === undefined) return [first];
  if (resource.count === undefined) return [first, attributeOf(resource, attribute)];
  const each = ref(`${resource.terraformResourceType}.${resource.friendlyUniqueId}[*].${attribute}`, resource.cdktfStack);
  return Token.asList(Fn.concat([[first], Token.asList(each)]));
}

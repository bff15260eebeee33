import {
  conditional,
  Fn,
  Op,
  ref,
  TerraformCount,
  Token,
  type IResolvable,
  TerraformDataSource,
  type TerraformResource,
} from 'cdktf';
import { isDeferred, type Optional, type Switch } from '../blueprint';

/** Whether a value is known while the app runs: no token, and no expression of Terraform written as text. */
export const known = (value: unknown): boolean => {
  if (Array.isArray(value)) return !Token.isUnresolved(value) && value.every(known);
  return !Token.isUnresolved(value) && !(typeof value === 'string' && value.includes('${'));
};

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

/** The items of all lists, which may be known at deploy time only. */
export function concat(...lists: readonly (readonly string[])[]): readonly string[] {
  if (!lists.some((list) => Token.isUnresolved(list))) return lists.flat();
  return lists.length === 1 ? lists[0]! : Token.asList(Fn.concat([...lists]));
}

/** Each text of a list that may be known at deploy time only, with the same end. */
export function eachWith(list: readonly string[], end: string): readonly string[] {
  return known(list) ? list.map((item) => item + end) : Token.asList(Fn.formatlist(`%s${end}`, [list]));
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

/** True when both are. */
export const both = (one: Switch<IResolvable>, other: Switch<IResolvable>): Switch<IResolvable> => {
  if (typeof one === 'boolean') return one && other;
  return typeof other === 'boolean' ? other && one : Op.and(one, other);
};

/** An option that is left to deploy time, and now given only where the other holds too: it may refer to what is made there. */
export const alsoIf = <Value>(when: Switch<IResolvable>, option: Optional<Value, IResolvable>): Optional<Value, IResolvable> =>
  isDeferred(option) ? { value: option.value, given: both(when, option.given) as IResolvable } : option;

/** True when one of them is. */
export const either = (one: Switch<IResolvable>, other: Switch<IResolvable>): Switch<IResolvable> => {
  if (typeof one === 'boolean') return one || other;
  return typeof other === 'boolean' ? other || one : Op.or(one, other);
};

/** True when it is not. */
export const not = (when: Switch<IResolvable>): Switch<IResolvable> => (typeof when === 'boolean' ? !when : Op.not(when));

/** An attribute of a resource, which may have a `count` of one or a `for_each`, as what is made by the same refers to it. */
export function attribute(resource: TerraformResource | TerraformDataSource | undefined, name: string): string {
  if (resource === undefined) return '';
  const index = resource.count === undefined ? '' : '[0]';
  return Token.asString(instances(resource, `${resource.forEach === undefined ? index : '[each.key]'}.${name}`));
}

/** An ARN, and those of resources that may not be there, or have a `count` of none or one. */
export function withArnOf(
  first: string,
  ...others: readonly ((TerraformResource & { readonly arn: string }) | undefined)[]
): string[] {
  const there = others.filter((each) => each !== undefined);
  if (there.every(({ count }) => count === undefined)) return [first, ...there.map(({ arn }) => arn)];
  const lists = there.map((each) => (each.count === undefined ? [each.arn] : Token.asList(instances(each, '[*].arn'))));
  return Token.asList(Fn.concat([[first], ...lists]));
}

/** What is at a path within all instances of a resource, as what is made under another switch refers to it. */
export const instances = (resource: TerraformResource | TerraformDataSource, path: string): IResolvable =>
  ref(
    `${TerraformDataSource.isTerraformDataSource(resource) ? 'data.' : ''}${resource.terraformResourceType}.${resource.friendlyUniqueId}${path}`,
    resource.cdktfStack,
  );

import { isObject, type JsonObject } from '../json.ts';

/** What is at a path such as `userIdentity.arn`; `undefined` where there is nothing. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, name) => memberOf(part, name), value);
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)] as unknown;
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Puts a value at a path of an object that is being made. A number in the path makes a list. Paths are of our tables, never from outside. */
export function put(target: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  let part = target;
  names.forEach((name, i) => {
    part[name] ??= /^\d+$/.test(names[i + 1] ?? last) ? [] : {};
    part = part[name] as Record<string, unknown>;
  });
  part[last] = value;
}

/** What is left of an object without what is at these paths; `undefined` when that is nothing. Goes no deeper than the paths do. */
export function without(object: JsonObject, paths: readonly string[]): JsonObject | undefined {
  return withoutBranches(
    object,
    paths.map((path) => path.split('.')),
  ) as JsonObject | undefined;
}

function withoutBranches(value: unknown, branches: readonly (readonly string[])[]): unknown {
  if (branches.some((branch) => branch.length === 0)) return undefined;
  if (branches.length === 0 || !isObject(value)) return value;
  const left = Object.entries(value)
    .map(([name, member]) => {
      const below = branches.filter(([first]) => first === name).map(([, ...rest]) => rest);
      return [name, withoutBranches(member, below)] as const;
    })
    .filter(([, member]) => member !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

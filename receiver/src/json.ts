import { readFileSync } from 'node:fs';

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object with names, not an array or null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses, or says that it cannot be: `undefined` is no JSON value. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same object without the names whose value is undefined: what optional properties want. */
export function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}

/** The same object without some of its members. */
export function omit<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}

/** A JSON file that is part of the package, by its path from the package's root. `src` and `lib` lie equally deep. */
export function packageJson(path: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')) as JsonObject;
}

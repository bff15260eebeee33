import { isObject, type JsonObject } from '../json.ts';

/** A text cut to `max` UTF-16 units, never through the middle of a character; `undefined` for what is not a text or is empty. */
export function cut(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (value.length <= max) return value;
  const last = value.charCodeAt(max - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

const EMPTY: JsonObject = Object.freeze({});

/** A member that should be an object; an empty one where it is not. */
export function objectAt(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : EMPTY;
}

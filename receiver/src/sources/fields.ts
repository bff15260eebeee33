import { isObject } from '../json.ts';
import { cut } from './text.ts';

/** Whether a field says anything. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** A text that is wholly of this form, or nothing. */
export function match(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

export const account = (value: unknown) => match(value, /^\d{12}$/);
export const region = (value: unknown) => match(value, /^[a-z0-9-]{1,32}$/);

/** The forms in which AWS writes a time: CloudTrail with `Z`, alarms with `+0000`, some findings with a space and no zone, which is UTC. */
const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-]\d\d):?(\d\d))?$/;

/** A time in any of these forms as ISO 8601 in UTC. */
export function utc(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? TIME.exec(value) : null;
  if (parts === null) return undefined;
  const [, date, time, hours, minutes] = parts;
  const at = Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  // An offset may carry the first or the last day into a year that has no four digits.
  return Number.isNaN(at) ? undefined : match(new Date(at).toISOString(), /^\d{4}-/);
}

/** The objects among the values of a list; none where it is no list. At most 50, as many as a signal names. */
export function objectsIn(value: unknown) {
  return Array.isArray(value) ? value.slice(0, 50).filter(isObject) : [];
}

/** The fields when each of them has a value, else a sentence that names those without. */
export function required<T extends Readonly<Record<string, string | undefined>>>(
  what: string,
  fields: T,
): { readonly [K in keyof T]: string } | string {
  const missing = Object.entries(fields).filter(([, value]) => !value);
  if (missing.length > 0) return `${what} lacks a usable ${missing.map(([name]) => name).join(', ')}`;
  return fields as { readonly [K in keyof T]: string };
}

/** A line for a list. */
export function titleOf(text: string, otherwise: string): string {
  return cut(text, 512) ?? otherwise;
}

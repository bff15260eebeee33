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

/**
 * Reads texts, and remembers the last one: the records of a file are of one account and Region, and most are of the second of the one
 * before. What is no text is nothing.
 */
function remembering(read: (text: string) => string | undefined): (value: unknown) => string | undefined {
  let lastText = '';
  let last = read(lastText);
  return (value) => {
    if (typeof value !== 'string') return undefined;
    if (value !== lastText) {
      last = read(value);
      lastText = value;
    }
    return last;
  };
}

export const account = remembering((text) => match(text, /^\d{12}$/));
export const region = remembering((text) => match(text, /^[a-z0-9-]{1,32}$/));

/** Whether a character, by its code, is of the alphabet of ids. */
const IN_ID = Uint8Array.from({ length: 128 }, (_, code) => (/[\w-]/.test(String.fromCharCode(code)) ? 1 : 0));

/** An id of at most 128 letters, digits, underscores and hyphens. Every one is another, so here a loop beats a pattern. */
export function id(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > 128) return undefined;
  for (let at = 0; at < value.length; at += 1) {
    if (IN_ID[value.charCodeAt(at)] !== 1) return undefined;
  }
  return value;
}

/** The forms in which AWS writes a time: CloudTrail with `Z`, alarms with `+0000`, some findings with a space and no zone, which is UTC. */
const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-]\d\d):?(\d\d))?$/;

/** A time in any of these forms as ISO 8601 in UTC. */
export const utc = remembering((text) => {
  const parts = TIME.exec(text);
  if (parts === null) return undefined;
  const [, date, time, hours, minutes] = parts;
  const at = Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  // An offset may carry the first or the last day into a year that has no four digits.
  return Number.isNaN(at) ? undefined : match(new Date(at).toISOString(), /^\d{4}-/);
});

/** The objects among the values of a list; none where it is no list. At most 50, as many as a signal names. */
export function objectsIn(value: unknown) {
  return Array.isArray(value) ? value.slice(0, 50).filter(isObject) : [];
}

/** The fields when each of them has a value, else a sentence that names those without. */
export function required<T extends Readonly<Record<string, string | undefined>>>(
  what: string,
  fields: T,
): { readonly [K in keyof T]: string } | string {
  for (const name in fields) {
    if (!fields[name]) return `${what} lacks a usable ${namesOf(fields).join(', ')}`;
  }
  return fields as { readonly [K in keyof T]: string };
}

function namesOf(fields: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(fields).filter((name) => !fields[name]);
}

/** A line for a list. */
export function titleOf(text: string, otherwise: string): string {
  return cut(text, 512) ?? otherwise;
}

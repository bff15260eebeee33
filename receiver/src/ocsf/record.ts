import { isObject, tryParse, type JsonObject } from '../json.ts';
import { stringEnd } from '../sources/slice.ts';

/** How many levels of a record an event carries as objects. Who reads events walks them, and not everyone counts on more. */
export const MAX_DEPTH = 64;
/** What stands in the place of what is deeper. */
export const TOO_DEEP = 'deeper than 64 levels: see raw_data';

/** A record as an event can carry it. */
export interface ReadRecord {
  readonly record: JsonObject;
  /** Whether {@link record} says all that the text says. */
  readonly isWhole: boolean;
}

/** Reads the text of a record. What is no object gives an empty one. */
export function readRecord(text: string): ReadRecord {
  const parsed = tryParse(text);
  if (!isObject(parsed)) return { record: {}, isWhole: false };
  if (isDeep(parsed, MAX_DEPTH)) return { record: cutDeep(parsed, MAX_DEPTH) as JsonObject, isWhole: false };
  return { record: parsed, isWhole: hasOnlyExactNumbers(text) };
}

function isDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeep(member, levels - 1));
}

function cutDeep(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((member) => cutDeep(member, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutDeep(member, levels - 1)]));
}

/** So many digits, and powers of ten, survive in a double whatever they are. */
const [EXACT_DIGITS, EXACT_POWER] = [15, 290];

/** Looks at each number as it is written. Strings are passed over by their ends: a pattern for them would overflow on a long one. */
function hasOnlyExactNumbers(text: string): boolean {
  const token = /"|-?\d[\d.eE+-]*/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [written] = found;
    if (written === '"') token.lastIndex = stringEnd(text, found.index);
    else if (!isExact(written)) return false;
  }
  return true;
}

function isExact(written: string): boolean {
  if (String(Number(written)) === written) return true;
  const [digits = '', power = '0'] = written.split(/e/i);
  return digits.replace(/\D/g, '').length <= EXACT_DIGITS && Math.abs(Number(power)) <= EXACT_POWER;
}

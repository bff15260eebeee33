import type { JsonObject } from '../json.ts';
import type { Row } from './mapping.ts';
import { REQUIREMENTS } from './requirements.ts';
import { at, put } from './tree.ts';

/** What the rows of a table made of a record, and the paths of all that went into it as it was. */
export interface Placed {
  readonly event: Record<string, unknown>;
  readonly taken: readonly string[];
}

interface Pick {
  readonly value: unknown;
  readonly from: string[];
}

/** Puts each member of a record where its row says, unchanged. What fits nowhere is not taken. */
export function place(rows: readonly Row[], record: JsonObject): Placed {
  const picks = new Map<string, Pick>();
  for (const [from, to, fits] of rows) {
    const value = at(record, from);
    if (!fits(value)) continue;
    const there = picks.get(to);
    if (there === undefined) picks.set(to, { value, from: [from] });
    else if (there.value === value) there.from.push(from);
  }
  for (const [object, oneOf] of REQUIREMENTS) {
    const goals = [...picks.keys()];
    if (oneOf.some((name) => goals.some((to) => isWithin(to, `${object}.${name}`)))) continue;
    goals.filter((to) => isWithin(to, object)).forEach((to) => picks.delete(to));
  }
  const event = {};
  for (const [to, { value }] of picks) put(event, to, value);
  return { event, taken: [...picks.values()].flatMap(({ from }) => from) };
}

function isWithin(path: string, object: string): boolean {
  return path === object || path.startsWith(`${object}.`);
}

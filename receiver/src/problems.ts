import type { ErrorObject } from 'ajv';
import { printable } from './printable.ts';

/** Where in a value something is. */
export type Path = readonly (string | number)[];

/** What is wrong with a value, with the way to mend it. */
export interface Problem {
  readonly path: Path;
  readonly text: string;
}

/** How many are told at once: enough to mend a file, few enough for an answer. */
const MOST = 50;
const LONGEST_VALUE = 200;

/**
 * What ajv found wrong, in words. `description` of a schema is its rule, and `verbose` hands it over.
 *
 * @param whole what the whole value is called
 */
export function problemsOf(errors: readonly ErrorObject[], whole: string): Problem[] {
  return distinct(errors.map((error) => problemOf(error, whole)));
}

/** Each text once, and not more than can be read. */
export function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [problem.text, problem])).values()].slice(0, MOST);
}

/** `monitors[0].topicArns[2]` in backticks, or the whole. */
export function placeOf(path: Path, whole: string): string {
  if (path.length === 0) return whole;
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `\`${printable(text.replace(/^\./, ''), LONGEST_VALUE)}\``;
}

/** A value as a sentence repeats it: no secret is among what is checked by this. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : printable(JSON.stringify(value), LONGEST_VALUE);
}

function problemOf({ instancePath, keyword, params, parentSchema, data }: ErrorObject, whole: string): Problem {
  const path = pathOf(instancePath);
  const where = placeOf(path, whole);
  if (keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']);
    const known = Object.keys((parentSchema?.['properties'] ?? {}) as object).join(', ');
    return { path: [...path, name], text: `${where} has no ${shown(name)}: remove it, or use one of ${known}` };
  }
  if (keyword === 'required') return { path, text: `${where} lacks ${shown(params['missingProperty'])}: add it` };
  return { path, text: `${where} must be ${String(parentSchema?.['description'])}, got ${shown(data)}` };
}

/** The steps of a JSON pointer. What looks like an index is one, since no name that is known does. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}

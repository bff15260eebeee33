import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { Refusal } from './error.ts';

/** A parameter of a query: a text, by a JSON Schema whose `description` is its rule in words. */
export interface ParameterSchema {
  readonly type: 'string';
  readonly description: string;
  readonly [keyword: string]: unknown;
}

/** Tells whether a text is of a form that no pattern can say. */
export type Formats = Readonly<Record<string, (text: string) => boolean>>;

/** Reads parameters, each with every value that was given for it. */
export type ParameterParser<K extends string> = (
  given: Readonly<Record<string, readonly string[]>>,
) => Partial<Record<K, string>>;

const MOST = 10;

/** How many there are on a page at most, and when nothing is said. */
export const PAGE = { most: 500, default: 100 } as const;

/** The size of a page, of {@link PAGE}. */
export const LIMIT: ParameterSchema = {
  type: 'string',
  format: 'page-size',
  description: `a whole number from 1 to ${PAGE.most}`,
};

/**
 * Makes a parser that takes these parameters and no other.
 *
 * @returns a function that throws a Refusal `query-invalid` with every problem at once.
 */
export function parameterParser<K extends string>(
  properties: Readonly<Record<K, ParameterSchema>>,
  formats: Formats = {},
): ParameterParser<K> {
  // `verbose` hands the value to the error.
  const ajv = new Ajv2020({ allErrors: true, verbose: true });
  ajvFormats.default(ajv);
  for (const [name, validate] of Object.entries({ 'page-size': isPageSize, ...formats })) {
    ajv.addFormat(name, { type: 'string', validate });
  }
  const validate = ajv.compile<Partial<Record<K, string>>>({ type: 'object', additionalProperties: false, properties });
  return (given) => {
    // What was given once is a text; more stays a list, which no rule takes.
    const parameters: unknown = Object.fromEntries(
      Object.entries(given).map(([name, all]) => [name, all.length === 1 ? all[0] : all]),
    );
    if (validate(parameters)) return parameters;
    const problems = new Set((validate.errors ?? []).map((error) => problemOf(error, properties)));
    throw new Refusal('query-invalid', [...problems].slice(0, MOST).join('; '));
  };
}

function isPageSize(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= PAGE.most;
}

function problemOf(
  { instancePath, keyword, params, data }: ErrorObject,
  properties: Readonly<Record<string, ParameterSchema>>,
): string {
  if (keyword === 'additionalProperties') {
    const names = Object.keys(properties);
    const cure = names.length === 0 ? 'none is taken here' : `use ${names.join(', ')}`;
    return `there is no parameter ${JSON.stringify(String(params['additionalProperty']).slice(0, 64))}: ${cure}`;
  }
  const name = instancePath.slice(1);
  return Array.isArray(data) ? `\`${name}\` must be given once` : `\`${name}\` must be ${properties[name]?.description}`;
}

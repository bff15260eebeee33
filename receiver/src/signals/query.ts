import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { Refusal } from '../error.ts';
import { compact } from '../json.ts';
import type { SignalQuery } from '../store/store.ts';
import { decodeCursor } from './cursor.ts';
import { SIGNAL_FORMATS, type SignalFormat } from './format.ts';
import { SIGNAL_SOURCES } from './signal.ts';

/** How many signals a page has at most, and when nothing is said. */
export const PAGE = { most: 500, default: 100 } as const;

// The first knows the calendar, the second what can be compared: RFC 3339 allows a leap second, and ajv an offset of hours only.
const TIME = { type: 'string', allOf: [{ format: 'date-time' }, { format: 'instant' }] } as const;
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    from: TIME,
    to: TIME,
    account: { type: 'string', pattern: '^\\d{12}$' },
    source: { type: 'string', enum: SIGNAL_SOURCES },
    eventName: { type: 'string', minLength: 1, maxLength: 256 },
    format: { type: 'string', enum: SIGNAL_FORMATS },
    limit: { type: 'string', format: 'page-size' },
    cursor: { type: 'string', format: 'cursor' },
  },
} as const;

/** Each parameter's rule in words. */
export const PARAMETER_RULES: Readonly<Record<keyof (typeof SCHEMA)['properties'], string>> = {
  from: 'a time such as 2026-01-31T00:00:00Z (inclusive)',
  to: 'a time such as 2026-01-31T00:00:00Z (exclusive)',
  account: 'an account id of 12 digits',
  source: `one of ${SIGNAL_SOURCES.join(', ')}`,
  eventName: "the name of a CloudTrail event or an alarm, or a finding's type, at most 256 characters",
  format: `one of ${SIGNAL_FORMATS.join(', ')}`,
  limit: `a whole number from 1 to ${PAGE.most}`,
  cursor: 'the `next` of the page before',
};

// `verbose` hands the value to the error.
const ajv = new Ajv2020({ allErrors: true, verbose: true });
ajvFormats.default(ajv);
ajv.addFormat('cursor', { type: 'string', validate: (text: string) => decodeCursor(text) !== undefined });
ajv.addFormat('instant', { type: 'string', validate: (text: string) => !Number.isNaN(Date.parse(text)) });
ajv.addFormat('page-size', {
  type: 'string',
  validate: (text: string) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= PAGE.most,
});
const validate = ajv.compile<Partial<Record<keyof typeof PARAMETER_RULES, string>>>(SCHEMA);

/** What is asked for: which signals, and in which form. */
export interface SignalRequest {
  readonly query: SignalQuery;
  readonly format: SignalFormat;
}

/**
 * The query of `GET /api/signals` and of `clarion-receiver signals`: each parameter with every value that was given for it.
 *
 * @throws Refusal `query-invalid` with every problem at once.
 */
export function parseSignalQuery(given: Readonly<Record<string, readonly string[]>>): SignalRequest {
  // What was given once is a text; more stays a list, which no rule takes.
  const parameters: unknown = Object.fromEntries(
    Object.entries(given).map(([name, all]) => [name, all.length === 1 ? all[0] : all]),
  );
  if (!validate(parameters)) {
    const problems = new Set((validate.errors ?? []).map(problem));
    throw new Refusal('query-invalid', [...problems].slice(0, 10).join('; '));
  }
  const { from, to, limit, cursor, format = 'signal', ...filters } = parameters;
  const time = (text?: string) => (text === undefined ? undefined : Date.parse(text));
  const query = compact({
    ...filters,
    from: time(from),
    to: time(to),
    limit: limit === undefined ? PAGE.default : Number(limit),
    after: cursor === undefined ? undefined : decodeCursor(cursor),
  });
  return { query, format: format as SignalFormat };
}

function problem({ instancePath, keyword, params, data }: ErrorObject): string {
  if (keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']).slice(0, 64);
    return `there is no parameter ${JSON.stringify(name)}: use ${Object.keys(PARAMETER_RULES).join(', ')}`;
  }
  const name = instancePath.slice(1) as keyof typeof PARAMETER_RULES;
  if (Array.isArray(data)) return `\`${name}\` must be given once`;
  return `\`${name}\` must be ${PARAMETER_RULES[name]}`;
}

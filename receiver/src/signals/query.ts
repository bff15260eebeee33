import { compact } from '../json.ts';
import { LIMIT, PAGE, parameterParser, type ParameterSchema } from '../parameters.ts';
import type { SignalQuery } from '../store/store.ts';
import { decodeCursor } from './cursor.ts';
import { SIGNAL_FORMATS, type SignalFormat } from './format.ts';
import { SIGNAL_SOURCES } from './signal.ts';

// The first knows the calendar, the second what can be compared: RFC 3339 allows a leap second, and ajv an offset of hours only.
const time = (description: string): ParameterSchema => ({
  type: 'string',
  allOf: [{ format: 'date-time' }, { format: 'instant' }],
  description,
});

/** Each parameter with its rule in words. */
export const SIGNAL_PARAMETERS = {
  from: time('a time such as 2026-01-31T00:00:00Z (inclusive)'),
  to: time('a time such as 2026-01-31T00:00:00Z (exclusive)'),
  account: { type: 'string', pattern: '^\\d{12}$', description: 'an account id of 12 digits' },
  source: { type: 'string', enum: SIGNAL_SOURCES, description: `one of ${SIGNAL_SOURCES.join(', ')}` },
  eventName: {
    type: 'string',
    minLength: 1,
    maxLength: 256,
    description: "the name of a CloudTrail event or an alarm, or a finding's type, at most 256 characters",
  },
  format: { type: 'string', enum: SIGNAL_FORMATS, description: `one of ${SIGNAL_FORMATS.join(', ')}` },
  limit: LIMIT,
  cursor: { type: 'string', format: 'signal-cursor', description: 'the `next` of the page before' },
} as const satisfies Readonly<Record<string, ParameterSchema>>;

const parse = parameterParser(SIGNAL_PARAMETERS, {
  'signal-cursor': (text) => decodeCursor(text) !== undefined,
  instant: (text) => !Number.isNaN(Date.parse(text)),
});

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
  const { from, to, limit, cursor, format = 'signal', ...filters } = parse(given);
  const instant = (text?: string) => (text === undefined ? undefined : Date.parse(text));
  const query = compact({
    ...filters,
    from: instant(from),
    to: instant(to),
    limit: limit === undefined ? PAGE.default : Number(limit),
    after: cursor === undefined ? undefined : decodeCursor(cursor),
  });
  return { query, format: format as SignalFormat };
}

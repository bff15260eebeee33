import { compact } from '../json.ts';
import { LIMIT, PAGE, parameterParser, type ParameterSchema } from '../parameters.ts';
import { JOB_KINDS, JOB_STATES, type JobKind, type JobQuery, type JobState } from '../store/jobs.ts';

/** Each parameter of a list of jobs, with its rule in words. */
export const JOB_PARAMETERS = {
  state: { type: 'string', enum: JOB_STATES, description: `one of ${JOB_STATES.join(', ')}` },
  kind: { type: 'string', enum: JOB_KINDS, description: `one of ${JOB_KINDS.join(', ')}` },
  limit: LIMIT,
  cursor: { type: 'string', pattern: '^\\d{1,15}$', description: 'the `next` of the page before' },
} as const satisfies Readonly<Record<string, ParameterSchema>>;

const parse = parameterParser(JOB_PARAMETERS);

/**
 * The query of `GET /api/jobs` and of `clarion-receiver jobs list`.
 *
 * @throws Refusal `query-invalid` with every problem at once.
 */
export function parseJobQuery(given: Readonly<Record<string, readonly string[]>>): Omit<JobQuery, 'now'> {
  const { state, kind, limit, cursor } = parse(given);
  return compact({
    state: state as JobState | undefined,
    kind: kind as JobKind | undefined,
    limit: limit === undefined ? PAGE.default : Number(limit),
    before: cursor === undefined ? undefined : Number(cursor),
  });
}

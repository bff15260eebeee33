import { compact } from '../json.ts';
import { LIMIT, PAGE, parameterParser, type ParameterSchema } from '../parameters.ts';
import type { JobKind, JobQuery, JobState } from '../store/jobs.ts';

/** What kinds of jobs there are. */
export const JOB_KINDS = ['file', 'message', 'record'] as const satisfies readonly JobKind[];
/** What a job can be at. */
export const JOB_STATES = ['waiting', 'running', 'dead'] as const satisfies readonly JobState[];

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

import { JOB_PARAMETERS, parseJobQuery } from '../../jobs/query.ts';
import { jobView } from '../../jobs/view.ts';
import type { JobKind } from '../../store/jobs.ts';
import { compact } from '../../json.ts';
import { ok, type ApiOperation } from './operation.ts';

/** Work that goes on behind, and what of it could not be done. */
export const JOB_OPERATIONS: readonly ApiOperation[] = [
  {
    id: 'listJobs',
    method: 'get',
    path: '/api/jobs',
    summary: 'Jobs, newest first. Those that are dead wait for a person.',
    query: JOB_PARAMETERS,
    answers: { 200: 'JobList' },
    async handle({ query }, { store, now }) {
      const wanted = parseJobQuery(query);
      const jobs = await store.jobs({ ...wanted, now: now() });
      const last = jobs.at(-1);
      const next = jobs.length === wanted.limit && last !== undefined ? String(last.id) : undefined;
      return ok(compact({ jobs: jobs.map(jobView), next }));
    },
  },
  {
    id: 'redriveJobs',
    method: 'post',
    path: '/api/jobs/redrive',
    summary: 'Makes dead jobs due at once, as if they were new: these, or all of a kind, or all.',
    body: 'JobsToRedrive',
    answers: { 200: 'JobCount' },
    async handle({ body }, { store, now }) {
      const { ids, kind } = body as { readonly ids?: readonly number[]; readonly kind?: JobKind };
      return ok({ count: await store.redriveJobs(compact({ ids, kind }), now()) });
    },
  },
  {
    id: 'discardJobs',
    method: 'post',
    path: '/api/jobs/discard',
    summary: 'Drops dead jobs that a person has looked at.',
    body: 'JobsToDiscard',
    answers: { 200: 'JobCount' },
    handle: async ({ body }, { store }) =>
      ok({ count: await store.discardJobs((body as { readonly ids: readonly number[] }).ids) }),
  },
];

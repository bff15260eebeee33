import { tryParse } from '../json.ts';
import type { JobView } from '../store/jobs.ts';

/** A job as it is shown over HTTP and by `--json`. */
export function jobView({ payload, queuedAt, runAt, ...job }: JobView) {
  return {
    ...job,
    payload: tryParse(payload) ?? payload,
    queuedAt: new Date(queuedAt).toISOString(),
    runAt: new Date(runAt).toISOString(),
  };
}

import { compact } from '../../json.ts';
import type { DeadLetter, Job, JobCount, JobKind, JobLease, JobQuery, JobView } from '../jobs.ts';
import { bigints, texts } from './columns.ts';
import type { Database, Queries, Value } from './database.ts';

// While somebody holds a job, `run_at` is the end of his lease.
const stateAt = (now: string) =>
  `CASE WHEN dead THEN 'dead' WHEN owner IS NOT NULL AND run_at > ${now} THEN 'running' ELSE 'waiting' END`;
/** Each as a condition that an index serves: those that run or are dead are few among those that wait. */
const IN_STATE = {
  waiting: 'NOT dead AND (owner IS NULL OR run_at <= $1)',
  running: 'NOT dead AND owner IS NOT NULL AND run_at > $1',
  dead: 'dead',
} as const;
const HELD = 'id = $1 AND owner = $2 AND NOT dead';

type ViewRow = Omit<JobView, 'reason'> & { readonly reason: string | null };

/** Adds dead letters. What is there stays as it is. */
export async function addDeadLetters(tx: Queries, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  await tx.run(
    `INSERT INTO jobs (kind, key, payload, queued_at, run_at, dead, reason)
     SELECT kind, key, payload, at, at, true, reason
     FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[]) AS came (kind, key, payload, at, reason)
     ORDER BY kind COLLATE "C", key COLLATE "C" ON CONFLICT (kind, key) DO NOTHING`,
    [
      texts(letters.map(({ kind }) => kind)),
      texts(letters.map(({ key }) => key)),
      texts(letters.map(({ payload }) => payload)),
      bigints(letters.map(({ at }) => at)),
      texts(letters.map(({ reason }) => reason)),
    ],
  );
}

/** Everything that is asked of jobs. */
export function jobQueries(db: Database) {
  const held = async (sql: string, { id, owner }: JobLease, ...values: Value[]) =>
    (await db.run(sql, [id, owner, ...values])) === 1;
  return {
    claim: (owner: string, now: number, until: number, limit: number) =>
      db.write(async (tx) => {
        const rows = await tx.query<Job & { readonly due: number }>(
          `WITH due AS MATERIALIZED (
             SELECT id AS which, run_at AS due FROM jobs WHERE NOT dead AND run_at <= $2 ORDER BY run_at, id LIMIT $4 FOR UPDATE SKIP LOCKED
           )
           UPDATE jobs SET attempts = attempts + 1, crashes = crashes + (owner IS NOT NULL)::integer, owner = $1, run_at = $3
           FROM due WHERE id = which
           RETURNING id, owner, kind, key, payload, attempts, crashes, progress, queued_at AS "queuedAt", due`,
          [owner, now, until, limit],
        );
        return rows.sort((a, b) => a.due - b.due || a.id - b.id).map(({ due: _due, ...job }): Job => job);
      }),
    extend: (lease: JobLease, until: number) => held(`UPDATE jobs SET run_at = $3 WHERE ${HELD}`, lease, until),
    finish: (lease: JobLease) => held(`DELETE FROM jobs WHERE ${HELD}`, lease),
    retry: (lease: JobLease, runAt: number, reason: string) =>
      held(`UPDATE jobs SET owner = NULL, run_at = $3, reason = $4 WHERE ${HELD}`, lease, runAt, reason),
    bury: (lease: JobLease, now: number, reason: string) =>
      held(`UPDATE jobs SET owner = NULL, dead = true, run_at = $3, reason = $4 WHERE ${HELD}`, lease, now, reason),

    async list({ state, kind, before, limit, now }: JobQuery): Promise<JobView[]> {
      const rows = await db.query<ViewRow>(
        `SELECT id, kind, ${stateAt('$1')} AS state, key, payload, attempts, progress, queued_at AS "queuedAt", run_at AS "runAt", reason
         FROM jobs WHERE ($3::text IS NULL OR kind = $3) AND ($4::bigint IS NULL OR id < $4) AND ${state === undefined ? '$1 = $1' : IN_STATE[state]}
         ORDER BY id DESC LIMIT $2`,
        [now, limit, kind ?? null, before ?? null],
      );
      return rows.map(({ reason, ...row }) => compact({ ...row, reason: reason ?? undefined }));
    },
    counts: (now: number) =>
      db.query<JobCount>(
        `SELECT kind, ${stateAt('$1')} AS state, count(*) AS count, min(queued_at) AS oldest FROM jobs GROUP BY 1, 2`,
        [now],
      ),
    redrive: ({ ids, kind }: { readonly ids?: readonly number[]; readonly kind?: JobKind }, now: number) =>
      db.run(
        `UPDATE jobs SET dead = false, owner = NULL, attempts = 0, crashes = 0, queued_at = $1, run_at = $1, reason = NULL
         WHERE dead AND ($2::text IS NULL OR kind = $2) AND ($3::bigint[] IS NULL OR id = ANY($3))`,
        [now, kind ?? null, ids === undefined ? null : bigints(ids)],
      ),
    discard: (ids: readonly number[]) => db.run('DELETE FROM jobs WHERE dead AND id = ANY($1::bigint[])', [bigints(ids)]),
  };
}

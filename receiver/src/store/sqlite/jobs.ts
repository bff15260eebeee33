import type { Database } from 'better-sqlite3';
import { compact } from '../../json.ts';
import type { DeadLetter, Job, JobCount, JobKind, JobLease, JobQuery, JobView } from '../jobs.ts';

// While somebody holds a job, `run_at` is the end of his lease.
const STATE = `CASE WHEN dead = 1 THEN 'dead' WHEN owner IS NOT NULL AND run_at > @now THEN 'running' ELSE 'waiting' END`;
const HELD = 'id = @id AND owner = @owner AND dead = 0';

type ViewRow = Omit<JobView, 'reason'> & { readonly reason: string | null };

/** Prepares the writing of dead letters. */
export function deadLetterWriter(db: Database): (letter: DeadLetter) => void {
  const insert = db.prepare(
    `INSERT INTO jobs (kind, key, payload, queued_at, run_at, dead, reason) VALUES (@kind, @key, @payload, @at, @at, 1, @reason)
     ON CONFLICT (kind, key) DO NOTHING`,
  );
  return (letter) => void insert.run(letter);
}

/** Prepares everything that is asked of jobs. What writes is to be run inside a transaction. */
export function jobQueries(db: Database) {
  const anyDue = db.prepare<[number]>('SELECT 1 FROM jobs WHERE dead = 0 AND run_at <= ? LIMIT 1');
  const claim = db.prepare<object, Job>(
    `UPDATE jobs SET attempts = attempts + 1, crashes = crashes + (owner IS NOT NULL), owner = @owner, run_at = @until
     WHERE id IN (SELECT id FROM jobs WHERE dead = 0 AND run_at <= @now ORDER BY run_at, id LIMIT @limit)
     RETURNING id, owner, kind, key, payload, attempts, crashes, progress, queued_at AS queuedAt`,
  );
  const extend = db.prepare(`UPDATE jobs SET run_at = @until WHERE ${HELD}`);
  const finish = db.prepare(`DELETE FROM jobs WHERE ${HELD}`);
  const retry = db.prepare(`UPDATE jobs SET owner = NULL, run_at = @runAt, reason = @reason WHERE ${HELD}`);
  const bury = db.prepare(`UPDATE jobs SET owner = NULL, dead = 1, run_at = @now, reason = @reason WHERE ${HELD}`);
  const list = db.prepare<object, ViewRow>(
    `SELECT * FROM (SELECT id, kind, ${STATE} AS state, key, payload, attempts, progress, queued_at AS queuedAt, run_at AS runAt, reason
       FROM jobs WHERE (@kind IS NULL OR kind = @kind) AND (@before IS NULL OR id < @before) ORDER BY id DESC)
     WHERE @state IS NULL OR state = @state LIMIT @limit`,
  );
  const counts = db.prepare<object, JobCount>(
    `SELECT kind, ${STATE} AS state, count(*) AS count, min(queued_at) AS oldest FROM jobs GROUP BY 1, 2`,
  );
  const revive = `UPDATE jobs SET dead = 0, owner = NULL, attempts = 0, crashes = 0, queued_at = @now, run_at = @now, reason = NULL
    WHERE dead = 1`;
  const redrive = db.prepare(
    `${revive} AND (@kind IS NULL OR kind = @kind) AND (@ids IS NULL OR id IN (SELECT value FROM json_each(@ids)))`,
  );
  const discard = db.prepare('DELETE FROM jobs WHERE dead = 1 AND id IN (SELECT value FROM json_each(?))');
  const one = ({ changes }: { readonly changes: number }) => changes === 1;

  return {
    hasDue: (now: number) => anyDue.get(now) !== undefined,
    claim: (owner: string, now: number, until: number, limit: number) =>
      claim.all({ owner, now, until, limit }).toSorted((a, b) => a.id - b.id),
    extend: (lease: JobLease, until: number) => one(extend.run({ ...held(lease), until })),
    finish: (lease: JobLease) => one(finish.run(held(lease))),
    retry: (lease: JobLease, runAt: number, reason: string) => one(retry.run({ ...held(lease), runAt, reason })),
    bury: (lease: JobLease, now: number, reason: string) => one(bury.run({ ...held(lease), now, reason })),
    list: ({ state = null, kind = null, before = null, limit, now }: Nullable<JobQuery>): JobView[] =>
      list.all({ state, kind, before, limit, now }).map(({ reason, ...row }) => compact({ ...row, reason: reason ?? undefined })),
    counts: (now: number) => counts.all({ now }),
    redrive: ({ ids, kind }: { readonly ids?: readonly number[]; readonly kind?: JobKind }, now: number) =>
      redrive.run({ now, kind: kind ?? null, ids: ids === undefined ? null : JSON.stringify(ids) }).changes,
    discard: (ids: readonly number[]) => discard.run(JSON.stringify(ids)).changes,
  };
}

type Nullable<T> = { [K in keyof T]: T[K] | null };
const held = ({ id, owner }: JobLease) => ({ id, owner });

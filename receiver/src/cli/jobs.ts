import { Refusal } from '../error.ts';
import { parseJobQuery } from '../jobs/query.ts';
import { jobView } from '../jobs/view.ts';
import { compact } from '../json.ts';
import { Mistake } from '../registry/mistake.ts';
import type { JobQuery } from '../store/jobs.ts';
import { asJson, parse } from './args.ts';
import { withExistingStore, type Command } from './context.ts';
import { table } from './table.ts';
import { verbs } from './verbs.ts';

/** Several are taken only to be refused: the last would silently win. */
const text = { type: 'string', multiple: true } as const;

const list: Command = async (args, { env, print }) => {
  const { json, ...rest } = parse(args, { state: text, kind: text, limit: text, json: { type: 'boolean' } }).values;
  const query = queryOf(compact(rest));
  return withExistingStore(env, async (store) => {
    const now = Date.now();
    const jobs = (await store.jobs({ ...query, now })).map(jobView);
    const rows = jobs.map(({ id, kind, state, attempts, queuedAt, key, reason = '' }) => [
      String(id),
      kind,
      state,
      String(attempts),
      ageOf(now - Date.parse(queuedAt)),
      key,
      reason,
    ]);
    print(json === true ? asJson({ jobs }) : table(['ID', 'KIND', 'STATE', 'TRIES', 'AGE', 'KEY', 'REASON'], rows, Infinity));
    return 0;
  });
};

const redrive: Command = async (args, { env, print }) => {
  const { values, positionals } = parse(args, { kind: text, all: { type: 'boolean' } }, true);
  const { kind } = queryOf(compact({ kind: values.kind }));
  if ([kind !== undefined, values.all === true, positionals.length > 0].filter(Boolean).length !== 1)
    throw new Mistake('`jobs redrive` takes ids of dead jobs, or --kind KIND, or --all');
  const which = positionals.length > 0 ? { ids: positionals.map(idOf) } : compact({ kind });
  return withExistingStore(env, async (store) => {
    const count = await store.redriveJobs(which, Date.now());
    print(`${count} dead ${count === 1 ? 'job is' : 'jobs are'} due again\n`);
    return 0;
  });
};

const discard: Command = async (args, { env, print }) => {
  const { positionals } = parse(args, {}, true);
  if (positionals.length === 0) throw new Mistake('`jobs discard` takes ids of dead jobs: see `jobs list --state dead`');
  const ids = positionals.map(idOf);
  return withExistingStore(env, async (store) => {
    const count = await store.discardJobs(ids);
    print(`${count} dead ${count === 1 ? 'job is' : 'jobs are'} dropped\n`);
    return 0;
  });
};

function queryOf(parameters: Record<string, readonly string[]>): Omit<JobQuery, 'now'> {
  try {
    return parseJobQuery(parameters);
  } catch (error) {
    if (error instanceof Refusal) throw new Mistake(error.message);
    throw error;
  }
}

function idOf(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new Mistake(`a job's id must be a whole number, got ${JSON.stringify(value.slice(0, 100))}`);
}

/** `3d`, `4h`, `5m`, `6s`. */
function ageOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const [size, unit] = (
    [
      [86_400, 'd'],
      [3_600, 'h'],
      [60, 'm'],
    ] as const
  ).find(([size]) => seconds >= size) ?? [1, 's'];
  return `${Math.floor(seconds / size)}${unit}`;
}

/** `jobs list`, `redrive` and `discard`. */
export const jobs = verbs('jobs', { list, redrive, discard });

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../error.ts';
import type { ConfirmationStore } from '../store/confirmations.ts';
import type { LeaseStore } from '../store/jobs.ts';
import type { Workspace, WorkspaceChange, WorkspaceProblem, WorkspaceStore } from '../store/workspace.ts';
import { describeChanges } from './describe.ts';
import { Mistake } from './mistake.ts';
import type { Configured } from './registry.ts';

/** What a change of the workspace needs. */
export interface ChangeContext {
  readonly store: WorkspaceStore & Pick<LeaseStore, 'takeLease' | 'dropLease'> & Pick<ConfirmationStore, 'wakeConfirmations'>;
  readonly configured: Configured;
  readonly now: () => number;
  /** Told of what was changed, a line for each. */
  readonly changed?: (lines: readonly string[]) => Promise<void>;
}

/** What is to be changed, and what the caller wants to know of it. */
export interface Plan<T> {
  readonly changes: readonly WorkspaceChange[];
  readonly result: T;
}

/** What was changed, a line for each. Empty when it was so already. */
export interface Changed<T> {
  readonly lines: readonly string[];
  readonly result: T;
}

const LEASE = 'workspace';
/** Longer than any change takes: a few reads and one write. */
const LEASE_MS = 20_000;
const TRIES = 100;
const TRY_MS = 100;

const PROBLEMS: Readonly<Record<WorkspaceProblem, string>> = {
  'monitor-unknown': 'there is no such monitor: list them with `monitor list`',
  'account-unknown': 'there is no such account: list them with `account list`',
  'webhook-unknown': 'there is no such webhook: list them with `webhook list`',
  'webhook-name-taken': 'there is a webhook of this name already, perhaps a revoked one: use another name',
  'primary-needed':
    'the primary account cannot be removed while there are others: make another one the primary first, with `account primary`',
};

/**
 * Changes the workspace, all of a plan or nothing. From reading to writing nobody else changes it, in whichever process: or two that add
 * a topic to one monitor at the same time would lose one of them.
 *
 * @throws Mistake when the plan, or the store, refuses
 * @throws Refusal `workspace-busy`
 */
export async function change<T>(context: ChangeContext, plan: (current: Workspace) => Plan<T>): Promise<Changed<T>> {
  const { store, now } = context;
  return exclusively(context, async () => {
    const current = await store.workspace();
    const { changes, result } = plan(current);
    if (changes.length === 0) return { lines: [], result };
    const problem = await store.changeWorkspace(changes);
    if (problem !== undefined) throw new Mistake(PROBLEMS[problem], problem);
    // What was done is told whatever comes after: a webhook's URL is shown this once. Who is not woken wakes by himself.
    await Promise.all(newTopics(current, changes).map((arn) => store.wakeConfirmations(arn, now()).catch(() => undefined)));
    const lines = describeChanges(current, changes);
    await context.changed?.(lines).catch(() => undefined);
    return { lines, result };
  });
}

/** What waits for a topic looks for it once a minute; for these it need not. */
function newTopics({ monitors }: Workspace, changes: readonly WorkspaceChange[]): readonly string[] {
  const known = new Set(monitors.flatMap(({ topicArns }) => topicArns));
  const asked = changes.flatMap((each) => ('set' in each && each.set === 'monitor' ? each.value.topicArns : []));
  return [...new Set(asked)].filter((arn) => !known.has(arn));
}

async function exclusively<T>({ store, now }: ChangeContext, work: () => Promise<T>): Promise<T> {
  const owner = randomUUID();
  for (let tries = 1; !(await store.takeLease(LEASE, owner, now(), now() + LEASE_MS)); tries += 1) {
    if (tries === TRIES)
      throw new Refusal('workspace-busy', 'somebody else is changing the workspace: try again in half a minute');
    await sleep(TRY_MS);
  }
  try {
    return await work();
  } finally {
    // What was done is done. A lease that cannot be given back runs out.
    await store.dropLease(LEASE, owner).catch(() => undefined);
  }
}

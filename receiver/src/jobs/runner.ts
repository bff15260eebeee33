import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import type { Job, JobKind, JobStore } from '../store/jobs.ts';
import { dead, LOST, retry, type JobOutcome } from './outcome.ts';
import { MAX_CRASHES, retryDelayMs, TRIED_FOR_MS } from './retry.ts';

/** Does one kind of job. `abort` ends it when we stop, or when somebody else has it. A throw is a fault of ours, and tried again. */
export type JobHandler = (job: Job, abort: AbortSignal) => Promise<JobOutcome>;

/** What a runner needs. */
export interface JobRunnerContext {
  readonly store: JobStore;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly log: Logger;
  readonly now: () => number;
  /** Told of each attempt, for the counters. */
  readonly finished?: (kind: JobKind, result: JobOutcome['result']) => void;
  /** How many jobs at a time. @default 8 */
  readonly concurrency?: number;
  /** How long a job is ours without a word, in milliseconds: so long it waits when we die. @default 60,000 */
  readonly leaseMs?: number;
  /** How long stopping waits for work that does not let itself be broken off, in milliseconds. Its lease runs out by itself. @default 10,000 */
  readonly graceMs?: number;
}

/** What others queued is looked for so often. What this process queues wakes it. */
const POLL_MS = 1_000;

/** Works through the jobs of the store, beside others that do the same. */
export class JobRunner {
  /** Under this name it holds its jobs. A new one each start: what a dead process held runs out by itself. */
  private readonly owner = randomUUID();
  private readonly concurrency: number;
  private readonly leaseMs: number;
  private readonly running = new Set<Promise<void>>();
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private claiming: Promise<number> | undefined;
  private started = false;

  public constructor(private readonly context: JobRunnerContext) {
    this.concurrency = context.concurrency ?? 8;
    this.leaseMs = context.leaseMs ?? 60_000;
  }

  /** Begins, and goes on until {@link stop}. */
  public start(): void {
    this.started = true;
    this.wake();
  }

  /** There may be something to do. */
  public wake(): void {
    if (!this.started || this.abort.signal.aborted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.fill(), 0);
  }

  /** Works until nothing is due or the time has come; for whoever has no process that stays. */
  public async drain(until: number): Promise<void> {
    const deadline = setTimeout(() => this.abort.abort(), Math.max(0, until - this.context.now()));
    try {
      while (!this.abort.signal.aborted) {
        const claimed = await this.claim();
        if (claimed === 0 && this.running.size === 0) return;
        await Promise.race(this.running);
      }
    } finally {
      clearTimeout(deadline);
      await Promise.all(this.running);
    }
  }

  /** For good. Jobs under way are broken off where they can go on later, and let go of. */
  public async stop(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), this.context.graceMs ?? 10_000)));
    const ended = (async () => {
      await this.claiming;
      await Promise.all(this.running);
    })();
    if ((await Promise.race([ended, late])) === 'late')
      this.context.log.warn(
        { jobs: this.running.size },
        'jobs did not stop in time, and are left: others take them when their leases run out',
      );
    clearTimeout(timer);
  }

  private async fill(): Promise<void> {
    const claimed = await this.claim();
    if (this.abort.signal.aborted) return;
    // A full hand may mean that there is more: whoever finishes first asks again.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.fill(), claimed > 0 && this.running.size < this.concurrency ? 0 : POLL_MS);
  }

  private claim(): Promise<number> {
    this.claiming ??= this.claimNow().finally(() => (this.claiming = undefined));
    return this.claiming;
  }

  private async claimNow(): Promise<number> {
    const { store, log, now } = this.context;
    const free = this.concurrency - this.running.size;
    if (free <= 0) return 0;
    try {
      const jobs = await store.claimJobs(this.owner, now(), this.leaseMs, free);
      for (const job of jobs) this.begin(job);
      return jobs.length;
    } catch (error) {
      log.error({ err: error }, 'jobs could not be claimed; next try in a second');
      return 0;
    }
  }

  private begin(job: Job): void {
    const run = this.attempt(job)
      .catch((error: unknown) => this.context.log.error({ err: error, job: job.key }, 'how a job went could not be written down'))
      .finally(() => {
        this.running.delete(run);
        this.wake();
      });
    this.running.add(run);
  }

  private async attempt(job: Job): Promise<void> {
    const { store, log, now, finished } = this.context;
    const outcome = await this.outcomeOf(job);
    finished?.(job.kind, outcome.result);
    const about = { job: job.key, kind: job.kind, attempts: job.attempts };
    switch (outcome.result) {
      case 'done':
        await store.finishJob(job);
        return;
      case 'lost':
        // Where we stop, whoever comes next need not wait for the lease to run out.
        if (this.abort.signal.aborted) await store.retryJob(job, now(), 'the receiver stopped');
        return;
      case 'retry':
        log.warn({ ...about, reason: outcome.reason }, 'a job did not succeed; it is tried again');
        await store.retryJob(job, now() + retryDelayMs(job.attempts), outcome.reason);
        return;
      case 'dead':
        log.error({ ...about, reason: outcome.reason }, 'a job is a dead letter: see `clarion-receiver jobs list --state dead`');
        await store.buryJob(job, now(), outcome.reason);
    }
  }

  private async outcomeOf(job: Job): Promise<JobOutcome> {
    const { handlers, now, log } = this.context;
    if (job.crashes >= MAX_CRASHES) return dead(`worker-crashed: ${job.crashes} workers ended while they were at it`);
    const held = new AbortController();
    const heartbeat = this.keep(job, held);
    const work = async () => handlers[job.kind](job, AbortSignal.any([held.signal, this.abort.signal]));
    const outcome = await work().catch((error: unknown) => {
      log.error({ err: error, job: job.key }, 'a job failed unexpectedly');
      return retry(`unexpected-error: ${error instanceof Error ? error.name : typeof error}`);
    });
    clearInterval(heartbeat);
    if (held.signal.aborted || (this.abort.signal.aborted && outcome.result === 'retry')) return LOST;
    if (outcome.result === 'retry' && now() - job.queuedAt > TRIED_FOR_MS) return dead(`gave-up: ${outcome.reason}`);
    return outcome;
  }

  /** Says every third of a lease that the job is still ours, and breaks the work off when it is not. */
  private keep(job: Job, held: AbortController): NodeJS.Timeout {
    const { store, now } = this.context;
    return setInterval(() => {
      // Whoever stops keeps nothing from others.
      if (this.abort.signal.aborted) return;
      void store.extendJob(job, now() + this.leaseMs).then(
        (ours) => (ours ? undefined : held.abort()),
        // The store is away: the lease may run out, and then the next batch is refused by the store itself.
        () => undefined,
      );
    }, this.leaseMs / 3).unref();
  }
}

import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import type { LeaseStore } from '../store/jobs.ts';

/** Something that is to be done every so often, by one of all processes that share a store. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  /** One round. A throw is logged, and the next round comes in its time. */
  readonly run: (abort: AbortSignal) => Promise<void>;
}

/** Does chores. Who does one holds its lease until the next round is due, and longer while he is at it. */
export class Chores {
  private readonly owner = randomUUID();
  private readonly abort = new AbortController();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();

  public constructor(
    private readonly chores: readonly Chore[],
    private readonly context: { readonly store: LeaseStore; readonly log: Logger; readonly now: () => number },
  ) {}

  /** Begins with all of them. */
  public start(): void {
    for (const chore of this.chores) this.later(chore, 0);
  }

  /** For good. Breaks off what is under way, which the next round makes up for. */
  public async stop(): Promise<void> {
    this.abort.abort();
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.running);
  }

  /** One round of a chore, unless another process has it. */
  public async round(chore: Chore): Promise<void> {
    const { store, log, now } = this.context;
    const keep = () => store.takeLease(`chore:${chore.name}`, this.owner, now(), now() + chore.everyMs);
    try {
      if (!(await keep())) return;
      const heartbeat = setInterval(() => void keep().catch(() => undefined), chore.everyMs / 3).unref();
      await chore.run(this.abort.signal).finally(() => clearInterval(heartbeat));
    } catch (error) {
      if (!this.abort.signal.aborted)
        log.error({ err: error, chore: chore.name }, 'a round failed; the next one comes in its time');
    }
  }

  private later(chore: Chore, delay: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const run = this.round(chore).finally(() => {
        this.running.delete(run);
        if (!this.abort.signal.aborted) this.later(chore, chore.everyMs);
      });
      this.running.add(run);
    }, delay);
    this.timers.add(timer);
  }
}

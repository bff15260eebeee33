import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import { PACE, type Pace } from './pace.ts';
import { SINK_MARKS, type SinkStore } from './sink-store.ts';
import { SinkWorker, type NamedSink, type SinkListener, type SinkTally } from './worker.ts';

/** How long the batches under way may take when the receiver stops. */
const GRACE_MS = 10_000;

/** How a sink stands. */
export interface SinkState extends SinkTally {
  readonly name: string;
  /** For how long the oldest signal that it has not got has been there, in milliseconds; 0 when it has got all. */
  readonly lagMs: number;
}

/** What a runner needs. */
export interface SinkRunnerContext {
  readonly log: Logger;
  /** @default Date.now */
  readonly now?: () => number;
  /** @default PACE */
  readonly pace?: Pace;
  /** Told how sinks stand, for the counters. */
  readonly told?: SinkListener;
}

/**
 * Hands each new signal to every sink: at least once, and those of one account in the order in which they were stored. A sink never waits
 * for another. Of several processes one at a time serves a sink; a sink that no process has served before gets what comes from now on.
 */
export class SinkRunner {
  private readonly workers: ReadonlyMap<string, SinkWorker>;
  private readonly now: () => number;
  private readonly stopping = new AbortController();
  private readonly aborting = new AbortController();
  private running: readonly Promise<void>[] = [];

  public constructor(
    private readonly store: SinkStore,
    private readonly sinks: readonly NamedSink[],
    { log, now = Date.now, pace = PACE, told }: SinkRunnerContext,
  ) {
    this.now = now;
    const context = { store, log, now, pace, owner: randomUUID(), ...(told === undefined ? {} : { told }) };
    this.workers = new Map(sinks.map((served) => [served.name, new SinkWorker(served, context)]));
  }

  /** Resolves once it is settled where each sink begins: what is stored after that, it gets. */
  public async begin(): Promise<void> {
    await Promise.all([...this.workers.values()].map((worker) => worker.begin()));
  }

  /** Begins, and serves until it is stopped. */
  public async start(): Promise<void> {
    await this.begin();
    this.running = [...this.workers.values()].map((worker) => worker.run(this.stopping.signal, this.aborting.signal));
  }

  /** Delivers what is there, for whoever has no process that stays; gives up after so many milliseconds. */
  public async drain(ms: number): Promise<void> {
    const abort = AbortSignal.timeout(Math.max(0, ms));
    await Promise.all([...this.workers.values()].map((worker) => worker.drain(abort)));
  }

  /** Says that something was stored. Without it a sink notices within a second. */
  public wake(): void {
    for (const worker of this.workers.values()) worker.wake();
  }

  /** For good. Finishes the batches under way, or gives them up after `graceMs`: they then come again at the next start. */
  public async stop(graceMs = GRACE_MS): Promise<void> {
    this.stopping.abort();
    const timer = setTimeout(() => this.aborting.abort(), graceMs);
    await Promise.all(this.running);
    clearTimeout(timer);
    await Promise.all(this.sinks.map(({ sink }) => sink.close()));
  }

  /** How each sink stands. Whichever process is asked, the lag is the same; the rest is what this one did. */
  public async states(): Promise<readonly SinkState[]> {
    const marks = await this.store.marks(SINK_MARKS);
    return Promise.all(
      [...this.workers].map(async ([name, { tally }]) => ({ name, ...tally, lagMs: await this.lagMs(marks.get(name)) })),
    );
  }

  /** How far each sink has come: what one of them has not got yet is not to be dropped. `undefined` while one has not begun. */
  public async cursors(): Promise<readonly string[] | undefined> {
    const marks = await this.store.marks(SINK_MARKS);
    const cursors = this.sinks.map(({ name }) => marks.get(name)).filter((cursor) => cursor !== undefined);
    return cursors.length === this.sinks.length ? cursors : undefined;
  }

  private async lagMs(mark: string | undefined): Promise<number> {
    if (mark === undefined) return 0;
    const [oldest] = (await this.store.newSignals(mark, 1)).signals;
    return oldest === undefined ? 0 : Math.max(0, this.now() - Date.parse(oldest.signal.receivedAt));
  }
}

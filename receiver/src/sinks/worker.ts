import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { StoredSignal } from '../store/signals.ts';
import { Lease } from './lease.ts';
import type { Pace } from './pace.ts';
import { DeliveryError, type Sink } from './sink.ts';
import { SINK_MARKS, type SinkStore } from './sink-store.ts';
import { unlessAborted } from './unless-aborted.ts';

/** As many signals as are read at once. A sink makes of them what it can send at once. */
const BATCH = 500;

/** A sink that is open. */
export interface NamedSink {
  readonly name: string;
  readonly sink: Sink;
}

/** What is told of sinks. */
export type SinkListener = Pick<Metrics, 'sinkWaits' | 'sinkLeft' | 'sinkFailed'>;

/** What a worker needs. */
export interface WorkerContext {
  readonly told?: SinkListener;
  readonly store: SinkStore;
  readonly log: Logger;
  readonly now: () => number;
  /** Who holds the leases of this process. */
  readonly owner: string;
  readonly pace: Pace;
}

/** What this process has seen of a sink. */
export interface SinkTally {
  /** How many signals it has got from this process. */
  readonly delivered: number;
  /** How many deliveries failed. */
  readonly failures: number;
  /** When it got the last one, in milliseconds since 1970. */
  readonly lastDeliveredAt?: number;
  /** What the last delivery failed with, until one succeeds. */
  readonly problem?: string;
}

interface Batch {
  readonly signals: readonly StoredSignal[];
  /** Where the next one begins. */
  readonly cursor: string;
  /** It is with the sink, and only remains to be remembered. */
  delivered: boolean;
}

/** Until when nothing is to be done; `stirred` where new signals end it, `isMore` where something was delivered and more may wait. */
interface Pause {
  readonly ms: number;
  readonly stirred?: boolean;
  readonly isMore?: boolean;
}

/**
 * Serves one sink, one batch after the other: reads what is new, hands it over, and only then remembers how far it came. So whatever ends
 * in between, the batch comes again.
 */
export class SinkWorker {
  public tally: SinkTally = { delivered: 0, failures: 0 };
  private readonly lease: Lease;
  private cursor: string | undefined;
  private batch: Batch | undefined;
  /** Failures in a row. */
  private failures = 0;
  private storeFailures = 0;
  private woken = false;
  private stir: (() => void) | undefined;

  public constructor(
    private readonly served: NamedSink,
    private readonly context: WorkerContext,
  ) {
    const { store, owner, now, pace } = context;
    this.lease = new Lease(store, `sink:${served.name}`, owner, now, pace.leaseMs);
  }

  /** Settles where the sink begins, unless another process does. */
  public async begin(): Promise<void> {
    await this.isOurs();
  }

  /** There may be something new. */
  public wake(): void {
    this.woken = true;
    this.stir?.();
  }

  /**
   * @param stop ends it after the batch under way.
   * @param abort gives up the batch under way.
   */
  public async run(stop: AbortSignal, abort: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const pause = await this.round(abort).catch((error: unknown) => this.storeFailed(error));
      if (pause.stirred !== true || !this.woken) await this.pause(pause, stop);
    }
    await this.lease.drop().catch((error: unknown) => this.storeFailed(error));
  }

  /** Delivers what is there, for whoever has no process that stays. What is not taken is due the next time. */
  public async drain(abort: AbortSignal): Promise<void> {
    while (!abort.aborted && (await this.round(abort)).isMore === true);
    await this.lease.drop();
  }

  private async round(abort: AbortSignal): Promise<Pause> {
    const { pace, store, told } = this.context;
    if (!(await this.isOurs())) {
      told?.sinkLeft(this.served.name);
      return { ms: pace.waitMs };
    }
    this.woken = false;
    this.batch ??= { ...(await store.newSignals(this.cursor, BATCH)), delivered: false };
    const { batch } = this;
    const [oldest] = batch.signals;
    told?.sinkWaits(this.served.name, oldest && Date.parse(oldest.signal.receivedAt));
    const isEmpty = oldest === undefined;
    if (isEmpty) this.batch = undefined;
    else {
      const failed = batch.delivered ? undefined : await this.deliver(batch, abort);
      if (failed !== undefined) return failed;
      await this.remember(batch);
    }
    this.storeFailures = 0;
    if (isEmpty) return { ms: pace.pollMs, stirred: true };
    return { ms: batch.signals.length < BATCH ? pace.gatherMs : 0, isMore: true };
  }

  /** @returns nothing, or after which pause it is to be tried again. */
  private async deliver(batch: Batch, abort: AbortSignal): Promise<Pause | undefined> {
    const { log, now, pace } = this.context;
    const { name, sink } = this.served;
    const giving = new AbortController();
    const giveUp = () => giving.abort();
    const keeping = setInterval(() => void this.keep(giveUp), pace.leaseMs / 3);
    abort.addEventListener('abort', giveUp);
    try {
      await unlessAborted(sink.deliver(batch.signals, giving.signal), giving.signal);
    } catch (error) {
      return { ms: giving.signal.aborted ? 0 : this.sinkFailed(error) };
    } finally {
      clearInterval(keeping);
      abort.removeEventListener('abort', giveUp);
    }
    batch.delivered = true;
    if (this.tally.problem !== undefined) log.info({ sink: name }, 'the sink takes signals again');
    const { delivered, failures } = this.tally;
    this.tally = { delivered: delivered + batch.signals.length, failures, lastDeliveredAt: now() };
    this.failures = 0;
    return undefined;
  }

  private async remember(batch: Batch): Promise<void> {
    // Another process may have come further meanwhile: then it knows better.
    if (!(await this.isOurs()) || this.batch !== batch) return;
    await this.context.store.setMarks(SINK_MARKS, new Map([[this.served.name, batch.cursor]]));
    this.cursor = batch.cursor;
    this.batch = undefined;
  }

  /** Whether this process serves the sink. Where another may have meanwhile, what that one remembered holds. */
  private async isOurs(): Promise<boolean> {
    if (!(await this.lease.hold())) return false;
    if (!this.lease.lapsed) return true;
    const { store } = this.context;
    const { name } = this.served;
    let mark = (await store.marks(SINK_MARKS)).get(name);
    if (mark === undefined) {
      mark = await store.latestCursor();
      await store.setMarks(SINK_MARKS, new Map([[name, mark]]));
      this.context.log.info({ sink: name }, 'a new sink gets the signals that come from now on');
    }
    if (mark !== this.cursor) this.batch = undefined;
    this.cursor = mark;
    this.lease.acknowledge();
    return true;
  }

  /** Says that the delivery goes on, or ends it when another process serves the sink by now. */
  private async keep(giveUp: () => void): Promise<void> {
    await this.lease.hold().catch(() => undefined);
    if (this.lease.lapsed || this.lease.isOver) giveUp();
  }

  private sinkFailed(error: unknown): number {
    const { log, pace } = this.context;
    const known = error instanceof DeliveryError ? error : undefined;
    const problem = known?.message ?? 'unexpected error';
    this.failures += 1;
    this.context.told?.sinkFailed(this.served.name);
    this.tally = { ...this.tally, failures: this.tally.failures + 1, problem };
    const about = { sink: this.served.name, problem, failures: this.failures, ...(known === undefined ? { err: error } : {}) };
    if (known?.hopeless === true)
      log.error(about, 'the sink refuses signals: nothing is dropped, but it gets no further until this is mended');
    else log.warn(about, 'the sink did not take signals; they are tried again');
    return pace.retryMs(this.failures, known);
  }

  private storeFailed(error: unknown): Pause {
    this.storeFailures += 1;
    this.context.log.error({ sink: this.served.name, err: error }, 'the store cannot serve a sink just now; it is tried again');
    return { ms: this.context.pace.retryMs(this.storeFailures) };
  }

  private async pause({ ms, stirred = false }: Pause, stop: AbortSignal): Promise<void> {
    if (stop.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      stop.addEventListener('abort', done);
      this.stir = stirred ? done : undefined;
      function done(): void {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        resolve();
      }
    });
    this.stir = undefined;
  }
}

import type { Store } from '../store/store.ts';
import { attempt, type AttemptContext } from './attempt.ts';

const TICK_MS = 1_000;
/** At most so many attempts a tick: a flood of confirmations is no flood of calls to SNS. */
const ATTEMPTS_PER_TICK = 10;
/** How long an attempt is nobody else's: longer than SNS may take. What was not finished by then is tried again. */
const CLAIM_MS = 60_000;
/** Expired and failed ones stay for the operator to see. */
const REMEMBERED_MS = 15 * 24 * 60 * 60 * 1_000;

/**
 * Works through the stored confirmations, a few a second, as long as the receiver runs. What a stopped receiver left is picked up at the
 * next start, since all of it is in the store; confirming twice is harmless.
 */
export class ConfirmationRunner {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private readonly abort = new AbortController();

  public constructor(
    private readonly store: Store,
    private readonly context: AttemptContext,
  ) {}

  /** Begins with what is due. */
  public start(): void {
    this.next(0);
  }

  /** For good. Breaks off the calls under way, which are made again at the next start. */
  public async stop(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  /** One round: what is due, at most {@link ATTEMPTS_PER_TICK}. */
  public async tick(): Promise<void> {
    const { registry, now } = this.context;
    await registry.reload();
    await this.store.forgetConfirmations(now() - REMEMBERED_MS);
    const due = await this.store.claimConfirmations(now(), now() + CLAIM_MS, ATTEMPTS_PER_TICK);
    await Promise.all(
      due.map(async (task) => this.store.changeConfirmation(task.id, await attempt(task, this.context, this.abort.signal))),
    );
  }

  private next(delay: number): void {
    this.timer = setTimeout(() => {
      // SNS may take long to answer, and what another process revoked does not wait for it.
      const reloading = setInterval(() => void this.context.registry.reload().catch(() => undefined), TICK_MS);
      this.running = this.tick()
        .finally(() => clearInterval(reloading))
        // A store that cannot be read now is read at the next tick.
        .catch((error: unknown) =>
          this.context.log.error({ err: error }, 'confirmations could not be worked through; next try in a second'),
        )
        .then(() => (this.abort.signal.aborted ? undefined : this.next(TICK_MS)));
    }, delay);
  }
}

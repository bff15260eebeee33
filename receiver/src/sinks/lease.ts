import type { LeaseStore } from '../store/jobs.ts';

/** What only one of several processes holds at a time, kept for as long as it is asked for. */
export class Lease {
  /** Whether somebody else may have had it since {@link acknowledge}: what is known from before may no longer hold. */
  public lapsed = true;
  private until = -Infinity;

  public constructor(
    private readonly store: LeaseStore,
    private readonly name: string,
    private readonly owner: string,
    private readonly now: () => number,
    private readonly forMs: number,
  ) {}

  /** Whether it has run out by our own clock. */
  public get isOver(): boolean {
    return this.now() >= this.until;
  }

  /** Takes it, or keeps it; `false` when somebody else has it. Asks the store only when a third of it has passed. */
  public async hold(): Promise<boolean> {
    const now = this.now();
    const left = this.until - now;
    // More than the whole is left when the clock was set back: then nothing is known.
    if (left > (this.forMs * 2) / 3 && left <= this.forMs) return true;
    const until = now + this.forMs;
    const isOurs = await this.store.takeLease(this.name, this.owner, now, until);
    if (!isOurs || this.isOver) this.lapsed = true;
    this.until = isOurs ? until : -Infinity;
    return isOurs;
  }

  /** From here on it is known how things stand. */
  public acknowledge(): void {
    this.lapsed = false;
  }

  /** Lets others have it at once. */
  public async drop(): Promise<void> {
    if (this.isOver) return;
    this.until = -Infinity;
    this.lapsed = true;
    await this.store.dropLease(this.name, this.owner);
  }
}

/** Lets through so many a minute, and at once after a quiet while as many as it holds. */
export class TokenBucket {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #holds: number;
  #tokens: number;
  #filledAt: number;

  public constructor(perMinute: number, now: () => number, holds = perMinute) {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#holds = holds;
    this.#tokens = holds;
    this.#filledAt = now();
  }

  /** Takes a token, if there is one. */
  public take(): boolean {
    const now = this.#now();
    // A clock that was set back gives nothing, and takes nothing.
    const minutes = Math.max(0, now - this.#filledAt) / 60_000;
    this.#tokens = Math.min(this.#holds, this.#tokens + minutes * this.#perMinute);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** When something was last seen of each of many. Bounded: one more, and the one that was known first goes, until it is seen again. */
export class Latest {
  readonly #limit: number;
  readonly #times = new Map<string, number>();

  public constructor(limit: number) {
    this.#limit = limit;
  }

  public see(name: string, time: number): void {
    const known = this.#times.get(name);
    if (known !== undefined) {
      if (time > known) this.#times.set(name, time);
      return;
    }
    const [oldest] = this.#times.size < this.#limit ? [] : this.#times.keys();
    if (oldest !== undefined) this.#times.delete(oldest);
    this.#times.set(name, time);
  }

  public get(name: string): number | undefined {
    return this.#times.get(name);
  }

  public entries(): Iterable<readonly [string, number]> {
    return this.#times;
  }
}

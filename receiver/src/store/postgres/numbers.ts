import type { Database } from './database.ts';

/**
 * Numbers that nobody else gets, each higher than those before it. A process takes many at a time from a sequence, whose increment says
 * how many; those that are left when it ends are nobody's.
 */
export class Numbers {
  private next = 0;
  private end = 0;
  private taking: Promise<void> = Promise.resolve();

  public constructor(
    private readonly db: Database,
    private readonly sequence: 'row_numbers' | 'block_numbers',
  ) {}

  /** So many numbers, in order. */
  public take(count: number): Promise<number[]> {
    const taken = this.taking.then(() => this.takeInTurn(count));
    this.taking = taken.then(
      () => undefined,
      () => undefined,
    );
    return taken;
  }

  private async takeInTurn(count: number): Promise<number[]> {
    const numbers: number[] = [];
    while (numbers.length < count) {
      if (this.next === this.end) await this.refill();
      const size = Math.min(count - numbers.length, this.end - this.next);
      for (let index = 0; index < size; index += 1) numbers.push(this.next + index);
      this.next += size;
    }
    return numbers;
  }

  private async refill(): Promise<void> {
    const [range] = await this.db.query<{ first: number; size: number }>(
      `SELECT nextval($1::regclass) AS first, seqincrement AS size FROM pg_sequence WHERE seqrelid = $1::regclass`,
      [this.sequence],
    );
    this.next = range!.first;
    this.end = range!.first + range!.size;
  }
}

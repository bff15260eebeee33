import { BoundedMap } from '../sns/bounded-map.ts';

/** How many topics and reasons are remembered. One that is forgotten is said again, which is better than growing. */
const MAX_REMEMBERED = 1_000;

/** Tells what is new from what was said before, so that a stream of the same is one line in the log. */
export class FirstTimes {
  private readonly said = new BoundedMap<string, true>(MAX_REMEMBERED);

  /** Whether this reason is new for this topic. The next time it is not. */
  public isFirst(topicArn: string, reason: string): boolean {
    const key = `${topicArn}\n${reason}`;
    if (this.said.get(key) !== undefined) return false;
    this.said.set(key, true);
    return true;
  }
}

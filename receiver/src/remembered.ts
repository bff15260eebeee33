/** How an answer is remembered. */
export interface RememberedOptions {
  /** For how long, in milliseconds. */
  readonly forMs: number;
  /** How long whoever asks waits at most, in milliseconds. */
  readonly timeoutMs: number;
  /** A clock that is never set. @default performance.now */
  readonly now?: () => number;
}

/**
 * Makes a question cheap to ask: however many ask, one at a time reaches what it is put to, and its answer holds for a while.
 *
 * @returns `undefined` when it fails, or takes too long.
 */
export function remembered<T>(
  ask: () => Promise<T>,
  { forMs, timeoutMs, now = () => performance.now() }: RememberedOptions,
): () => Promise<T | undefined> {
  let answer: T | undefined;
  let until = -Infinity;
  let asking: Promise<T | undefined> | undefined;
  return async () => {
    if (now() < until) return answer;
    asking ??= (async () => ask())()
      .catch(() => undefined)
      .then((value) => {
        answer = value;
        until = now() + forMs;
        asking = undefined;
        return value;
      });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), timeoutMs)));
    return Promise.race([asking, late]).finally(() => clearTimeout(timer));
  };
}

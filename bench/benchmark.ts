/** What a benchmark finds out. All figures are from one run, ours and the peer's in turns, so that a noisy machine is unfair to both. */
export interface Measured {
  readonly ours: number;
  readonly peer: number;
  /** ours / peer. */
  readonly ratio: number;
  readonly unit: string;
  /** What the peer is. */
  readonly peerName: string;
  readonly [detail: string]: unknown;
}
export type Result = Measured & { readonly name: string; readonly node: string };
export type Benchmark = () => Promise<Measured>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** What each side found in one round. */
export interface Round<Found> {
  readonly ours: Found;
  readonly peer: Found;
}

/** Runs each side `rounds` times in turns. Who goes first changes, since the first pays for the other's garbage. */
export async function alternate<Found>(
  rounds: number,
  ours: () => Promise<Found>,
  peer: () => Promise<Found>,
): Promise<Round<Found>[]> {
  const found: Round<Found>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) found.push({ ours: await ours(), peer: await peer() });
    else {
      const peerFirst = await peer();
      found.push({ ours: await ours(), peer: peerFirst });
    }
  }
  return found;
}

/** The median of what each side found, and of the ratios of neighbours. */
export function compare(found: readonly Round<number>[]): Round<number> & { readonly ratio: number } {
  return {
    ours: Math.round(median(found.map(({ ours }) => ours))),
    peer: Math.round(median(found.map(({ peer }) => peer))),
    ratio: Number(median(found.map(({ ours, peer }) => ours / peer)).toFixed(2)),
  };
}

/** Runs each side `rounds` times in turns, after once to warm up, and compares their items a second. */
export async function inTurns(
  items: number,
  rounds: number,
  ours: () => Promise<void>,
  peer: () => Promise<void>,
): Promise<ReturnType<typeof compare>> {
  const perSecond = (run: () => Promise<void>) => async () => {
    const started = process.hrtime.bigint();
    await run();
    return (items * 1e9) / Number(process.hrtime.bigint() - started);
  };
  await ours();
  await peer();
  return compare(await alternate(rounds, perSecond(ours), perSecond(peer)));
}

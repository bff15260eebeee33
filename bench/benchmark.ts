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

/** Runs each side `rounds` times in turns, and gives the median of items a second of each, and of the ratios of neighbouring rounds. */
export async function inTurns(
  items: number,
  rounds: number,
  ours: () => Promise<void>,
  peer: () => Promise<void>,
): Promise<{ readonly ours: number; readonly peer: number; readonly ratio: number }> {
  const perSecond = async (run: () => Promise<void>) => {
    const started = process.hrtime.bigint();
    await run();
    return (items * 1e9) / Number(process.hrtime.bigint() - started);
  };
  const found: { readonly ours: number; readonly peer: number }[] = [];
  await ours();
  await peer();
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes, since the first pays for the other's garbage.
    if (round % 2 === 0) found.push({ ours: await perSecond(ours), peer: await perSecond(peer) });
    else {
      const peerFirst = await perSecond(peer);
      found.push({ ours: await perSecond(ours), peer: peerFirst });
    }
  }
  const whole = (values: readonly number[]) => Math.round(median(values));
  return {
    ours: whole(found.map((round) => round.ours)),
    peer: whole(found.map((round) => round.peer)),
    ratio: Number(median(found.map((round) => round.ours / round.peer)).toFixed(2)),
  };
}

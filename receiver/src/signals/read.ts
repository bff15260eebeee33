import type { SignalQuery, Store } from '../store/store.ts';
import type { Signal } from './signal.ts';

/** Which signals to read. @see SignalQuery */
export type SignalFilter = Partial<SignalQuery>;

/** A page of signals with their records, newest first; 100 where no limit is given. */
export async function readSignals(store: Store, filter: SignalFilter = {}): Promise<readonly Signal[]> {
  const { signals } = await store.signals({ limit: 100, ...filter });
  return signals.map(({ signal, rawText }) => ({ ...signal, raw: JSON.parse(rawText) as Signal['raw'] }));
}

import { setImmediate } from 'node:timers/promises';
import type { SignalQuery, Store, StoredSignal } from '../store/store.ts';
import { PAGE } from '../parameters.ts';
import type { Signal, SignalWithText } from './signal.ts';

/** Which signals to read. @see SignalQuery */
export type SignalFilter = Partial<SignalQuery>;

/** Signals as stored, newest first, as many as the limit says over however many pages; 100 where there is none. */
export async function listSignals(store: Store, filter: SignalFilter = {}): Promise<readonly StoredSignal[]> {
  const { limit = 100, ...rest } = filter;
  const found: StoredSignal[] = [];
  for (let after = filter.after; ;) {
    const page = await store.signals({ ...rest, limit: limit - found.length, ...(after === undefined ? {} : { after }) });
    found.push(...page.signals);
    if (page.next === undefined || found.length >= limit) return found;
    after = page.next;
    // What was sent meanwhile comes first.
    await setImmediate();
  }
}

/** All that the filter lets through, newest first, page by page: however many there are, one page is in memory. */
export async function* signalPages(
  store: Store,
  { limit = PAGE.most, ...filter }: SignalFilter = {},
): AsyncGenerator<readonly SignalWithText[]> {
  for (let after = filter.after; ;) {
    const page = await store.signals({ ...filter, limit, ...(after === undefined ? {} : { after }) });
    yield page.signals.map(withRecord);
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** The same with their records, as code reads them and as they were written. */
export async function readSignals(store: Store, filter?: SignalFilter): Promise<readonly SignalWithText[]> {
  const found = await listSignals(store, filter);
  return found.map(withRecord);
}

function withRecord({ signal, rawText }: StoredSignal): SignalWithText {
  return { signal: { ...signal, raw: JSON.parse(rawText) as Signal['raw'] }, rawText };
}

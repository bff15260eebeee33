import type { LeaseStore } from '../store/jobs.ts';
import type { SignalStore } from '../store/signals.ts';

/** What sinks need of the store: it is their outbox, and remembers how far each of them has come. */
export interface SinkStore extends LeaseStore, Pick<SignalStore, 'newSignals' | 'latestCursor'> {}

/** The scope of the marks that say how far a sink has come, by its name. */
export const SINK_MARKS = 'sink';

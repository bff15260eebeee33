import type { ConfirmationState, ConfirmationStore } from './confirmations.ts';
import type { FileStore } from './files.ts';
import type { JobStore, LeaseStore } from './jobs.ts';
import type { MessageStore, Outcome } from './messages.ts';
import type { SignalStore } from './signals.ts';
import type { WorkspaceStore } from './workspace.ts';

export type * from './confirmations.ts';
export type * from './files.ts';
export type * from './jobs.ts';
export type * from './messages.ts';
export type * from './signals.ts';
export type * from './workspace.ts';

/** How much there is. */
export interface StoreCounts {
  readonly messages: Readonly<Partial<Record<Outcome, number>>>;
  readonly signals: number;
  readonly confirmations: Readonly<Partial<Record<ConfirmationState, number>>>;
}

/** What is no longer kept: what is older than these, in milliseconds since 1970. */
export interface Retention {
  /** By the time of the event. `undefined` keeps all. */
  readonly signalsBefore: number | undefined;
  /** By the time of arrival. Their keys of sameness go with them. */
  readonly messagesBefore: number;
  /** How far each sink has come: what one of them has not got yet is not dropped. */
  readonly cursors: readonly string[];
}

/**
 * Where everything is kept. Every promise of a write resolves only once the write would survive a power cut. Whatever the disk or the
 * database does wrong is a {@link Refusal} `store-unavailable`, so that the sender tries again.
 */
export interface Store extends MessageStore, SignalStore, FileStore, JobStore, LeaseStore, ConfirmationStore, WorkspaceStore {
  /** Counts everything, which takes as long as there is much. */
  counts(): Promise<StoreCounts>;
  /**
   * One step of keeping house: makes room for what comes, and drops some of what is no longer kept, so little that nobody waits.
   *
   * @returns whether there is more to drop.
   */
  keepHouse(now: number, retention: Retention): Promise<boolean>;
  /** Resolves when it can be read and written. */
  ready(): Promise<void>;
  /** Waits for what is under way, then lets go of the database. */
  close(): Promise<void>;
}

/**
 * - `file`: reads a log file.
 * - `message`: reads a stored message again.
 * - `record`: reads one record of a log file again.
 *
 * The last two begin their life as dead letters, and run only when somebody asks for it.
 */
export const JOB_KINDS = ['file', 'message', 'record'] as const;

/** {@link JOB_KINDS} */
export type JobKind = (typeof JOB_KINDS)[number];

/** Work that could not be done, for a person to look at. */
export interface DeadLetter {
  readonly kind: JobKind;
  /** What is the same in the same work: it is there once. At most 1,200 characters. */
  readonly key: string;
  /** What the work is about, as JSON. */
  readonly payload: string;
  /** Why, as a code, a colon and words. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** By what a worker holds a job. */
export interface JobLease {
  readonly id: number;
  readonly owner: string;
}

/** A job whose turn it is. */
export interface Job extends JobLease {
  readonly kind: JobKind;
  readonly key: string;
  readonly payload: string;
  /** How often it was begun, this time included. */
  readonly attempts: number;
  /** How often a worker began it and was never heard of again. */
  readonly crashes: number;
  /** How far it came, in its kind's own unit. */
  readonly progress: number;
  /** When it was queued, in milliseconds since 1970: what may heal is tried so long from then. */
  readonly queuedAt: number;
}

/** `waiting` for its turn or its next try, `running` under a lease, or `dead` until somebody asks for it again. */
export const JOB_STATES = ['waiting', 'running', 'dead'] as const;

/** {@link JOB_STATES} */
export type JobState = (typeof JOB_STATES)[number];

/** A job as an operator sees it. */
export interface JobView {
  readonly id: number;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly key: string;
  readonly payload: string;
  readonly attempts: number;
  readonly progress: number;
  readonly queuedAt: number;
  /** When it is its turn; of a dead one, when it died. */
  readonly runAt: number;
  readonly reason?: string;
}

/** Which jobs to list, newest first. */
export interface JobQuery {
  readonly state?: JobState;
  readonly kind?: JobKind;
  /** 1 to 500. */
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly before?: number;
  /** The time by which a lease has run out. */
  readonly now: number;
}

/** How many jobs there are. */
export interface JobCount {
  readonly kind: JobKind;
  readonly state: JobState;
  readonly count: number;
  /** When the oldest of them was queued. */
  readonly oldest: number;
}

/** Durable work: leased, tried again, and dead-lettered, never dropped. A job that is done is gone. */
export interface JobStore {
  /** Takes what is due and nobody holds, longest due first, for `leaseMs`. */
  claimJobs(owner: string, now: number, leaseMs: number, limit: number): Promise<readonly Job[]>;
  /** Says that the work goes on. `false` when somebody else has it now. */
  extendJob(lease: JobLease, until: number): Promise<boolean>;
  /** Done. */
  finishJob(lease: JobLease): Promise<boolean>;
  /** To be tried again. */
  retryJob(lease: JobLease, runAt: number, reason: string): Promise<boolean>;
  /** Given up, for a person to look at. */
  buryJob(lease: JobLease, now: number, reason: string): Promise<boolean>;
  jobs(query: JobQuery): Promise<readonly JobView[]>;
  jobCounts(now: number): Promise<readonly JobCount[]>;
  /** Makes dead ones, these or all of a kind or all, due at once, as if they were new. Gives how many. */
  redriveJobs(which: { readonly ids?: readonly number[]; readonly kind?: JobKind }, now: number): Promise<number>;
  /** Drops dead ones that a person has looked at. Gives how many. */
  discardJobs(ids: readonly number[]): Promise<number>;
}

/** What only one of several processes does at a time. */
export interface LeaseStore {
  /** Takes or keeps it until then; `false` when somebody else has it. */
  takeLease(name: string, owner: string, now: number, until: number): Promise<boolean>;
  dropLease(name: string, owner: string): Promise<void>;
  /** Values that are remembered by scope and name: how far a listing or a sink has come. */
  marks(scope: string): Promise<ReadonlyMap<string, string>>;
  setMarks(scope: string, values: ReadonlyMap<string, string>): Promise<void>;
}

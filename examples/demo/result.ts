/** One line of the table. */
export interface SignalCount {
  readonly eventName: string;
  /** `iam` for `iam.amazonaws.com`. */
  readonly service: string;
  readonly accountId: string;
  readonly signals: number;
}

/** All that a run came to. */
export interface Result {
  /** Messages published. */
  readonly sent: number;
  /** Of these, how many tell of an event that an earlier one told of: counted before sending, to hold the receiver to it. */
  readonly repeated: number;
  /** Signals in the receiver's database. */
  readonly stored: number;
  /** Messages on disk that made no second signal, because their event was known. */
  readonly deduplicated: number;
  /** Messages on disk that nobody asked for. */
  readonly dropped: number;
  /** Messages on disk that could not be read as CloudTrail's. */
  readonly quarantined: number;
  /** Why, one for each as long as the receiver said so. */
  readonly quarantineReasons: readonly string[];
  /** Messages that SNS gave up on, each with its reason. */
  readonly undelivered: readonly string[];
  /** Times that SNS had to try again. */
  readonly retries: number;
  readonly seconds: number;
  readonly counts: readonly SignalCount[];
}

/** How many messages are unaccounted for. Anything but 0 is a failure of the receiver, which the demo must not hide. */
export function lost({ sent, repeated, stored, deduplicated, dropped, quarantined }: Result): number {
  const missing = sent - stored - deduplicated - dropped - quarantined;
  // More merged than came twice: different events were taken for one.
  const merged = deduplicated - repeated;
  return Math.max(missing, 0) + Math.max(merged, 0);
}

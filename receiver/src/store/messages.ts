import type { SignalWithText } from '../signals/signal.ts';
import type { NewConfirmation } from './confirmations.ts';
import type { NewFile } from './files.ts';
import type { DeadLetter } from './jobs.ts';

/** What became of a stored message. `queued`: it named log files, which are read later. */
export type Outcome = 'signals' | 'queued' | 'control' | 'dropped' | 'quarantined' | 'confirmation' | 'unsubscribed';

/** What is the same in a message that comes again. */
export interface MessageKey {
  readonly webhook: string;
  readonly topicArn: string;
  readonly messageId: string;
}

/** What comes of a message. */
export interface Consequences {
  readonly signals?: readonly SignalWithText[];
  readonly confirmation?: NewConfirmation;
  /** Log files to read: each once, whoever names it how often. */
  readonly files?: readonly NewFile[];
  /** What of it could not be used, for a person to look at. */
  readonly deadLetters?: readonly DeadLetter[];
}

/** A proven message with all that it leads to: stored together or not at all. */
export interface Delivery extends MessageKey, Consequences {
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** The envelope as JSON, without what SNS did not sign. */
  readonly envelope: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  /** Whether the signals can be read again from the envelope, so that a store may leave out their texts. @default false */
  readonly readAgain?: boolean;
}

/** A message as stored. */
export interface StoredMessage extends MessageKey {
  readonly type: string;
  readonly receivedAt: number;
  readonly envelope: string;
  readonly outcome: Outcome;
  readonly reason?: string;
}

/** What was new in what was saved. A signal that came before is merged, as `mergeSignal` says. */
export interface SavedSignals {
  readonly newSignals: number;
  /** The ids of signals that the same way brought before with another text. The first is kept. */
  readonly differing?: readonly string[];
}

/** What was new in a delivery. A message that came before changes nothing. */
export interface Saved extends SavedSignals {
  readonly duplicate: boolean;
}

/** Messages. */
export interface MessageStore {
  save(delivery: Delivery): Promise<Saved>;
  message(key: MessageKey): Promise<StoredMessage | undefined>;
  /** Writes down what a message that is read again has come to. */
  revise(key: MessageKey, outcome: Outcome, reason: string | undefined, consequences: Consequences): Promise<SavedSignals>;
}

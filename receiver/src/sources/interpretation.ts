import type { Signal, SignalWithText } from '../signals/signal.ts';

/**
 * What became of a proven message: `signals` of it, `control` talk of AWS about the pipeline itself, `dropped` because nobody asked for
 * it, or `quarantined` because it could not be read and a person should look. All four are kept and answered 200.
 */
export type Interpretation =
  | { readonly outcome: 'signals'; readonly signals: readonly SignalWithText[] }
  | { readonly outcome: 'control' | 'dropped' | 'quarantined'; readonly reason: string };

/** What a source knows of a message beside its text. */
export interface MessageContext {
  readonly topicArn: string;
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** What a source reads in a record: a signal, but for how it came and the record itself. */
export type SignalFacts = Omit<Signal, 'receivedAt' | 'provenance' | 'rawSha256' | 'raw'>;

/** The facts, or why there are none, in a sentence: the message is quarantined with it. */
export type Mapped = SignalFacts | string;

export const dropped = (reason: string): Interpretation => ({ outcome: 'dropped', reason });
export const quarantined = (reason: string): Interpretation => ({ outcome: 'quarantined', reason });

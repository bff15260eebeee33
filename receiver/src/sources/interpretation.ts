import type { TopicMonitor } from '../registry/topic-monitor.ts';
import type { Signal, SignalWithText } from '../signals/signal.ts';
import type { NewFile } from '../store/files.ts';

/**
 * What became of a proven message: `signals` of it, log files `queued` to be read, `control` talk of AWS about the pipeline itself,
 * `dropped` because nobody asked for it, or `quarantined` because it could not be read and a person should look. All are kept and
 * answered 200.
 */
export type Interpretation =
  | { readonly outcome: 'signals'; readonly detailType: string; readonly signals: readonly SignalWithText[] }
  | {
      readonly outcome: 'queued';
      readonly files: readonly NewFile[];
      /** What else the message named that could not be used. */
      readonly problems: readonly string[];
    }
  | { readonly outcome: 'control' | 'dropped' | 'quarantined'; readonly reason: string };

/** What a source knows of a message beside its text. */
export interface MessageContext {
  readonly topicArn: string;
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** The monitors that trust the topic. */
  readonly monitors: readonly TopicMonitor[];
  /** Nothing proves where it came from, but an operator who took it all the same. */
  readonly unverified?: boolean;
}

/** What a source reads in a record: a signal, but for how it came and the record itself. */
export type SignalFacts = Omit<Signal, 'receivedAt' | 'provenance' | 'rawSha256' | 'raw'>;

/** The facts, or why there are none, in a sentence: the message is quarantined with it. */
export type Mapped = SignalFacts | string;

export const dropped = (reason: string): Interpretation => ({ outcome: 'dropped', reason });
export const quarantined = (reason: string): Interpretation => ({ outcome: 'quarantined', reason });

/** What tells of things that happen. */
export const SIGNAL_SOURCES = ['cloudtrail', 'cloudwatch', 'guardduty'] as const;

/** {@link SIGNAL_SOURCES} */
export type SignalSource = (typeof SIGNAL_SOURCES)[number];

/** By EventBridge, published to the topic by the source itself, as an alarm does, or read in a log file. */
export type Path = 'eventbridge' | 'sns' | 's3';

/** Who did it: CloudTrail's `userIdentity`, cut to what is asked for most. Empty where nobody is named. */
export interface Actor {
  readonly type?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly principalId?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
  readonly accessKeyId?: string;
}

/** What the record names as touched. */
export interface Resource {
  readonly arn?: string;
  readonly type?: string;
  readonly accountId?: string;
}

/** One way by which an event came: in a message, or in a log file. */
export type Provenance =
  | {
      readonly path: Exclude<Path, 's3'>;
      readonly topicArn: string;
      readonly messageId: string;
      /** Nothing signed it: an operator took it from a dead-letter queue of EventBridge. */
      readonly unverified?: boolean;
    }
  | { readonly path: 's3'; readonly bucket: string; readonly key: string };

/**
 * One thing that happened in an AWS account. Each field's meaning and limit is in `schema/signal.schema.json`, which is published
 * with the package and which every signal is held to before it is stored.
 */
export interface Signal {
  readonly id: string;
  readonly source: SignalSource;
  readonly kind: string;
  readonly category?: string;
  readonly accountId: string;
  readonly region: string;
  readonly time: string;
  readonly updatedAt?: string;
  readonly receivedAt: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly readOnly?: boolean;
  readonly severityId: number;
  readonly state?: string;
  readonly count?: number;
  readonly sample?: boolean;
  readonly title: string;
  readonly actor: Actor;
  readonly sourceIpAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly resources: readonly Resource[];
  readonly provenance: readonly Provenance[];
  readonly rawSha256: string;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A signal and its record's text exactly as it came, which is what `rawSha256` covers. */
export interface SignalWithText {
  readonly signal: Signal;
  readonly rawText: string;
}

/** How many ways of arrival one signal remembers. */
export const MAX_PROVENANCES = 10;

import type { SignalSource } from '../signals/signal.ts';
import type { AllowedTopic } from '../sns/index.ts';
import type { BucketPin } from '../store/workspace.ts';

/** What a monitor's filter looks at. */
export interface Wanted {
  /** EventBridge's, or those that stand for it where it has several spellings. */
  readonly detailTypes: readonly string[];
  readonly eventSource: string;
  readonly eventName: string;
}

/** A monitor that trusts a topic: what it takes of what comes by it. */
export interface TopicMonitor {
  readonly name: string;
  readonly kind: SignalSource;
  /** Whether its filter lets an event through. */
  readonly wants: (event: Wanted) => boolean;
  /** Whether events of an account may become signals. */
  readonly takesAccount: (accountId: string) => boolean;
  readonly buckets: readonly BucketPin[];
}

/** A topic that is trusted, and by whom. */
export interface TrustedTopic extends AllowedTopic {
  readonly monitors: readonly TopicMonitor[];
}

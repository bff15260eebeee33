/**
 * - `waiting-for-topic`: came for a topic that nobody has registered; nothing about it is proven.
 * - `pending`: proven, to be confirmed at SNS.
 * - `confirmed`, `failed`, `expired`: settled.
 */
export type ConfirmationState = 'waiting-for-topic' | 'pending' | 'confirmed' | 'failed' | 'expired';

/** A subscription that asks to be confirmed. */
export interface NewConfirmation {
  readonly webhook: string;
  readonly topicArn: string;
  readonly messageId: string;
  /** Gone once it is settled, as is the envelope. */
  readonly token: string;
  /** The envelope as JSON: it is verified from this once the topic is registered. */
  readonly envelope: string;
  /** Milliseconds since 1970, as the next two. */
  readonly receivedAt: number;
  /** When SNS forgets the token. */
  readonly expiresAt: number;
}

/** A confirmation and how far it has come. */
export interface StoredConfirmation extends NewConfirmation {
  readonly id: number;
  readonly state: ConfirmationState;
  readonly attempts: number;
  readonly nextAt: number;
  /** Why the last attempt did not work, for the operator. */
  readonly reason?: string;
}

/** How an attempt went. */
export interface ConfirmationChange {
  readonly state: ConfirmationState;
  readonly attempts: number;
  readonly nextAt: number;
  readonly reason?: string;
}

/** Confirmations of subscriptions. */
export interface ConfirmationStore {
  /** Keeps a confirmation that nothing has proven yet; `full` when `limit` of them wait. */
  keepUnverified(confirmation: NewConfirmation, limit: number): Promise<'kept' | 'known' | 'full'>;
  /** Takes what waits for a topic or for its turn and is due, the longest due first; nobody else gets it before `until`. */
  claimConfirmations(now: number, until: number, limit: number): Promise<readonly StoredConfirmation[]>;
  /** Writes down how one went. Only an open one changes. */
  changeConfirmation(id: number, change: ConfirmationChange): Promise<void>;
  /** Confirmations, newest first. */
  confirmations(limit: number): Promise<readonly StoredConfirmation[]>;
  /** Makes what waits for this topic due at once. */
  wakeConfirmations(topicArn: string, now: number): Promise<void>;
  /** Forgets confirmations that expired or failed before this time. */
  forgetConfirmations(before: number): Promise<void>;
}

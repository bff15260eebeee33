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

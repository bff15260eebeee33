import { envelope } from './envelope.ts';
import type { CloudTrailRecord } from './record.ts';
import { MAX_MESSAGE_BYTES } from './send.ts';

/** What is to be published. */
export interface Messages {
  readonly messages: readonly string[];
  /** How many of them tell of an event that one before told of. */
  readonly repeated: number;
  /** Records that are left out: EventBridge would never have had them. */
  readonly tooLarge: number;
}

/** Wraps records for publishing, and counts beforehand what the receiver must find out by itself: which of them are the same event. */
export function toMessages(records: readonly CloudTrailRecord[]): Messages {
  const messages: string[] = [];
  const events = new Set<string>();
  for (const record of records) {
    const event = envelope(record);
    const message = JSON.stringify(event);
    if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) continue;
    // AWS's ids are unique in an account and a Region. A record without an id is like no other.
    events.add(JSON.stringify([event.account, record['awsRegion'], record['eventID'] ?? messages.length]));
    messages.push(message);
  }
  return { messages, repeated: messages.length - events.size, tooLarge: records.length - messages.length };
}

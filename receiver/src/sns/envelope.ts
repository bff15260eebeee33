import { isUtf8 } from 'node:buffer';
import { Refusal } from '../error.ts';
import { checkField, checkType, FIELDS, type SnsMessageType } from './fields.ts';

/**
 * A message whose shape was checked and nothing else: only `Verifier.verify` says whether SNS sent it. Made by `parseEnvelope`, from
 * SNS's documented fields; whatever else the body held is gone, `UnsubscribeURL` above all, since it is unsigned and works for anyone.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export interface Envelope {
  readonly type: SnsMessageType;
  /** The same on every retry: what makes two deliveries one message. */
  readonly messageId: string;
  readonly topicArn: string;
  /** The only field that may hold line breaks. */
  readonly message: string;
  /** When SNS took the message, like `2026-03-06T19:53:21.424Z`. */
  readonly timestamp: string;
  /** Of a notification only. */
  readonly subject?: string;
  /** Of a confirmation only: what `ConfirmSubscription` takes. */
  readonly token?: string;
  /** Of a confirmation only. Never to be fetched. */
  readonly subscribeUrl?: string;
  /** `1` is SHA1withRSA, `2` SHA256withRSA. */
  readonly signatureVersion: '1' | '2';
  readonly signature: string;
  readonly signingCertUrl: string;
}

/**
 * Reads what SNS posted. The caller caps the size; content type and headers say nothing that counts.
 *
 * @throws Refusal `body-not-utf8`, `body-not-json`, `type-unknown`, `signature-version-unknown` or `malformed-field`
 */
export function parseEnvelope(body: Uint8Array): Envelope {
  const record = readObject(body);
  const type = checkType(record['Type']);
  const envelope: Record<string, string> = { type };
  for (const field of FIELDS[type]) {
    const value = record[field.name];
    if ((value === undefined || value === null) && field.optional) continue;
    envelope[field.key] = checkField(field, value);
  }
  checked.add(envelope);
  return Object.freeze(envelope) as unknown as Envelope;
}

const checked = new WeakSet<object>();

/**
 * Holds an envelope to the same rules, unless `parseEnvelope` made it: an interface proves nothing about where an object came from, and
 * what a signature means depends on these rules.
 */
export function checkEnvelope(envelope: Envelope): void {
  if (checked.has(envelope)) return;
  const values = envelope as unknown as Readonly<Record<string, unknown>>;
  for (const field of FIELDS[checkType(envelope.type)]) {
    const value = values[field.key];
    if (value !== undefined || !field.optional) checkField(field, value);
  }
}

/**
 * The envelope as JSON in SNS's own field names, without `UnsubscribeURL`: what is stored. `parseEnvelope` of it gives an equal envelope,
 * unless something is left out.
 */
export function serializeEnvelope(envelope: Envelope, leaveOut: readonly (keyof Envelope)[] = []): string {
  const values = envelope as unknown as Readonly<Record<string, string | undefined>>;
  const record: Record<string, string | undefined> = { Type: envelope.type };
  for (const { key, name } of FIELDS[envelope.type]) if (!leaveOut.includes(key as keyof Envelope)) record[name] = values[key];
  return JSON.stringify(record);
}

function readObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  if (!isUtf8(body)) throw new Refusal('body-not-utf8', 'the body must be UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    // V8's own words quote the body, so they go nowhere.
    throw new Refusal('body-not-json', 'the body must be JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('body-not-json', 'the body must be a JSON object');
  }
  return value as Readonly<Record<string, unknown>>;
}

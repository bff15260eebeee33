import { toUSVString } from 'node:util';
import { Refusal, type RefusalCode } from '../error.ts';

/** The closed set of what SNS posts. Which fields are signed follows from the type, so an unknown type has no meaning at all. */
export const MESSAGE_TYPES = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const;

/** What kind of message SNS sends. */
export type SnsMessageType = (typeof MESSAGE_TYPES)[number];

/** One field of a message: its name here and in SNS's JSON, and what its value must look like. */
export interface Field {
  readonly key: string;
  readonly name: string;
  readonly accepts?: (value: string) => boolean;
  readonly rule: string;
  readonly code: RefusalCode;
  readonly optional?: true;
}

function matches(shape: RegExp): (value: string) => boolean {
  return (value) => shape.test(value);
}

function isTimestamp(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const time = Date.parse(value);
  // Date.parse takes the 30th of February for the 2nd of March, and 24:00 for the next day.
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}

/** The base64 lengths of signatures by RSA keys of 2048, 3072 and 4096 bits. */
const SIGNATURE_LENGTHS: readonly number[] = [344, 512, 684];

function isSignature(value: string): boolean {
  // Node's decoder skips junk and takes the URL-safe alphabet, so only what it would write itself is taken.
  return SIGNATURE_LENGTHS.includes(value.length) && Buffer.from(value, 'base64').toString('base64') === value;
}

// The string SNS signs is `Name\nValue\n`, without escaping. Read from its end it has one meaning only as long as no value but
// Message can hold a line break, and MessageId and Timestamp can be nothing but what they are.
const LINE = {
  accepts: matches(/^\P{Cc}+$/u),
  rule: 'must be one line without control characters',
  code: 'malformed-field',
} as const;

const COMMON: readonly Field[] = [
  {
    key: 'messageId',
    name: 'MessageId',
    accepts: matches(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    rule: 'must be a UUID in lower case',
    code: 'malformed-field',
  },
  { key: 'topicArn', name: 'TopicArn', ...LINE },
  { key: 'message', name: 'Message', rule: 'must be well-formed text', code: 'malformed-field' },
  {
    key: 'timestamp',
    name: 'Timestamp',
    accepts: isTimestamp,
    rule: 'must be a time like 2026-03-06T19:53:21.424Z',
    code: 'malformed-field',
  },
];
const PROOF: readonly Field[] = [
  {
    key: 'signatureVersion',
    name: 'SignatureVersion',
    accepts: matches(/^[12]$/),
    rule: "must be '1' or '2'",
    code: 'signature-version-unknown',
  },
  {
    key: 'signature',
    name: 'Signature',
    accepts: isSignature,
    rule: 'must be the base64 of an RSA signature',
    code: 'malformed-field',
  },
  { key: 'signingCertUrl', name: 'SigningCertURL', ...LINE },
];
const SUBJECT: Field = {
  key: 'subject',
  name: 'Subject',
  ...LINE,
  accepts: matches(/^\P{Cc}*$/u),
  optional: true,
};
const CONFIRMATION: readonly Field[] = [
  { key: 'token', name: 'Token', ...LINE },
  { key: 'subscribeUrl', name: 'SubscribeURL', ...LINE },
];

/**
 * The fields of each type: exactly those that SNS signs, and the proof. `UnsubscribeURL` and `MessageAttributes` are not signed and so
 * are not here; nor is a `Subject` in a confirmation, or a `Token` in a notification.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export const FIELDS: Readonly<Record<SnsMessageType, readonly Field[]>> = {
  Notification: [...COMMON, SUBJECT, ...PROOF],
  SubscriptionConfirmation: [...COMMON, ...CONFIRMATION, ...PROOF],
  UnsubscribeConfirmation: [...COMMON, ...CONFIRMATION, ...PROOF],
};

/** The value as a type of message, or a refusal. */
export function checkType(value: unknown): SnsMessageType {
  // Compared one by one: a look-up in a table would find `__proto__` and `constructor` too.
  for (const type of MESSAGE_TYPES) if (value === type) return type;
  throw new Refusal('type-unknown', `'Type' must be one of ${MESSAGE_TYPES.join(', ')}`);
}

/** The value as a field's text, or a refusal. The value itself is never in the words: it is a stranger's. */
export function checkField(field: Field, value: unknown): string {
  // A lone surrogate and U+FFFD are the same bytes once encoded, so one signature would prove two texts.
  if (typeof value !== 'string' || toUSVString(value) !== value || field.accepts?.(value) === false) {
    throw new Refusal(field.code, `'${field.name}' ${field.rule}`);
  }
  return value;
}

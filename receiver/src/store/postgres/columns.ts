/**
 * Arrays as PostgreSQL reads them in its binary form: the columns of many rows, which `unnest` makes rows of. Nothing is escaped and
 * parsed, and what is no such value is refused before it is sent.
 *
 * @see https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES
 */
import { KEY_BYTES } from '../../signals/key.ts';

const OID = { bytea: 17, int8: 20, int4: 23, text: 25, uuid: 2950 } as const;
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;

/** The values of a column. */
export type Column<T> = Iterable<T> & { readonly length: number };

/** PostgreSQL's texts hold every character but U+0000, and one name with it would be refused again and again. */
export function clean(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** A column of texts. */
export function texts(values: Column<string | null>): Buffer {
  const cleaned: (string | null)[] = [];
  let bytes = 0;
  for (const value of values) {
    const text = value === null ? null : clean(required('string', value));
    cleaned.push(text);
    bytes += text === null ? 0 : Buffer.byteLength(text);
  }
  const array = begin(OID.text, cleaned.length, bytes);
  let at = HEADER_BYTES;
  for (const text of cleaned) {
    const length = text === null ? 0 : array.write(text, at + 4);
    array.writeInt32BE(text === null ? NULL_LENGTH : length, at);
    at += 4 + length;
  }
  return array;
}

/** A column of integers of 64 bits. */
export function bigints(values: Column<number>): Buffer {
  const array = begin(OID.int8, values.length, values.length * 8);
  let at = HEADER_BYTES;
  for (const value of values) {
    if (!Number.isSafeInteger(value)) throw new TypeError(`an integer is wanted, got ${typeof value} ${String(value)}`);
    array.writeInt32BE(8, at);
    array.writeInt32BE(Math.floor(value / 2 ** 32), at + 4);
    array.writeUInt32BE(value >>> 0, at + 8);
    at += 12;
  }
  return array;
}

/** A column of integers of 32 bits. */
export function integers(values: Column<number>): Buffer {
  const array = begin(OID.int4, values.length, values.length * 4);
  let at = HEADER_BYTES;
  for (const value of values) {
    array.writeInt32BE(4, at);
    array.writeInt32BE(required('number', value), at + 4);
    at += 8;
  }
  return array;
}

/** A column of keys, which lie one after the other. PostgreSQL's type for 16 bytes is `uuid`, a third narrower than `bytea`. */
export function keyColumn(keys: Uint8Array): Buffer {
  const count = keys.length / KEY_BYTES;
  if (!Number.isInteger(count)) throw new TypeError(`keys are of ${KEY_BYTES} bytes each`);
  const array = begin(OID.uuid, count, keys.length);
  for (let index = 0; index < count; index += 1) {
    const at = HEADER_BYTES + index * (4 + KEY_BYTES);
    array.writeInt32BE(KEY_BYTES, at);
    array.set(keys.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES), at + 4);
  }
  return array;
}

/** A column of bytes. */
export function byteStrings(values: readonly Uint8Array[]): Buffer {
  const array = begin(
    OID.bytea,
    values.length,
    values.reduce((bytes, value) => bytes + value.length, 0),
  );
  let at = HEADER_BYTES;
  for (const value of values) {
    array.writeInt32BE(value.length, at);
    array.set(value, at + 4);
    at += 4 + value.length;
  }
  return array;
}

/** One dimension, which counts from 1. The flag of nulls is not looked at when an array is read. */
function begin(oid: number, count: number, bytes: number): Buffer {
  const array = Buffer.allocUnsafe(HEADER_BYTES + count * 4 + bytes);
  [1, 0, oid, count, 1].forEach((word, index) => array.writeInt32BE(word, index * 4));
  return array;
}

function required<T>(type: 'string' | 'number', value: T): T {
  if (typeof value !== type) throw new TypeError(`a ${type} is wanted, got ${typeof value}`);
  return value;
}

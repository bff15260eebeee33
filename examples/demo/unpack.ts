import { gunzipSync } from 'node:zlib';
import { isObject, isRecord, type CloudTrailRecord } from './record.ts';

/** What was found in a file. */
export interface Unpacked {
  readonly records: readonly CloudTrailRecord[];
  /** Entries that are not CloudTrail records. */
  readonly others: number;
}

/** A log file of CloudTrail holds at most 50 MB of JSON, so this is nobody's real file. */
export const MAX_TEXT_BYTES = 128 * 1024 * 1024;

/**
 * The records in a file, in whichever of the usual forms: a log file (`{"Records": […]}`), an array, one record, one JSON value a line,
 * EventBridge events, or what `aws cloudtrail lookup-events` prints. Gzip is known by its first bytes, since names lie.
 *
 * @throws Error with one sentence when the file is none of these.
 */
export function unpack(bytes: Uint8Array): Unpacked {
  const entries = parse(decode(bytes)).flatMap(entriesOf);
  const records = entries.filter(isRecord);
  return { records, others: entries.length - records.length };
}

function decode(bytes: Uint8Array): string {
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes) : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    throw new Error('it is not text in UTF-8');
  }
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(tooLarge ? `it holds more than ${MAX_TEXT_BYTES >> 20} MiB` : 'its gzip data is broken', { cause: error });
  }
}

/** The JSON values in a text: one, or one a line. */
function parse(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    // What cannot be read in a file of lines is counted as an entry that is no record, and costs the other lines nothing.
    const values = lines.map((line) => tryParse(line));
    if (!values.some(isObject)) throw new Error('it is neither JSON nor JSON lines');
    return values;
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entriesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.map(unwrap);
  if (isObject(value) && Array.isArray(value['Records'])) return value['Records'].map(unwrap);
  if (isObject(value) && Array.isArray(value['Events'])) return value['Events'].map(unwrap);
  return [unwrap(value)];
}

/** The record in an event of EventBridge, or in an entry of `lookup-events`, where it is a text; anything else as it is. */
function unwrap(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (typeof value['detail-type'] === 'string') return value['detail'];
  if (typeof value['CloudTrailEvent'] === 'string') return tryParse(value['CloudTrailEvent']);
  return value;
}

import { isObject, type JsonObject } from '../json.ts';
import { isGiven } from '../sources/fields.ts';
import { objectAt } from '../sources/text.ts';
import { MAX_KEY_BYTES } from './log-file-key.ts';

/** A file that a notice names, as it was written: nothing about it is proven. */
export interface NoticedFile {
  readonly bucket: string;
  readonly key: string;
  /** S3's digest of the content, and its size in bytes, where the notice tells them. */
  readonly etag?: string;
  readonly size?: number;
}

/** What a notice says. */
export interface Notice {
  readonly files: readonly NoticedFile[];
  /** How many of its entries ask for nothing: other events than a new object, folders, empty objects. */
  readonly ignored: number;
  /** Why the rest could not be read, a sentence for each entry. */
  readonly problems: readonly string[];
}

/** More than fit into a message of SNS. */
const MAX_ENTRIES = 2_000;
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/;
const ETAG = /^[\w-]{1,128}$/;

/** A new file, nothing to do, or why it cannot be read. */
type Entry = NoticedFile | 'ignored' | { readonly problem: string };

/**
 * The files that the body of a Notification names: in S3's form, in that of CloudTrail itself, or in EventBridge's. Each entry is read
 * by itself, so that one which is wrong keeps no other from being read.
 *
 * @returns `undefined` when the body is in none of these forms.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export function readNotice(body: JsonObject): Notice | undefined {
  const entries = entriesOf(body);
  if (entries === undefined) return undefined;
  const read = entries.slice(0, MAX_ENTRIES).map((entry, index) => entry(`entry ${index + 1}`));
  const problems = read.flatMap((entry) => (typeof entry === 'object' && 'problem' in entry ? [entry.problem] : []));
  if (entries.length > MAX_ENTRIES) problems.push(`a notice has at most ${MAX_ENTRIES} entries, got: ${entries.length}`);
  return {
    files: read.filter((entry): entry is NoticedFile => typeof entry === 'object' && 'key' in entry),
    ignored: read.filter((entry) => entry === 'ignored').length,
    problems,
  };
}

type Reader = (name: string) => Entry;

function entriesOf(body: JsonObject): readonly Reader[] | undefined {
  const { Records: records, s3Bucket: bucket, s3ObjectKey: keys } = body;
  if (Array.isArray(records) && records.some(isFromS3)) return records.map((record) => (name) => s3Entry(record, name));
  if (typeof bucket === 'string' && Array.isArray(keys)) return keys.map((key) => (name) => file({ bucket, key }, name));
  // CloudTrail's events about S3 have the same source.
  const type = body['detail-type'];
  if (body['source'] !== 'aws.s3' || typeof type !== 'string' || !type.startsWith('Object ')) return undefined;
  return [(name) => (type === 'Object Created' ? eventEntry(objectAt(body, 'detail'), name) : 'ignored')];
}

const isFromS3 = (record: unknown) => isObject(record) && (record['eventSource'] === 'aws:s3' || isObject(record['s3']));

function s3Entry(record: unknown, name: string): Entry {
  if (!isObject(record)) return { problem: `${name} must be an object` };
  // Members are added within a major version, and none is changed.
  if (!/^2(\.|$)/.test(String(record['eventVersion']))) return { problem: `${name} must have an \`eventVersion\` of 2.x` };
  const event = record['eventName'];
  if (typeof event !== 'string') return { problem: `${name} lacks an \`eventName\`` };
  if (!/^(s3:)?ObjectCreated:/.test(event)) return 'ignored';
  const [bucket, object] = [objectAt(objectAt(record, 's3'), 'bucket'), objectAt(objectAt(record, 's3'), 'object')];
  const key = decoded(object['key']);
  if (key === undefined) return { problem: `${name} has a key that is not URL-encoded as S3 does it` };
  return file({ bucket: bucket['name'], key, etag: object['eTag'], size: object['size'] }, name);
}

function eventEntry(detail: JsonObject, name: string): Entry {
  const object = objectAt(detail, 'object');
  const { key, etag, size } = object;
  return file({ bucket: objectAt(detail, 'bucket')['name'], key, etag, size }, name);
}

/** S3 writes a space as a plus, and a plus in percent. What is no text stays as it is. */
function decoded(key: unknown): unknown {
  if (typeof key !== 'string') return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

interface Named {
  readonly bucket: unknown;
  readonly key: unknown;
  readonly etag?: unknown;
  readonly size?: unknown;
}

function file({ bucket, key, etag, size }: Named, name: string): Entry {
  if (typeof bucket !== 'string' || !BUCKET.test(bucket)) return { problem: `${name} lacks the name of a bucket` };
  if (typeof key !== 'string' || key === '') return { problem: `${name} lacks the key of an object` };
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return { problem: `${name} has a key of more than ${MAX_KEY_BYTES} bytes` };
  if (key.endsWith('/') || size === 0) return 'ignored';
  if (isGiven(etag) && !(typeof etag === 'string' && ETAG.test(etag))) return { problem: `${name} has an etag that is none` };
  return {
    bucket,
    key,
    ...(typeof etag === 'string' && etag !== '' && { etag }),
    ...(typeof size === 'number' && Number.isSafeInteger(size) && size > 0 && { size }),
  };
}

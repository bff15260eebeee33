/** What a file in CloudTrail's part of a bucket holds. Digests list log files; the other three hold records. */
export type LogFileKind = 'records' | 'insight' | 'network-activity' | 'digest';

/** What a log file's key says. */
export interface LogFileKey {
  readonly kind: LogFileKind;
  /** All before `AWSLogs/`: empty, or ending with a slash. */
  readonly prefix: string;
  /** Where an organization's trail wrote it. */
  readonly organizationId?: string;
  readonly accountId: string;
  readonly region: string;
  /** When it was delivered, to the minute, in milliseconds since 1970; of a digest the day. */
  readonly time: number;
}

/** S3's limit on a key, in bytes. */
export const MAX_KEY_BYTES = 1024;

/** By the folder. Others that CloudTrail may write there, such as CloudTrail-Aggregated, hold no records. */
const KINDS: ReadonlyMap<string, LogFileKind> = new Map([
  ['CloudTrail', 'records'],
  ['CloudTrail-Insight', 'insight'],
  ['CloudTrail-NetworkActivity', 'network-activity'],
  ['CloudTrail-Digest', 'digest'],
]);

const ROOT = 'AWSLogs/';
const PATH =
  /^(?:(o-[a-z0-9]{10,32})\/)?(\d{12})\/(CloudTrail(?:-[A-Za-z]{1,32})?)\/([a-z0-9-]{1,32})\/(\d{4})\/(\d\d)\/(\d\d)\/([^/]{1,512})$/;
/** The minute, and what keeps two files of one minute apart. A digest's also names its trail. */
const NAME =
  /^(\d{12})_(CloudTrail(?:-[A-Za-z]{1,32})?)_([a-z0-9-]{1,32})_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[A-Za-z0-9]{1,64}\.json\.gz$/;
const DIGEST_NAME = /^(\d{12})_(CloudTrail-Digest)_([a-z0-9-]{1,32})_[^/]{1,400}\.json\.gz$/;
/** No trail has such a prefix, and a path with dots in it may be read as another. */
const STRANGE = /\p{Cc}|(?:^|\/)\.{1,2}\//u;

/**
 * Reads an S3 key as that of a file which CloudTrail delivered.
 *
 * @returns `undefined` for a key of anything else.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function parseLogFileKey(key: string): LogFileKey | undefined {
  if (key.length > MAX_KEY_BYTES || Buffer.byteLength(key) > MAX_KEY_BYTES) return undefined;
  const root = key.lastIndexOf(ROOT);
  const prefix = key.slice(0, Math.max(root, 0));
  if (root === -1 || !(prefix === '' || prefix.endsWith('/')) || STRANGE.test(prefix)) return undefined;

  const [, organizationId, accountId = '', folder = '', region = '', year, month, day, name = ''] =
    PATH.exec(key.slice(root + ROOT.length)) ?? [];
  const kind = KINDS.get(folder);
  if (kind === undefined) return undefined;
  const parts = (kind === 'digest' ? DIGEST_NAME : NAME).exec(name);
  // The name repeats what the path says. Only the folder's name may be the common one.
  if (parts?.[1] !== accountId || parts[3] !== region || ![folder, 'CloudTrail'].includes(parts[2] ?? '')) return undefined;
  const time = kind === 'digest' ? instant(year, month, day, '00', '00') : instant(...parts.slice(4, 9));
  return time === undefined
    ? undefined
    : { kind, prefix, ...(organizationId === undefined ? {} : { organizationId }), accountId, region, time };
}

/** `undefined` for a day or an hour that no calendar has. */
function instant(...[year, month, day, hour, minute]: readonly (string | undefined)[]): number | undefined {
  const text = `${year}-${month}-${day}T${hour}:${minute}:00.000Z`;
  const time = Date.parse(text);
  // Date.parse takes the 31st of February for the 3rd of March.
  return !Number.isNaN(time) && new Date(time).toISOString() === text ? time : undefined;
}

/**
 * Log files as CloudTrail writes them, made up: the same seed gives the same file. The mix is that of an account at work: most of it
 * reads by roles of services and by tools, some of it denied, now and then a person, a large request, or a name that is not ASCII.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Kind, KINDS } from './log-records.ts';
import { random, type Random } from './random.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
/** The key of such a file. */
export const LOG_FILE_KEY = keyOf(0);

/** A log file. */
export interface LogFile {
  readonly key: string;
  readonly gzip: Buffer;
  /** Of the JSON in it. */
  readonly bytes: number;
  readonly records: number;
  /** Whether it has no other character. Where it has a single one, its text takes twice the memory. */
  readonly isAscii: boolean;
}

/** A log file of so many records. Half of the seeds give ASCII alone, as half of the accounts do. */
export function logFile(seed: number, records: number): LogFile {
  const isAscii = seed % 2 === 0;
  const text = `{"Records":[${recordTexts(seed, records).join(',')}]}`;
  const json = isAscii ? text.replace(/[^ -~]/g, 'x') : text;
  return { key: keyOf(seed), gzip: gzipSync(json), bytes: Buffer.byteLength(json), records, isAscii };
}

function keyOf(seed: number): string {
  const unique = createHash('sha256').update(String(seed)).digest('hex').slice(0, 16);
  const day = `2026/03/${String((seed % 28) + 1).padStart(2, '0')}`;
  const name = `${ACCOUNT}_CloudTrail_${REGION}_${day.replaceAll('/', '')}T1205Z_${unique}.json.gz`;
  return `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${day}/${name}`;
}

/** The records of such a file, each as it stands there. */
export function recordTexts(seed: number, count: number): string[] {
  const next = random(seed);
  const start = Date.UTC(2026, 2, (seed % 28) + 1, 12);
  return Array.from({ length: count }, (_, index) => JSON.stringify(record(next, index, start + index * 60)));
}

const WEIGHT = KINDS.reduce((sum, { weight }) => sum + weight, 0);

function kindOf(next: Random): Kind {
  let at = next.below(WEIGHT);
  return KINDS.find(({ weight }) => (at -= weight) < 0) ?? KINDS[0]!;
}

/** In the order of names that CloudTrail itself writes. */
function record(next: Random, index: number, time: number): object {
  const kind = kindOf(next);
  const isDenied = kind.readOnly && next.below(14) === 0;
  const eventTime = `${new Date(time).toISOString().slice(0, 19)}Z`;
  return {
    eventVersion: '1.11',
    userIdentity: kind.identity(next, index),
    eventTime,
    eventSource: kind.source,
    eventName: kind.name,
    awsRegion: REGION,
    ...kind.caller(next),
    ...(isDenied && {
      errorCode: 'AccessDenied',
      errorMessage: `User: arn:aws:sts::${ACCOUNT}:assumed-role/reporting/botocore-session-${next.below(99)} is not authorized to perform: ${kind.source.split('.')[0]}:${kind.name} on resource: * because no identity-based policy allows the ${kind.name} action`,
    }),
    requestParameters: kind.request(next),
    responseElements: isDenied ? null : kind.response(next, eventTime),
    ...kind.more?.(next),
    requestID: next.uuid(),
    eventID: next.uuid(),
    readOnly: kind.readOnly,
    ...(kind.resources && { resources: kind.resources(next) }),
    eventType: kind.type ?? 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    ...(next.below(3) === 0 && { sharedEventID: next.uuid() }),
    eventCategory: 'Management',
    ...(kind.type === undefined &&
      next.below(3) > 0 && {
        tlsDetails: {
          tlsVersion: 'TLSv1.3',
          cipherSuite: 'TLS_AES_128_GCM_SHA256',
          clientProvidedHostHeader: `${kind.source.split('.')[0]}.${REGION}.amazonaws.com`,
        },
      }),
  };
}

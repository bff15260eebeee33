/** What the tests of a store put into it. */
import { randomUUID } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { recordView } from '../../../receiver/src/archive/view.ts';
import type { Signal } from '../../../receiver/src/index.ts';
import { signalKey } from '../../../receiver/src/signals/key.ts';
import type {
  Delivery,
  FileBatch,
  Job,
  NewConfirmation,
  NewFile,
  SignalBlock,
  Store,
} from '../../../receiver/src/store/store.ts';
import { record } from '../receiver.ts';

export const DAY_MS = 86_400_000;

/** A signal of this event id. */
export const signalOf = (eventId: string, more: Partial<Signal> = {}): Signal => ({
  id: `cloudtrail:111122223333:us-east-1:${eventId}`,
  source: 'cloudtrail',
  kind: 'AwsApiCall',
  accountId: '111122223333',
  region: 'us-east-1',
  time: '2026-01-02T03:04:05.000Z',
  receivedAt: '2026-01-02T03:05:00.000Z',
  eventId,
  eventName: 'CreateUser',
  eventSource: 'iam.amazonaws.com',
  severityId: 1,
  title: 'CreateUser on iam.amazonaws.com',
  actor: {},
  resources: [],
  provenance: [{ path: 'eventbridge', topicArn: 'arn:t', messageId: 'm' }],
  rawSha256: '0'.repeat(64),
  raw: {},
  ...more,
});

/** A delivery with one signal of this event id. */
export const deliveryOf = (eventId: string, more: Partial<Delivery> = {}): Delivery => ({
  webhook: 'default',
  topicArn: 'arn:t',
  messageId: randomUUID(),
  type: 'Notification',
  receivedAt: 1,
  envelope: '{}',
  outcome: 'signals',
  signals: [{ signal: signalOf(eventId), rawText: '{"n": 1.0}' }],
  ...more,
});

/** A delivery of one signal at this time. */
export const deliveryAt = (eventId: string, time: number, more: Partial<Signal> = {}): Delivery =>
  deliveryOf(eventId, {
    signals: [{ signal: signalOf(eventId, { time: new Date(time).toISOString(), ...more }), rawText: '{}' }],
  });

export const confirmationOf = (token: string, more: Partial<NewConfirmation> = {}): NewConfirmation => ({
  webhook: 'default',
  topicArn: 'arn:t',
  messageId: randomUUID(),
  token,
  envelope: '{}',
  receivedAt: 100,
  expiresAt: 1_000,
  ...more,
});

/** The bucket of every file. */
export const BUCKET = 'trail-logs';

export const fileOf = (key: string, more: Partial<NewFile> = {}): NewFile => ({
  bucket: BUCKET,
  key,
  monitor: 'trail',
  foundBy: 'notice',
  foundAt: 100,
  ...more,
});

/** The text of a record of a log file, as no serializer would write it: a byte more or less shows. */
export const recordText = (eventID: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify(record({ eventID, ...more })).replace('{', '{ "größe": 1.0, ');

/** The time of a {@link recordText} that says nothing else. */
export const RECORD_TIME = Date.parse('2026-01-02T03:04:05Z');

/** The block of these records' texts. */
export function blockOf(texts: readonly string[]): SignalBlock {
  const signals = texts.map((text) => recordView(text, { bucket: BUCKET, key: 'k' }, 0));
  let end = 0;
  return {
    keys: Buffer.concat(signals.map(({ id }) => signalKey(id))),
    times: Float64Array.from(signals, ({ time }) => Date.parse(time)),
    accountIds: signals.map(({ accountId }) => accountId),
    eventNames: signals.map(({ eventName }) => eventName),
    ends: Uint32Array.from(texts, (text) => (end += Buffer.byteLength(text))),
    texts: zstdCompressSync(Buffer.from(texts.join(''))),
  };
}

/** Queues a file, and gives the job that reads it. */
export async function claimFile(store: Store, key: string, more: Partial<NewFile> = {}): Promise<Job> {
  await store.addFiles([fileOf(key, more)]);
  return claimOne(store, 1_000);
}

/** The job whose turn it is. */
export async function claimOne(store: Store, now: number, owner = 'worker'): Promise<Job> {
  const [job] = await store.claimJobs(owner, now, 60_000, 1);
  if (job === undefined) throw new Error('no job is due');
  return job;
}

/** The last batch of a file, with these records in one block. */
export const batchOf = (lease: Job, texts: readonly string[], more: Partial<FileBatch> = {}): FileBatch => ({
  lease,
  file: { bucket: BUCKET, key: (JSON.parse(lease.payload) as { key: string }).key },
  receivedAt: 5_000,
  blocks: texts.length === 0 ? [] : [blockOf(texts)],
  bad: [],
  records: texts.length,
  last: true,
  ...more,
});

/** Everything that is there, newest first. */
export async function allSignals(store: Store) {
  return (await store.signals({ limit: 500 })).signals;
}

/** The event ids of everything that is there, newest first. */
export async function allEventIds(store: Store): Promise<string[]> {
  return (await allSignals(store)).map(({ signal }) => signal.eventId);
}

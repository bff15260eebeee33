import { AwsStub, RECEIVER_ENV } from '../../../test/support/aws-stub.ts';
import { recordingLogger } from '../../../test/support/receiver.ts';
import { createBuckets, type Buckets } from '../aws/buckets.ts';
import { openStore } from '../open-store.ts';
import { Registry } from '../registry/registry.ts';
import type { Store } from '../store/store.ts';
import { findGapsChore } from './find-gaps.ts';

const ACCOUNT = '111122223333';
const BUCKET = 'trail-logs';
const PREFIX = `AWSLogs/${ACCOUNT}/`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;
const START = Date.UTC(2026, 0, 2, 12);
const HOUR = 3_600_000;
const keyOf = (unique: string) =>
  `${PREFIX}CloudTrail/us-east-1/2026/01/02/${ACCOUNT}_CloudTrail_us-east-1_20260102T0305Z_${unique}.json.gz`;

let stub: AwsStub;
let store: Store;
let buckets: Buckets;
let clock: number;
let found: number[];
const log = recordingLogger();

beforeEach(async () => {
  stub = await AwsStub.start();
  Object.assign(process.env, RECEIVER_ENV);
  buckets = createBuckets({ endpoint: stub.url, region: 'us-east-1' }, () => clock);
  store = openStore(':memory:');
  clock = START;
  found = [];
  stub.role(ROLE, { externalIds: ['the-external-id'] });
  stub.bucket(BUCKET, { owner: ACCOUNT, region: 'us-east-1' });
  await setAccount('connected');
  const settings = { buckets: [{ bucket: BUCKET, prefix: PREFIX, accountId: ACCOUNT, region: 'us-east-1' }] };
  const monitor = { name: 'trail', kind: 'cloudtrail' as const, topicArns: [], minimumSignatureVersion: 1 as const, settings };
  await store.changeWorkspace([{ set: 'monitor', value: monitor }]);
});
afterEach(async () => {
  await buckets.close();
  await store.close();
  await stub.stop();
});

const setAccount = (state: 'connected' | 'unproven') =>
  store.changeWorkspace([{ set: 'account', value: { id: ACCOUNT, roleArn: ROLE, externalId: 'the-external-id', state } }]);
const put = (unique: string) => stub.put(BUCKET, keyOf(unique), 'x', { lastModified: new Date(clock) });
async function round(): Promise<void> {
  const registry = new Registry(store, { webhooks: [], monitors: [] });
  const now = () => clock;
  const chore = findGapsChore({ store, registry, buckets, log, now, found: (files) => void found.push(files) });
  await chore.run(new AbortController().signal);
}
const queued = async () => (await store.jobs({ limit: 9, now: clock })).map(({ key }) => key.slice(-12)).sort();

test('what no notice announced is queued, and what is known is not', async () => {
  for (const unique of ['aaaa', 'bbbb']) put(unique);
  await store.addFiles([{ bucket: BUCKET, key: keyOf('aaaa'), monitor: 'trail', foundBy: 'notice', foundAt: clock }]);
  clock += HOUR;
  await round();
  expect(await queued()).toEqual(['aaaa.json.gz', 'bbbb.json.gz']);
  expect(found).toEqual([1]);
});

test('a file that a whole round has seen is no gap when the store has forgotten it', async () => {
  put('aaaa');
  clock += 2 * HOUR;
  await round();
  const [job] = await store.claimJobs('me', clock, 60_000, 1);
  const file = { bucket: BUCKET, key: keyOf('aaaa') };
  await store.saveFileBatch({ lease: job!, file, receivedAt: clock, blocks: [], bad: [], records: 0, last: true });
  clock += 40 * 24 * HOUR;
  while (await store.keepHouse(clock, { signalsBefore: undefined, messagesBefore: clock - 30 * 24 * HOUR, cursors: [] }));
  expect(await store.file(file)).toBeUndefined();
  await round();
  expect(await queued()).toEqual([]);
  put('late');
  clock += HOUR;
  await round();
  expect(await queued()).toEqual(['late.json.gz']);
});

test('the bucket of an account that is not connected is left alone, and one that cannot be listed is told of', async () => {
  put('aaaa');
  clock += HOUR;
  await setAccount('unproven');
  await round();
  expect(stub.calls).toEqual([]);
  await setAccount('connected');
  stub.fail('ListObjectsV2', 403, 'AccessDenied', { times: 9 });
  await round();
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'a bucket could not be listed' }));
  stub.recover();
  await round();
  expect(await queued()).toEqual(['aaaa.json.gz']);
});

/** A receiver with an account that is connected, and a bucket of log files behind the tests' own stub of STS and S3. */
import { gzipSync } from 'node:zlib';
import type { ReceiverOptions } from '../../receiver/src/index.ts';
import { AwsStub, RECEIVER_ENV } from './aws-stub.ts';
import { API_TOKEN, notification, startReceiver, TOPIC, type TestReceiver } from './receiver.ts';

export const ACCOUNT = '111122223333';
export const BUCKET = 'trail-logs';
export const PREFIX = `AWSLogs/${ACCOUNT}/`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;

/** A log file's key. */
export const keyOf = (unique: string, kind = 'CloudTrail') =>
  `${PREFIX}${kind}/us-east-1/2026/01/02/${ACCOUNT}_${kind}_us-east-1_20260102T0305Z_${unique}.json.gz`;

/** CloudTrail's own notice. */
export const noticeOf = (...keys: string[]) => ({ s3Bucket: BUCKET, s3ObjectKey: keys });

export interface ArchiveReceiver extends TestReceiver {
  readonly stub: AwsStub;
  /** Asks `/api`. */
  api(method: string, route: string, body?: unknown): Promise<{ readonly status: number; readonly body: any }>;
  /** Puts a log file into the bucket. */
  put(key: string, records: readonly unknown[]): void;
  /** Delivers the notice of these files, and gives the answer. */
  announce(...keys: string[]): Promise<{ status: number; body: Record<string, unknown> }>;
}

/** Starts one. The account is proven by STS as the stub has it, unless `connect` is false. */
export async function startArchiveReceiver(options: ReceiverOptions & { connect?: boolean } = {}): Promise<ArchiveReceiver> {
  const { connect = true, ...rest } = options;
  const stub = await AwsStub.start();
  Object.assign(process.env, RECEIVER_ENV);
  stub.bucket(BUCKET, { owner: ACCOUNT, region: 'us-east-1' });
  const it = await startReceiver({ aws: { endpoint: stub.url, region: 'us-east-1' }, topics: [], ...rest });
  const api: ArchiveReceiver['api'] = async (method, route, body) => {
    const response = await it.receiver.app.request(`/api${route}`, {
      method,
      headers: { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const { externalId } = (await api('GET', '/workspace')).body as { externalId: string };
  stub.role(ROLE, { externalIds: [externalId] });
  const buckets = [{ bucket: BUCKET, prefix: PREFIX, accountId: ACCOUNT, region: 'us-east-1' }];
  const applied = await api('POST', connect ? '/apply' : '/apply?connect=false', {
    accounts: [{ id: ACCOUNT, roleArn: ROLE }],
    monitors: [{ name: 'archive', kind: 'cloudtrail', topicArns: [TOPIC], buckets }],
  });
  if (applied.status !== 200) throw new Error(JSON.stringify(applied));
  if (connect) {
    const proven = await api('POST', `/accounts/${ACCOUNT}/connect`);
    if (proven.status !== 200) throw new Error(JSON.stringify(proven));
  }
  return {
    ...it,
    stub,
    api,
    put: (key, records) => stub.put(BUCKET, key, gzipSync(JSON.stringify({ Records: records }))),
    announce: (...keys) => it.post(it.authority.seal(notification(noticeOf(...keys)))),
    async close() {
      await it.close();
      await stub.stop();
    },
  };
}

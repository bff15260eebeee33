/**
 * The whole way of a log file: role and archive as their templates make them, a bucket with SSE-KMS, its notification by SNS over https to
 * the receiver, the role assumed and the file read by it, and signals. The emulator judges neither trust nor keys, so the proof of the
 * account is the test's word here: what is denied is shown against a stub that denies (receiver/src/aws, receiver/src/archive).
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { needs } from '../support/needs.ts';
import { API_TOKEN, eventually, record } from '../support/receiver.ts';
import { path } from './example.ts';
import { ACCOUNT, startReceiverEndpoint, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT } from './roles.ts';
import { createStack } from './stack.ts';

const REGION = 'us-east-1';
const BUCKET = 'acme-logs';
const PREFIX = `AWSLogs/${ACCOUNT}/`;
const template = (name: string) => readFileSync(path(`cloudformation/${name}.template.yaml`), 'utf8');
const keyOf = (unique: string, kind = 'CloudTrail') =>
  `${PREFIX}${kind}/${REGION}/2026/11/22/${ACCOUNT}_${kind}_${REGION}_20261122T2000Z_${unique}.json.gz`;

needs(['moto'], 'a log file in a bucket with SSE-KMS becomes signals', () => {
  let it: ReceiverEndpoint;
  let s3: S3Client;
  const api = async (method: string, route: string, body?: unknown) => {
    const response = await it.receiver.app.request(`/api${route}`, {
      method,
      headers: { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
    return JSON.parse(text === '' ? '{}' : text);
  };
  const put = (key: string, records: readonly object[]) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: gzipSync(JSON.stringify({ Records: records })) }));
  const own = (more: object = {}) => record({ recipientAccountId: ACCOUNT, awsRegion: REGION, ...more });

  beforeAll(async () => {
    it = await startReceiverEndpoint({ apiToken: API_TOKEN, prove: async () => ({ state: 'connected' }) });
    const { KeyMetadata } = await it.ask<{ KeyMetadata: { Arn: string } }>('kms', 'create-key');
    await it.ask('s3', 'create-bucket', { Bucket: BUCKET });
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyMetadata.Arn } }];
    await it.ask('s3', 'put-bucket-encryption', { Bucket: BUCKET, ServerSideEncryptionConfiguration: { Rules } });

    const { externalId } = await api('GET', '/workspace');
    const role = { PrincipalArn: AGENT, ExternalId: externalId, HomeRegion: REGION };
    const { RoleArn } = await createStack(it, 'role', template('integration-role'), role);
    const { TopicArn } = await createStack(it, 'archive', template('cloudtrail-archive'), {
      BucketName: BUCKET,
      Prefix: PREFIX,
      Notification: 'merge',
      BucketKeyArn: KeyMetadata.Arn,
      WebhookUrl: await it.createWebhook('archive'),
    });
    await api('POST', '/apply', {
      accounts: [{ id: ACCOUNT, roleArn: RoleArn }],
      monitors: [
        {
          name: 'archive',
          kind: 'cloudtrail',
          topicArns: [TopicArn],
          buckets: [{ bucket: BUCKET, prefix: PREFIX, accountId: ACCOUNT }],
        },
      ],
    });
    await it.confirmed(String(TopicArn), 1);
    s3 = new S3Client({ region: REGION, forcePathStyle: true, endpoint: it.emulator.url });
  }, 120_000);
  afterAll(async () => {
    s3?.destroy();
    await it?.stop();
  });

  test('each record is a signal that says in which file it was', async () => {
    const ids = ['loop-1', 'loop-2', 'loop-3'];
    const { ServerSideEncryption } = await put(
      keyOf('aaaa'),
      ids.map((eventID) => own({ eventID })),
    );
    expect(ServerSideEncryption).toBe('aws:kms');
    const found = await eventually(async () => {
      const signals = await it.receiver.signals({ limit: 100 });
      return signals.length === 3 && signals;
    });
    expect(found.map(({ eventId }) => eventId).sort()).toEqual(ids);
    expect(found[0]).toMatchObject({
      accountId: ACCOUNT,
      provenance: [{ path: 's3', bucket: BUCKET, key: keyOf('aaaa') }],
      raw: { eventName: 'CreateUser' },
    });
  });

  test('a digest beside it is left, and what is bad in a file is a dead letter alone', async () => {
    const before = (await it.receiver.signals({ limit: 100 })).length;
    await put(keyOf('bbbb', 'CloudTrail-Digest'), []);
    await put(keyOf('cccc'), [own({ eventID: 'good' }), own({ eventID: 'foreign', recipientAccountId: '999988887777' })]);
    await eventually(async () => (await it.receiver.signals({ limit: 100 })).length === before + 1);
    const { jobs } = await eventually(async () => {
      const dead = await api('GET', '/jobs?state=dead');
      return dead.jobs.length > 0 && dead;
    });
    expect(jobs).toMatchObject([{ kind: 'record', reason: expect.stringMatching(/^account-mismatch: /) }]);
  });
});

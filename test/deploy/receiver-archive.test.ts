/**
 * The role and the archive as their templates make them, and a log file read out of a bucket with SSE-KMS as the receiver reads it. The
 * emulator judges neither trust nor keys: what is denied is shown beside the receiver's clients, against a stub that denies.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AwsAccess } from '../../receiver/src/aws/access.ts';
import { bucketOf, type Bucket } from '../../receiver/src/aws/bucket.ts';
import { proveConnection } from '../../receiver/src/aws/connect.ts';
import { parseQueueUrl } from '../../receiver/src/aws/queue-url.ts';
import { redriveQueue, type TakeDeadLetter } from '../../receiver/src/aws/redrive-queue.ts';
import { findGaps, type Gaps } from '../../receiver/src/aws/gaps.ts';
import { S3 } from '../../receiver/src/aws/s3.ts';
import { Sessions } from '../../receiver/src/aws/sessions.ts';
import { Sts } from '../../receiver/src/aws/sts.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { event, notification, record } from '../support/receiver.ts';
import { logFile, PREFIX } from './archive/deployed.ts';
import { path } from './example.ts';
import { ACCOUNT } from './receiver-endpoint.ts';
import { AGENT } from './roles.ts';
import { createStack } from './stack.ts';

const MINUTE = 60_000;
const REGION = 'eu-west-1';
const BUCKET = 'acme-logs';
const EXTERNAL_ID = 'workspace-1';
const CONTENT = gzipSync(JSON.stringify({ Records: [record()] }));
const template = (name: string) => readFileSync(path(`cloudformation/${name}.template.yaml`), 'utf8');

needs(['moto'], 'log files in a bucket with SSE-KMS, by the role of the template', () => {
  let emulator: Emulator;
  let access: AwsAccess;
  let sts: Sts;
  let bucket: Bucket;
  let roleArn: string;
  const there = {
    ask: <T>(service: string, operation: string, input = {}) =>
      emulator.ask(service, operation, input, { region: REGION }) as Promise<T>,
  };
  const role = () => ({ accountId: ACCOUNT, roleArn, externalId: EXTERNAL_ID });
  const pin = { bucket: BUCKET, prefix: PREFIX, accountId: ACCOUNT };

  beforeAll(async () => {
    emulator = await startEmulator();
    for (const name of Object.keys(emulator.env).filter((each) => each.startsWith('AWS_')))
      process.env[name] = emulator.env[name];

    const { KeyMetadata } = await there.ask<{ KeyMetadata: { Arn: string } }>('kms', 'create-key');
    await there.ask('s3', 'create-bucket', { Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } });
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyMetadata.Arn } }];
    await there.ask('s3', 'put-bucket-encryption', { Bucket: BUCKET, ServerSideEncryptionConfiguration: { Rules } });
    const { RoleArn } = await createStack(there, 'role', template('integration-role'), {
      PrincipalArn: AGENT,
      ExternalId: EXTERNAL_ID,
      HomeRegion: REGION,
    });
    roleArn = String(RoleArn);
    await createStack(there, 'archive', template('cloudtrail-archive'), {
      BucketName: BUCKET,
      Prefix: PREFIX,
      Notification: 'manual',
      BucketKeyArn: KeyMetadata.Arn,
    });
    const cloudtrail = new S3Client({ region: REGION, forcePathStyle: true });
    const put = await cloudtrail.send(new PutObjectCommand({ Bucket: BUCKET, Key: logFile(), Body: CONTENT }));
    expect(put.ServerSideEncryption).toBe('aws:kms');
    cloudtrail.destroy();

    access = new AwsAccess();
    sts = new Sts(access);
    bucket = bucketOf(new S3(access, new Sessions(sts)), role(), pin);
  }, MINUTE);
  afterAll(async () => {
    access?.close();
    await emulator?.stop();
  });

  test("a log file is read by the account's role, in the bucket's own Region, which nobody said", async () => {
    const { body, contentLength } = await bucket.getObject(logFile());
    const read = Buffer.concat(await body.toArray());
    expect(contentLength).toBe(CONTENT.length);
    expect(JSON.parse(gunzipSync(read).toString('utf8'))).toHaveProperty('Records.0.eventName', 'CreateUser');
  });

  test('a log file that nobody announced is found', async () => {
    const gaps = findGaps(pin, {
      list: (request) => bucket.listObjects(request),
      knownKeys: async () => new Set(),
      marks: new Map(),
      // Well behind the file's own day, and the hour in which it was put.
      now: Math.max(Date.parse('2026-11-24T00:00:00Z'), Date.now() + 60 * MINUTE),
      since: Date.parse('2026-11-20T00:00:00Z'),
    });
    const found: Gaps[] = [];
    for await (const each of gaps) found.push(each);
    expect(found.flatMap(({ keys }) => keys.map(({ key }) => key))).toEqual([logFile()]);
    expect(found.at(-1)?.complete).toBe(true);
  });

  test('the proof of a connection fails, since the emulator lets anybody take the role: which is what it is there to see', async () => {
    expect(await proveConnection(sts, role())).toMatchObject({ state: 'failed', code: 'external-id-not-required' });
  });

  test('a dead-letter queue is emptied of what is stored, and keeps the rest', async () => {
    const { QueueUrl } = await there.ask<{ QueueUrl: string }>('sqs', 'create-queue', { QueueName: 'dead' });
    const sealed = JSON.stringify({ ...notification('x'), Signature: 'x' });
    const RULE_ARN = { DataType: 'String', StringValue: `arn:aws:events:${REGION}:${ACCOUNT}:rule/x` };
    for (const MessageBody of [sealed, sealed, 'x']) await there.ask('sqs', 'send-message', { QueueUrl, MessageBody });
    const MessageBody = JSON.stringify(event(record()));
    await there.ask('sqs', 'send-message', { QueueUrl, MessageBody, MessageAttributes: { RULE_ARN } });
    const taken: string[] = [];
    const take: TakeDeadLetter = async (_, source) => {
      taken.push(source);
      return 'stored';
    };
    const queue = { ...parseQueueUrl(QueueUrl, true), region: REGION };
    const result = await redriveQueue(access, queue, { take, waitSeconds: 0, unverifiedEventBridge: true });
    expect(taken.sort()).toEqual(['eventbridge', 'sns', 'sns']);
    expect(result).toMatchObject({ received: 4, stored: 3, ended: 'empty', left: [{ count: 1 }] });
    type Attributes = { Attributes: Record<string, string> };
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
    const { Attributes: counts } = await there.ask<Attributes>('sqs', 'get-queue-attributes', { QueueUrl, AttributeNames });
    expect(Object.values(counts).sort()).toEqual(['0', '1']);
  });
});

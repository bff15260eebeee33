import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { MessageKey } from '../../receiver/lib/store/store.js';
import { AwsStub } from '../support/aws-stub.ts';
import { WEBHOOK } from './webhook.ts';
import { createAuthority } from '../support/sns-authority.ts';

const ACCOUNT = '111122223333';
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:clarion-cloudtrail`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;
const EXTERNAL_ID = 'crash-test-external-id';
const BUCKET = 'trail-logs';
const RECORDS_IN_FILE = 400;
/** One event in so many comes by both ways. */
const SHARED = 10;

/** A message that SNS would deliver until it is answered 200, and the events that must then be signals. */
export interface Sent {
  readonly key: MessageKey;
  readonly body: string;
  readonly eventIds: readonly string[];
}

/** What is around the receivers: an SNS that signs, and an S3 that has log files. */
export async function createWorld() {
  const authority = await createAuthority({ notBefore: new Date(Date.now() - 30 * 86_400_000) });
  const stub = await AwsStub.start();
  const token = randomBytes(32).toString('base64url');
  stub.role(ROLE, { externalIds: [EXTERNAL_ID] });
  stub.bucket(BUCKET, { owner: ACCOUNT, region: 'us-east-1' });
  let [files, events] = [0, 0];

  const record = (eventID: string) => ({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ada`, accountId: ACCOUNT, userName: 'ada' },
    eventTime: new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString().replace('.000', ''),
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2',
    requestParameters: { userName: `user-${eventID}` },
    eventID,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  });
  const sealed = (message: object): Pick<Sent, 'key' | 'body'> => {
    const fields = { Type: 'Notification', MessageId: randomUUID(), TopicArn: TOPIC, Message: JSON.stringify(message) };
    const body = JSON.stringify(authority.seal({ ...fields, Timestamp: new Date().toISOString() }));
    return { key: { webhook: WEBHOOK, topicArn: TOPIC, messageId: fields.MessageId }, body };
  };
  const event = (eventID: string): Sent => {
    const detail = record(eventID);
    const around = { version: '0', id: randomUUID(), 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.iam' };
    const event = { ...around, account: ACCOUNT, time: detail.eventTime, region: 'us-east-1', resources: [], detail };
    return { ...sealed(event), eventIds: [eventID] };
  };
  const file = (eventIds: readonly string[]): Sent => {
    const day = new Date().toISOString().slice(0, 10);
    const at = `${day.replaceAll('-', '')}T0000Z`;
    const name = `${ACCOUNT}_CloudTrail_us-east-1_${at}_${String((files += 1)).padStart(16, 'x')}.json.gz`;
    const key = `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/${day.replaceAll('-', '/')}/${name}`;
    stub.put(BUCKET, key, gzipSync(JSON.stringify({ Records: eventIds.map(record) })));
    return { ...sealed({ s3Bucket: BUCKET, s3ObjectKey: [key] }), eventIds };
  };

  return {
    pem: authority.pem,
    endpoint: stub.url,
    path: `/hooks/${token}`,
    tokenSha256: createHash('sha256').update(token).digest('hex'),
    workspace: {
      monitor: {
        ...{ name: 'trail', kind: 'cloudtrail' as const, topicArns: [TOPIC], minimumSignatureVersion: 1 as const },
        settings: { buckets: [{ bucket: BUCKET, prefix: `AWSLogs/${ACCOUNT}/`, accountId: ACCOUNT, region: 'us-east-1' }] },
      },
      account: { id: ACCOUNT, roleArn: ROLE, externalId: EXTERNAL_ID, state: 'connected' as const },
    },
    /** The next event, as EventBridge tells of it. */
    nextEvent: () => event(`event-${(events += 1)}`),
    /** The next log file, some of whose events came by EventBridge as well. */
    nextFile() {
      const first = events;
      const own = Array.from({ length: RECORDS_IN_FILE }, (_, index) => `file-${files}-${index}`);
      return file(own.map((id, index) => (index % SHARED === 0 && first > index ? `event-${first - index}` : id)));
    },
    stop: () => stub.stop(),
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Verified messages a second on one thread, from the bytes of the request to a proven message: ours against npm `sns-validator`. */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import https from 'node:https';
import { parseEnvelope, Verifier } from 'clarion-receiver';
import MessageValidator from 'sns-validator';
import { createAuthority, type SnsAuthority } from '../test/support/sns-authority.ts';
import { type Benchmark, inTurns } from './benchmark.ts';

const MESSAGES = 2_000;
const ROUNDS = 11;
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';

/** Half the messages are of signature version 2 and half of version 1, between 1 and 4 KB each. */
export const benchmark: Benchmark = async () => {
  const authority = await createAuthority();
  const bodies = Array.from({ length: MESSAGES }, (_, index) => Buffer.from(JSON.stringify(message(authority, index))));
  servePeersCertificate(authority.pem);
  const verifier = new Verifier({ fetchCertificate: async () => authority.pem });
  const topic = { arn: TOPIC, minimumSignatureVersion: 1 } as const;
  const validator = new MessageValidator();

  const ours = async () => {
    for (const body of bodies) await verifier.verify(parseEnvelope(body), topic);
  };
  const peer = async () => {
    for (const body of bodies) {
      await new Promise<void>((resolve, reject) => {
        validator.validate(body.toString('utf8'), (error) => (error ? reject(error) : resolve()));
      });
    }
  };
  const sizes = bodies.map((body) => body.length);
  return {
    ...(await inTurns(MESSAGES, ROUNDS, ours, peer)),
    unit: 'messages/s',
    peerName: 'sns-validator 0.3.5',
    messages: MESSAGES,
    rounds: ROUNDS,
    smallestBytes: Math.min(...sizes),
    largestBytes: Math.max(...sizes),
    signatureVersions: 'half 2, half 1',
  };
};

/** A CloudTrail record as EventBridge hands it to SNS. */
function message(authority: SnsAuthority, index: number): Record<string, unknown> {
  const time = new Date().toISOString();
  const tags = Array.from({ length: index % 36 }, (_, tag) => ({
    key: `cost-centre-${tag}`,
    value: `Department of records ${index + tag}`,
  }));
  const record = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: '111122223333',
    time,
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.09',
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::111122223333:assumed-role/Deployer/session-${index}`,
        accountId: '111122223333',
      },
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      awsRegion: 'us-east-1',
      sourceIPAddress: `203.0.113.${index % 250}`,
      requestParameters: { instanceType: 'm7g.large', tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] } },
      eventID: randomUUID(),
      eventCategory: 'Management',
      recipientAccountId: '111122223333',
    },
  };
  const fields = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: TOPIC,
    Message: JSON.stringify(record),
    Timestamp: time,
  };
  return authority.seal(fields, index % 2 === 0 ? 2 : 1);
}

/**
 * The peer fetches its certificate by `https.get`, which is answered here instead, once: it keeps the text for good, so that nothing of
 * this is in the figures.
 */
function servePeersCertificate(pem: string): void {
  const answer = (_url: unknown, done: (response: EventEmitter) => void) => {
    const response = Object.assign(new EventEmitter(), { statusCode: 200 });
    done(response);
    response.emit('data', Buffer.from(pem));
    response.emit('end');
    return new EventEmitter();
  };
  https.get = answer as unknown as typeof https.get;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReceiver, type Receiver, type ReceiverOptions } from '../../receiver/src/index.ts';
import { aws, type Input } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { eventually, recordingLogger } from '../support/receiver.ts';
import { mintTls, RECEIVER_HOST } from '../support/tls.ts';

/** The emulator's account. */
export const ACCOUNT = '123456789012';

/** The ARN that a topic will have, which Clarion may be told before there is one. */
export const topicArn = (name: string) => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`;

/** A local AWS, and a receiver that it reaches by https and that confirms at it. */
export interface ReceiverEndpoint {
  readonly emulator: Emulator;
  readonly receiver: Receiver;
  readonly ask: <T = Record<string, unknown>>(service: string, operation: string, input?: Input) => Promise<T>;
  /** Step 0 of the setup guide: a new webhook's URL, as SNS reaches it. */
  createWebhook(name: string): Promise<string>;
  /** Resolves when SNS holds the topic's subscriptions for confirmed: as many as there should be, and none pending. */
  confirmed(topicArn: string, subscriptions: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both. */
export async function startReceiverEndpoint(options: ReceiverOptions = {}): Promise<ReceiverEndpoint> {
  const tls = await mintTls();
  const emulator = await startEmulator({ caFile: tls.caFile });
  const ask = <T>(service: string, operation: string, input: Input = {}) => aws<T>(emulator, service, operation, input);
  const folder = mkdtempSync(join(tmpdir(), 'clarion-receiver-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, tls.cert);
  writeFileSync(keyFile, tls.key);
  // What the receiver confirms with: signed, as one that has credentials of the account.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' });

  const log = recordingLogger();
  const receiver = createReceiver({
    port: 0,
    database: join(folder, 'receiver.db'),
    tls: { certFile, keyFile },
    fetchCertificate: (url) => emulator.fetchCertificate(url),
    snsEndpoint: emulator.url,
    aws: { endpoint: emulator.url, region: 'us-east-1' },
    logger: log,
    ...options,
  });
  const { port } = new URL((await receiver.listen()).url);

  return {
    emulator,
    receiver,
    ask,
    async createWebhook(name) {
      const { pathname } = new URL((await receiver.createWebhook(name)).url);
      return `https://${RECEIVER_HOST}:${port}${pathname}`;
    },
    async confirmed(TopicArn, subscriptions) {
      type Described = { Attributes: { SubscriptionsConfirmed: string; SubscriptionsPending: string } };
      let seen = '';
      await eventually(async () => {
        const { Attributes } = await ask<Described>('sns', 'get-topic-attributes', { TopicArn });
        seen = `${Attributes.SubscriptionsConfirmed} confirmed, ${Attributes.SubscriptionsPending} pending`;
        return seen === `${subscriptions} confirmed, 0 pending`;
      }).catch((error: unknown) => {
        throw new Error(`${TopicArn}: ${seen}\n${JSON.stringify(log.lines)}\n${emulator.stderr()}`, { cause: error });
      });
    },
    async stop() {
      await receiver.close();
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

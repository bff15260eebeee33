/** The whole way: an SNS that subscribes, delivers and retries, and a receiver behind TLS. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../test/support/reflect-metadata.ts';
import type { LocalSns } from '../../test/support/local-sns.ts';
import { confirmation, event, eventually, notification, record, recordingLogger } from '../../test/support/receiver.ts';
import { mintTls } from '../../test/support/tls.ts';
import { createReceiver, type Receiver, type ReceiverOptions } from './index.ts';
import { openStore } from './open-store.ts';

let folder: string;
let sns: LocalSns;
let receiver: Receiver;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-'));
});
afterEach(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await sns.close();
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: ReceiverOptions = {}, ca?: string) {
  // Late: Jest would load its CommonJS parts before the import above has run.
  const { LocalSns } = await import('../../test/support/local-sns.ts');
  sns = await LocalSns.start(ca === undefined ? {} : { ca });
  receiver = createReceiver({
    database: join(folder, 'receiver.db'),
    port: 0,
    logger: recordingLogger(),
    fetchCertificate: sns.fetchCertificate,
    snsEndpoint: sns.endpoint,
    ...options,
  });
  await receiver.listen();
  return (await receiver.createWebhook()).url;
}
const confirmed = () => eventually(async () => sns.subscriptions.every((subscription) => subscription.confirmed));
const signals = (count: number) =>
  eventually(async () => {
    const found = await receiver.signals({ limit: 500 });
    return found.length >= count && found;
  });

test('subscribe, confirm, publish: each event is one signal', async () => {
  const hook = await start();
  const topic = sns.createTopic('clarion-cloudtrail');
  await receiver.addTopic({ monitor: 'trail', arn: topic });
  sns.subscribe(topic, hook);
  await confirmed();
  const ids = Array.from({ length: 50 }, (_, i) => `event-${i}`);
  for (const eventID of ids) sns.publish(topic, JSON.stringify(event(record({ eventID }))));
  await sns.settled();
  expect((await signals(50)).map(({ eventId }) => eventId).sort()).toEqual([...ids].sort());
  expect(sns.stats).toMatchObject({ published: 50, dead: 0 });
});

test('AWS first and the receiver second: adding the topic later confirms the subscription that came before', async () => {
  const hook = await start();
  const topic = sns.createTopic('clarion-cloudtrail', { region: 'eu-central-1', signatureVersion: 1 });
  sns.subscribe(topic, hook);
  await sns.settled();
  expect(await receiver.confirmations()).toMatchObject([{ state: 'waiting-for-topic' }]);
  await receiver.addTopic({ monitor: 'trail', arn: topic });
  await confirmed();
  sns.publish(topic, JSON.stringify(event(record({ eventID: 'late' }))));
  expect((await signals(1))[0]?.eventId).toBe('late');
});

test('what the receiver could not store is stored at the retry', async () => {
  const store = openStore(join(folder, 'own.db'));
  let broken = 2;
  const hook = await start({
    store: { ...store, save: (delivery) => (broken-- > 0 ? Promise.reject(new Error('disk full')) : store.save(delivery)) },
  });
  const topic = sns.createTopic('clarion-cloudtrail');
  await receiver.addTopic({ monitor: 'trail', arn: topic });
  sns.subscribe(topic, hook);
  await confirmed();
  expect(sns.stats.retried).toBe(2);
});

test('AWS_ENDPOINT_URL leads the confirmation elsewhere, as with every AWS SDK', async () => {
  const hook = await start();
  await receiver.close();
  process.env['AWS_ENDPOINT_URL'] = sns.endpoint;
  receiver = createReceiver({
    database: join(folder, 'receiver.db'),
    port: Number(new URL(hook).port),
    logger: recordingLogger(),
    fetchCertificate: sns.fetchCertificate,
  });
  await receiver.listen();
  const topic = sns.createTopic('clarion-cloudtrail');
  await receiver.addTopic({ monitor: 'trail', arn: topic });
  sns.subscribe(topic, hook);
  await confirmed();
  expect(sns.requests).toHaveLength(1);
});

test('an ended subscription is known, and not begun again', async () => {
  const hook = await start();
  const topic = sns.createTopic('clarion-cloudtrail');
  await receiver.addTopic({ monitor: 'trail', arn: topic });
  const subscription = sns.subscribe(topic, hook);
  await confirmed();
  sns.unsubscribe(subscription);
  await sns.settled();
  expect((await receiver.stats()).messages.unsubscribed).toBe(1);
  expect(sns.requests).toHaveLength(1);
});

test('with a certificate and a key it speaks TLS', async () => {
  const tls = await mintTls(['localhost']);
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  writeFileSync(files.certFile, tls.cert);
  writeFileSync(files.keyFile, tls.key);
  const hook = (await start({ tls: files, host: '127.0.0.1' }, tls.ca)).replace('127.0.0.1', 'localhost');
  expect(hook).toMatch(/^https:/);
  const topic = sns.createTopic('clarion-cloudtrail');
  await receiver.addTopic({ monitor: 'trail', arn: topic });
  sns.subscribe(topic, hook);
  await confirmed();
});

test('a monitor of the configuration may ask for SHA-256', async () => {
  const topic = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';
  const monitors = [{ name: 'trail', kind: 'cloudtrail' as const, topicArns: [topic], minimumSignatureVersion: 2 as const }];
  const hook = await start({ monitors });
  const post = async (version: 1 | 2, fields: Readonly<Record<string, unknown>>) =>
    (await fetch(hook, { method: 'POST', body: JSON.stringify(sns.authority.seal(fields, version)) })).status;
  expect(await post(1, notification(event(record())))).toBe(403);
  expect(await post(2, notification(event(record())))).toBe(200);
  expect(await post(1, confirmation())).toBe(403);
});

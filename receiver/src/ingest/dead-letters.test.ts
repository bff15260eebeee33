import { AwsStub, type StubMessage } from '../../../test/support/aws-stub.ts';
import { clientsOf } from '../../../test/support/aws-stub/clients.ts';
import { event, notification, OTHER_TOPIC, record, startReceiver, type TestReceiver } from '../../../test/support/receiver.ts';
import { redriveQueue } from '../aws/redrive-queue.ts';
import { checkConfig } from '../config/load.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store/store.ts';
import { deadLetterIntake } from './dead-letters.ts';

const QUEUE = {
  url: 'https://sqs.us-east-1.amazonaws.com/111122223333/dead',
  region: 'us-east-1',
  accountId: '111122223333',
  name: 'dead',
};
const DAY = 86_400_000;

let it: TestReceiver;
let store: Store;
let stub: AwsStub;
let queue: StubMessage[];
let away = false;
beforeEach(async () => {
  it = await startReceiver();
  store = openStore(it.database);
  stub = await AwsStub.start();
  queue = [];
  stub.queues.set(QUEUE.url, queue);
  away = false;
});
afterEach(async () => {
  await store.close();
  await it.close();
  await stub.stop();
});

async function redrive(...messages: object[]) {
  for (const message of messages) queue.push({ id: `m${queue.length}`, body: JSON.stringify(message) });
  const take = await deadLetterIntake(store, checkConfig({}), async () =>
    away ? Promise.reject(new Error('no network')) : it.authority.pem,
  );
  const { access, close } = clientsOf(stub);
  try {
    return await redriveQueue(access, QUEUE, { take, waitSeconds: 0 });
  } finally {
    close();
  }
}
const old = (days: number, message: unknown = event(record())) =>
  it.authority.seal(notification(message, { Timestamp: new Date(Date.now() - days * DAY).toISOString() }));

test('a dead letter of SNS is proven whatever its age, stored with its signals, and gone from the queue', async () => {
  expect(await redrive(old(13))).toMatchObject({ received: 1, stored: 1, left: [] });
  expect(queue).toEqual([]);
  expect(await it.receiver.signals()).toMatchObject([{ eventName: 'CreateUser', source: 'cloudtrail' }]);
});

test('an event that came before is one signal still', async () => {
  const message = event(record());
  await it.post(it.authority.seal(notification(message)));
  await redrive(old(2, message));
  expect(await it.receiver.signals()).toHaveLength(1);
});

test('a dead letter that comes twice is stored once', async () => {
  const letter = old(2);
  expect(await redrive(letter, letter)).toMatchObject({ stored: 2 });
  expect((await it.receiver.stats()).signals).toBe(1);
});

test.each<[string, string, () => object]>([
  [
    'changed since it was signed',
    'signature-mismatch',
    () => ({ ...old(2), Message: JSON.stringify(event(record({ eventName: 'Other' }))) }),
  ],
  ['of a topic that nobody trusts', 'topic-not-allowed', () => it.authority.seal(notification('x', { TopicArn: OTHER_TOPIC }))],
  ['of another signature version', 'signature-version-unknown', () => ({ ...old(2), SignatureVersion: '9' })],
])('one %s stays in the queue, refused for good', async (_, code, letter) => {
  const result = await redrive(letter());
  expect(result).toMatchObject({ stored: 0, left: [{ mayHeal: false, count: 1, reason: expect.stringMatching(`^${code}: `) }] });
  expect(queue).toHaveLength(1);
  expect(await it.receiver.signals()).toEqual([]);
});

test('while its certificate cannot be fetched it stays, to be tried again, and then goes through', async () => {
  away = true;
  expect(await redrive(old(2))).toMatchObject({ stored: 0, left: [{ mayHeal: true, count: 1 }] });
  away = false;
  for (const message of queue) delete message.handle;
  expect(await redrive()).toMatchObject({ stored: 1, left: [] });
});

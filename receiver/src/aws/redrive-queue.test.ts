import { AwsStub, type StubMessage } from '../../../test/support/aws-stub.ts';
import { clientsOf } from '../../../test/support/aws-stub/clients.ts';
import { event, notification, record } from '../../../test/support/receiver.ts';
import { Refusal } from '../error.ts';
import { NOT_RECOGNISED, NOT_SIGNED, redriveQueue, type RedriveOptions, type TakeDeadLetter } from './redrive-queue.ts';

let stub: AwsStub;
let aws: ReturnType<typeof clientsOf>;
let queue: StubMessage[];
const QUEUE = {
  url: 'https://sqs.eu-west-1.amazonaws.com/111122223333/dead',
  region: 'eu-west-1',
  accountId: '111122223333',
  name: 'dead',
};

beforeEach(async () => {
  stub = await AwsStub.start();
  aws = clientsOf(stub);
  queue = [];
  stub.queues.set(QUEUE.url, queue);
});
afterEach(async () => {
  aws.close();
  await stub.stop();
});

const sns = (text = 'hello') =>
  JSON.stringify({ ...notification(text), SignatureVersion: '2', Signature: 'c2ln', SigningCertURL: 'x' });
const RULE_ARN = 'arn:aws:events:eu-west-1:111122223333:rule/clarion';
const ATTRIBUTES = { RULE_ARN, TARGET_ARN: 'arn:aws:sns:eu-west-1:111122223333:t', ERROR_CODE: 'NO_PERMISSIONS' };
const put = (body: string, more: Partial<StubMessage> = {}) => void queue.push({ id: `m${queue.length}`, body, ...more });
const redrive = (take: TakeDeadLetter, options: Partial<RedriveOptions> = {}) =>
  redriveQueue(aws.access, QUEUE, { take, waitSeconds: 0, ...options });

test('every message is handed over as it is, and deleted once it is stored', async () => {
  const bodies = Array.from({ length: 25 }, (_, index) => sns(`message ${index}`));
  for (const body of bodies) put(body);
  const taken: unknown[] = [];
  const result = await redrive(async (...message) => {
    taken.push(message);
    return 'stored';
  });
  expect(taken).toEqual(bodies.map((body) => [body, 'sns', undefined]));
  expect(result).toEqual({ received: 25, stored: 25, left: [], ended: 'empty' });
  expect(queue).toEqual([]);
});

test('nothing is deleted before it is stored', async () => {
  put(sns());
  await redrive(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(queue).toHaveLength(1);
    expect(stub.count('DeleteMessageBatch')).toBe(0);
    return 'stored';
  });
  expect(queue).toEqual([]);
});

test('what is refused stays, counted and named by its reason, and is looked at once', async () => {
  for (const reason of ['topic-not-allowed: x', 'topic-not-allowed: x', 'signature-mismatch: y']) put(sns(reason));
  put(sns('fine'));
  let asked = 0;
  const result = await redrive(async (body) => {
    asked += 1;
    const { Message } = JSON.parse(body) as { Message: string };
    // As if its time were over while others are still received.
    for (const message of queue) if (message.id !== 'm3') delete message.handle;
    return Message === 'fine' ? 'stored' : { refused: Message };
  });
  expect(result).toMatchObject({ received: 4, ended: 'empty' });
  expect(result.left).toEqual([
    { reason: 'topic-not-allowed: x', mayHeal: false, count: 2, messageIds: ['m0', 'm1'] },
    { reason: 'signature-mismatch: y', mayHeal: false, count: 1, messageIds: ['m2'] },
  ]);
  expect(asked).toBe(4);
  expect(queue.map(({ id }) => id)).toEqual(expect.arrayContaining(['m0', 'm1', 'm2']));
});

test('what comes again, although it was refused, does not end it before the others behind it', async () => {
  for (let index = 0; index < 40; index += 1) put(sns('no'));
  for (let index = 0; index < 20; index += 1) put(sns('fine'));
  let shown = false;
  const result = await redrive(async (body) => {
    const { Message } = JSON.parse(body) as { Message: string };
    if (Message === 'fine') return 'stored';
    const refused = queue.slice(0, 40);
    if (!shown && refused.every(({ handle }) => handle !== undefined)) {
      shown = true;
      for (const message of refused) delete message.handle;
    }
    return { refused: 'no' };
  });
  expect(result).toMatchObject({ received: 60, stored: 20, ended: 'empty', left: [{ count: 40 }] });
});

test('what may be taken another time stays too, and is told apart', async () => {
  put(sns());
  put(sns());
  const errors = [new Refusal('store-unavailable', 'the store cannot be written'), new TypeError('token=secret')];
  const result = await redrive(async () => Promise.reject(errors.pop()!));
  expect(result).toMatchObject({ received: 2, stored: 0 });
  expect(result.left).toEqual(
    expect.arrayContaining([
      { reason: 'the store cannot be written', mayHeal: true, count: 1, messageIds: [expect.any(String)] },
      { reason: 'unexpected error (unknown)', mayHeal: true, count: 1, messageIds: [expect.any(String)] },
    ]),
  );
  expect(queue).toHaveLength(2);
});

test('a store that is away ends it before the whole queue is hidden', async () => {
  for (let index = 0; index < 100; index += 1) put(sns());
  const result = await redrive(async () => Promise.reject(new Refusal('store-unavailable', 'away')));
  expect(result).toMatchObject({ received: 30, ended: 'stuck' });
  expect(queue.filter(({ handle }) => handle === undefined)).toHaveLength(70);
});

test.each([
  ['text', 'hello'],
  ['JSON that is no object', '[1]'],
  ['raw delivery', JSON.stringify({ a: 1 })],
  ['an event that came without the attributes of EventBridge', JSON.stringify(event(record()))],
  ['an envelope without a signature', JSON.stringify(notification('x'))],
])('%s is not handed over, and stays', async (_, body) => {
  put(body);
  const result = await redrive(async () => Promise.reject(new Error('never asked')), { unverifiedEventBridge: true });
  expect(result.left).toMatchObject([{ reason: NOT_RECOGNISED, mayHeal: false, count: 1 }]);
  expect(queue).toHaveLength(1);
});

describe('an event that EventBridge could not deliver, which nothing signed', () => {
  const body = JSON.stringify(event(record()));
  beforeEach(() => put(body, { attributes: ATTRIBUTES }));

  test('stays, and is told what would take it', async () => {
    const result = await redrive(async () => Promise.reject(new Error('never asked')));
    expect(result.left).toMatchObject([{ reason: NOT_SIGNED, mayHeal: false, count: 1 }]);
    expect(NOT_SIGNED).toContain('--unverified-eventbridge');
    expect(queue).toHaveLength(1);
  });

  test('is handed over as what it is, with its rule, where that is asked for', async () => {
    const taken: unknown[] = [];
    const take: TakeDeadLetter = async (...message) => {
      taken.push(message);
      return 'stored';
    };
    expect(await redrive(take, { unverifiedEventBridge: true })).toMatchObject({ stored: 1, left: [] });
    expect(taken).toEqual([[body, 'eventbridge', RULE_ARN]]);
    expect(queue).toEqual([]);
  });
});

test('an envelope of SNS is one whatever attributes it has: nobody says of it that it needs no proof', async () => {
  put(sns(), { attributes: ATTRIBUTES });
  const sources: string[] = [];
  await redrive(
    async (_, source) => {
      sources.push(source);
      return 'stored';
    },
    { unverifiedEventBridge: true },
  );
  expect(sources).toEqual(['sns']);
});

test('it ends at its limit, and receives no more than that', async () => {
  for (let index = 0; index < 30; index += 1) put(sns());
  expect(await redrive(async () => 'stored', { limit: 13 })).toMatchObject({ received: 13, stored: 13, ended: 'limit' });
  expect(queue.filter(({ handle }) => handle === undefined)).toHaveLength(17);
});

test('it ends when it is told to, with what was done till then', async () => {
  for (let index = 0; index < 30; index += 1) put(sns());
  const stop = new AbortController();
  const take: TakeDeadLetter = async () => {
    stop.abort();
    return 'stored';
  };
  expect(await redrive(take, { signal: stop.signal })).toMatchObject({ received: 10, stored: 10, ended: 'aborted' });
  expect(queue).toHaveLength(20);
});

test('what SQS does not delete is said, and is not stored again and again', async () => {
  put(sns(), { sticks: true });
  put(sns());
  let asked = 0;
  const take: TakeDeadLetter = async () => {
    asked += 1;
    for (const message of queue) if (message.sticks === true) delete message.handle;
    return 'stored';
  };
  const result = await redrive(take);
  expect(result).toMatchObject({ received: 2, stored: 2, ended: 'empty' });
  expect(result.left).toEqual([
    { reason: expect.stringMatching(/^it is stored, but/), mayHeal: true, count: 1, messageIds: ['m0'] },
  ]);
  expect(asked).toBe(2);
});

test('a queue that may be read but not deleted from ends it, and the reason names what is missing', async () => {
  for (let index = 0; index < 100; index += 1) put(sns());
  stub.fail('DeleteMessageBatch', 403, 'AccessDeniedException', { times: 100 });
  const result = await redrive(async () => 'stored');
  expect(result).toMatchObject({ received: 30, stored: 30, ended: 'stuck' });
  expect(result.left[0]?.reason).toMatch(/^it is stored, but stays in the queue: .*sqs:DeleteMessage/);
});

test("it asks the queue's Region alone, hides for five minutes what it receives, and needs no other leave than to receive and delete", async () => {
  put(sns());
  await redrive(async () => 'stored');
  expect(new Set(stub.calls.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
  expect(new Set(stub.calls.map(({ operation }) => operation))).toEqual(new Set(['ReceiveMessage', 'DeleteMessageBatch']));
  expect(stub.calls[0]?.parameters).toMatchObject({ VisibilityTimeout: '300', MaxNumberOfMessages: '10' });
});

test.each([
  ['com.amazonaws.sqs#QueueDoesNotExist', 'queue-unknown'],
  ['AccessDeniedException', 'queue-denied'],
])('a queue that answers %s ends it with the reason', async (name, code) => {
  stub.fail('ReceiveMessage', 400, name);
  await expect(redrive(async () => 'stored')).rejects.toMatchObject({ code });
});

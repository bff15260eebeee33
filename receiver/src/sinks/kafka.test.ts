import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { kafkaStub, type Fate, type KafkaRecord, type KafkaStubOptions } from '../../../test/support/kafka-stub.ts';
import { KAFKA_BROKERS, needs } from '../../../test/support/needs.ts';
import { eventually } from '../../../test/support/receiver.ts';
import { ACCOUNTS, failure, gate, ids, signalsOf, storedSignal } from '../../../test/support/sinks.ts';
import type { StoredSignal } from '../store/signals.ts';
import { ConfigError } from '../config/error.ts';
import { openKafka } from './kafka.ts';
import type { KafkaSinkOptions } from './options.ts';
import type { Sink } from './sink.ts';

const never = new AbortController().signal;
const MESSAGE_TOO_LARGE = 10;
const NOT_LEADER_OR_FOLLOWER = 6;
const TOPIC_AUTHORIZATION_FAILED = 29;
const ALL_IN_SYNC = -1;

let open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.reverse()) await each.close();
  open = [];
});

async function sinkTo(brokers: readonly string[], options: Partial<KafkaSinkOptions> = {}): Promise<Sink> {
  const sink = await openKafka({ name: 'lake', type: 'kafka', brokers, topic: 'signals', tls: false, ...options });
  open.push(sink);
  return sink;
}
/** A stub that meets these fates, one after the other, and then writes; and a sink that writes to it. */
async function start(
  fates: Fate[] = [],
  { sink: options, ...stubOptions }: KafkaStubOptions & { sink?: Partial<KafkaSinkOptions> } = {},
) {
  const stub = await kafkaStub({ fate: () => fates.shift() ?? 'written', ...stubOptions });
  open.push(stub);
  return { stub, sink: await sinkTo([stub.broker], options) };
}
const idsOf = (records: readonly KafkaRecord[]) => records.map(({ value }) => (JSON.parse(value) as { id: string }).id);

/** What holds of any broker. */
function expectWritten(records: readonly KafkaRecord[], signals: readonly StoredSignal[]): void {
  for (const { key, value, headers } of records) {
    const { id, accountId } = JSON.parse(value) as { id: string; accountId: string };
    expect(key).toBe(accountId);
    expect(headers).toEqual({ id, 'content-type': 'application/json' });
  }
  for (const account of ACCOUNTS) {
    const own = records.filter(({ key }) => key === account);
    expect(idsOf(own)).toEqual(ids(signals.filter(({ signal }) => signal.accountId === account)));
    expect(new Set(own.map(({ partition }) => partition)).size).toBe(own.length === 0 ? 0 : 1);
  }
}
/** Those of several accounts, in turns. */
const mixed = (count: number) =>
  Array.from({ length: count }, (_, at) => storedSignal({ accountId: ACCOUNTS[at % ACCOUNTS.length]! }));

describe('a topic', () => {
  test("has each signal as JSON under its account's key, in order and in one partition", async () => {
    const { stub, sink } = await start();
    const signals = mixed(250);
    await sink.deliver(signals, never);
    await sink.deliver([], never);
    expectWritten(stub.records, signals);
    expect(stub.records).toHaveLength(250);
  });

  test('has events of OCSF where they are asked for', async () => {
    const { stub, sink } = await start([], { sink: { format: 'ocsf' } });
    await sink.deliver([storedSignal()], never);
    expect(JSON.parse(stub.records[0]!.value)).toMatchObject({ class_uid: 6003 });
  });

  test('has signals only once all in-sync replicas say so', async () => {
    const { stub, sink } = await start();
    await sink.deliver(mixed(3), never);
    expect(new Set(stub.requests.flatMap(({ acks }) => acks ?? []))).toEqual(new Set([ALL_IN_SYNC]));
  });

  test('has a record larger than a MiB alone, and no request else is larger', async () => {
    const { stub, sink } = await start();
    const of = (bytes: number) => storedSignal({ rawText: `{"text":"${'x'.repeat(bytes)}"}` });
    const signals = [of(400_000), of(400_000), of(400_000), of(1_500_000), of(10)];
    await sink.deliver(signals, never);
    expectWritten(stub.records, signals);
    expect(stub.requests.filter(({ acks }) => acks !== undefined)).toHaveLength(4);
  });
});

describe('a broker', () => {
  test('that takes signals and goes before it says so has them once', async () => {
    const { stub, sink } = await start(['cut']);
    const signals = signalsOf(ACCOUNTS[0], 3);
    await sink.deliver(signals, never);
    expect(idsOf(stub.records)).toEqual(ids(signals));
  });

  test('that goes before it takes them gets them again', async () => {
    const { stub, sink } = await start(['lost']);
    const signals = signalsOf(ACCOUNTS[0], 3);
    await sink.deliver(signals, never);
    expect(idsOf(stub.records)).toEqual(ids(signals));
  });

  test('that leads no more is asked anew who does', async () => {
    const { stub, sink } = await start([NOT_LEADER_OR_FOLLOWER]);
    const signals = signalsOf(ACCOUNTS[0], 3);
    await sink.deliver(signals, never);
    expect(idsOf(stub.records)).toEqual(ids(signals));
  });

  test('that refuses makes the delivery fail with its reason, and gets the same signals at the next try', async () => {
    const { stub, sink } = await start([TOPIC_AUTHORIZATION_FAILED]);
    const signals = mixed(6);
    expect(await failure(sink.deliver(signals, never))).toMatchObject({
      message: 'Kafka answered TOPIC_AUTHORIZATION_FAILED',
      hopeless: true,
    });
    await sink.deliver(signals, never);
    expectWritten(stub.records, signals);
  });

  test('that fails in the middle of a batch gets the rest at the next try, in order', async () => {
    const { stub, sink } = await start(['written', TOPIC_AUTHORIZATION_FAILED]);
    const signals = signalsOf(ACCOUNTS[0], 250);
    await failure(sink.deliver(signals, never));
    await sink.deliver(signals, never);
    expect(idsOf(stub.records)).toEqual(ids(signals));
  });

  test('that takes less at a time gets less at a time', async () => {
    const { stub, sink } = await start([MESSAGE_TOO_LARGE]);
    const signals = signalsOf(ACCOUNTS[0], 100);
    await sink.deliver(signals, never);
    expect(idsOf(stub.records)).toEqual(ids(signals));
    expect(stub.requests.filter(({ acks }) => acks !== undefined).length).toBeGreaterThan(2);
  });

  test('that does not take a single one is not passed over', async () => {
    const { stub, sink } = await start([MESSAGE_TOO_LARGE]);
    expect(await failure(sink.deliver([storedSignal()], never))).toMatchObject({
      message: 'Kafka answered MESSAGE_TOO_LARGE',
      hopeless: true,
    });
    expect(stub.records).toEqual([]);
  });

  test('that does not have the topic makes the delivery fail with a name for it', async () => {
    const { sink } = await start([], { sink: { topic: 'other' } });
    expect(await failure(sink.deliver([storedSignal()], never))).toMatchObject({
      message: 'Kafka: Unknown topic other.',
      hopeless: true,
    });
  });

  test('that is silent is not waited for when the delivery is given up, and does not get it later', async () => {
    const { stub, sink } = await start(['silence']);
    const abort = new AbortController();
    const delivery = sink.deliver([storedSignal()], abort.signal);
    await eventually(async () => stub.requests.some(({ acks }) => acks !== undefined));
    abort.abort();
    await failure(delivery);
    await eventually(async () => stub.connections() === 0);
    expect(stub.records).toEqual([]);
  });

  test('that is not there is a failure that says why', async () => {
    const { stub, sink } = await start();
    await stub.close();
    expect(await failure(sink.deliver([storedSignal()], never))).toMatchObject({
      message: 'Kafka did not answer (ECONNREFUSED)',
      hopeless: false,
    });
  });

  test('that comes back is written to again', async () => {
    const { stub, sink } = await start();
    const signals = signalsOf(ACCOUNTS[0], 4);
    await sink.deliver(signals.slice(0, 2), never);
    stub.hangUp();
    await sink.deliver(signals.slice(2), never);
    expect(idsOf(stub.records)).toEqual(ids(signals));
  });

  test('lets in who has the password', async () => {
    const user = { username: 'ada', password: 'hunter2' };
    const { stub, sink } = await start([], { user, sink: { sasl: { mechanism: 'PLAIN', ...user } } });
    const signals = mixed(3);
    await sink.deliver(signals, never);
    expectWritten(stub.records, signals);
  });

  test('that refuses the password and slams the door ends nothing, and the password is not told', async () => {
    const user = { username: 'ada', password: 'hunter2' };
    const { sink } = await start([], { user, sink: { sasl: { mechanism: 'PLAIN', username: 'ada', password: 'hunter3' } } });
    const error = await failure(sink.deliver([storedSignal()], never));
    expect(error.hopeless).toBe(true);
    expect(error.message).toMatch(/^Kafka.*SASL/);
    expect(error.message).not.toContain('hunter3');
  });
});

test('connections are encrypted unless it is said otherwise', async () => {
  const first = gate<number>();
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', (chunk) => {
        first.open(chunk[0]!);
        socket.destroy();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  const sink = await openKafka({
    name: 'lake',
    type: 'kafka',
    brokers: [`127.0.0.1:${(server.address() as AddressInfo).port}`],
    topic: 'signals',
  });
  const abort = new AbortController();
  const delivery = failure(sink.deliver([storedSignal()], abort.signal));
  const TLS_HANDSHAKE = 22;
  expect(await first.promise).toBe(TLS_HANDSHAKE);
  abort.abort();
  await delivery;
  await sink.close();
});

test('without its package it is told how to install it', async () => {
  const missing = Object.assign(new Error("Cannot find package '@platformatic/kafka'"), { code: 'ERR_MODULE_NOT_FOUND' });
  const opening = openKafka({ name: 'lake', type: 'kafka', brokers: ['b:1'], topic: 't' }, async () => Promise.reject(missing));
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow('npm install @platformatic/kafka');
});

needs(['a Kafka broker'], 'a real broker', () => {
  test("has each signal as JSON under its account's key, in order and in one partition", async () => {
    const { Admin, Consumer, stringDeserializers } = await import('@platformatic/kafka');
    const topic = `clarion-test-${randomUUID()}`;
    const base = { clientId: 'clarion-test', bootstrapBrokers: [...KAFKA_BROKERS] };
    const admin = new Admin(base);
    // A cluster that does not let us make a topic may make it when it is asked for.
    await admin.createTopics({ topics: [topic], partitions: 3 }).catch(() => undefined);
    await admin.metadata({ topics: [topic], autocreateTopics: true });
    await admin.close();
    const sink = await sinkTo(KAFKA_BROKERS, { topic });
    const signals = mixed(250);
    await sink.deliver(signals.slice(0, 120), never);
    await sink.deliver(signals.slice(120), never);

    const consumer = new Consumer({ ...base, groupId: topic, deserializers: stringDeserializers });
    open.push({ close: () => consumer.close(true) });
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
    const records: KafkaRecord[] = [];
    for await (const { partition, key, value, headers } of stream) {
      records.push({ partition, key, value, headers: Object.fromEntries(headers) });
      if (records.length === signals.length) break;
    }
    expectWritten(records, signals);
  });
});

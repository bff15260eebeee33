/**
 * A stub of a Kafka broker, which the tests own: it speaks the least of the protocol that a producer needs, keeps what it gets in memory,
 * and fails as it is told to. Like a broker it writes a batch of an idempotent producer once, however often that is sent.
 *
 * Not a broker: one node that leads every partition, one topic, no TLS, and no check of a batch's checksum.
 *
 * @see https://kafka.apache.org/protocol
 */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Reader, Writer } from './kafka-wire.ts';

/** What was written. */
export interface KafkaRecord {
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What happens to a request that produces: it is `written`, answered with an error's code, or the connection is closed before (`lost`) or
 * after (`cut`) it is written, or there is no answer (`silence`).
 */
export type Fate = 'written' | 'lost' | 'cut' | 'silence' | number;

export interface KafkaStubOptions {
  /** @default signals */
  readonly topic?: string;
  /** @default 3 */
  readonly partitions?: number;
  /** Asked for each request that produces. @default - written */
  readonly fate?: () => Fate;
  /** Who may come in, by PLAIN. @default - everybody, without asking */
  readonly user?: { readonly username: string; readonly password: string };
}

/** The APIs that the stub speaks, with the one version of each. None of them but the first has a flexible version here. */
const API = {
  produce: [0, 7],
  metadata: [3, 5],
  saslHandshake: [17, 1],
  apiVersions: [18, 3],
  initProducerId: [22, 1],
  saslAuthenticate: [36, 0],
} as const;
const ERRORS = { none: 0, unknownTopic: 3, authenticationFailed: 58, outOfOrder: 45 } as const;

export async function kafkaStub({ topic = 'signals', partitions = 3, fate = () => 'written', user }: KafkaStubOptions = {}) {
  const records: KafkaRecord[] = [];
  /** What each producer wrote last to each partition, as `first sequence+count`, and which sequence comes next. */
  const sequences = new Map<string, { last: number; next: number }>();
  const requests: { readonly api: number; readonly acks?: number }[] = [];
  const sockets = new Set<Socket>();
  let producers = 0;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let buffered = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      while (buffered.length >= 4 && buffered.length >= 4 + buffered.readInt32BE(0)) {
        const length = buffered.readInt32BE(0);
        answer(socket, new Reader(buffered.subarray(4, 4 + length)));
        buffered = buffered.subarray(4 + length);
      }
    });
  });

  function answer(socket: Socket, request: Reader): void {
    const api = request.int16();
    const version = request.int16();
    const correlation = request.int32();
    request.string();
    const reply = (body: Writer) => socket.write(new Writer().int32(correlation).append(body).framed());
    const known = Object.values(API).find(([key, only]) => key === api && only === version);
    // A client may ask for the versions in a version of its own choice before it knows them.
    if (known === undefined && api !== API.apiVersions[0]) throw new Error(`the stub does not speak API ${api} v${version}`);
    if (api !== API.produce[0]) requests.push({ api });
    switch (api) {
      case API.apiVersions[0]:
        return void reply(apiVersions(version));
      case API.metadata[0]:
        return void reply(metadata(request));
      case API.initProducerId[0]:
        producers += 1;
        return void reply(new Writer().int32(0).int16(ERRORS.none).int64(BigInt(producers)).int16(0));
      case API.saslHandshake[0]:
        return void reply(new Writer().int16(ERRORS.none).array(['PLAIN'], (w, each) => w.string(each)));
      case API.saslAuthenticate[0]:
        return authenticate(socket, request, reply);
      default:
        return produce(socket, request, reply);
    }
  }

  function apiVersions(version: number): Writer {
    const body = new Writer().int16(ERRORS.none);
    const apis = Object.values(API);
    if (version < 3) return body.array(apis, (w, [key, only]) => w.int16(key).int16(only).int16(only)).int32(0);
    return body
      .compactArray(apis, (w, [key, only]) => w.int16(key).int16(only).int16(only).uvarint(0))
      .int32(0)
      .uvarint(0);
  }

  function metadata(request: Reader): Writer {
    const { port } = server.address() as AddressInfo;
    const topics = request.array((r) => r.string());
    return new Writer()
      .int32(0)
      .array([0], (w, node) => w.int32(node).string('127.0.0.1').int32(port).string(null))
      .string('stub')
      .int32(0)
      .array(topics, (w, name) => {
        const isKnown = name === topic;
        w.int16(isKnown ? ERRORS.none : ERRORS.unknownTopic)
          .string(name)
          .bool(false);
        w.array([...Array(isKnown ? partitions : 0).keys()], (p, partition) =>
          p
            .int16(ERRORS.none)
            .int32(partition)
            .int32(0)
            .array([0], (n, node) => n.int32(node))
            .array([0], (n, node) => n.int32(node))
            .array([], () => undefined),
        );
      });
  }

  function authenticate(socket: Socket, request: Reader, reply: (body: Writer) => void): void {
    const [, username, password] = request.bytes().toString().split('\0');
    const isKnown = username === user?.username && password === user?.password;
    reply(
      new Writer()
        .int16(isKnown ? ERRORS.none : ERRORS.authenticationFailed)
        .string(isKnown ? null : 'no')
        .bytes(Buffer.alloc(0)),
    );
    // As harshly as a broker may, which is what a client must outlive.
    if (!isKnown) setImmediate(() => socket.resetAndDestroy());
  }

  function produce(socket: Socket, request: Reader, reply: (body: Writer) => void): void {
    request.string();
    const acks = request.int16();
    request.int32();
    requests.push({ api: API.produce[0], acks });
    const batches = request
      .array((r) => {
        r.string();
        return r.array((p) => ({ partition: p.int32(), batch: p.bytes() }));
      })
      .flat();
    const given = fate();
    if (given === 'lost') return void socket.destroy();
    if (given === 'silence') return;
    const outcomes = batches.map(({ partition, batch }) => ({
      partition,
      error: typeof given === 'number' ? given : write(partition, new Reader(batch)),
    }));
    if (given === 'cut') return void socket.destroy();
    reply(
      new Writer()
        .array([topic], (w, name) =>
          w
            .string(name)
            .array(outcomes, (o, { partition, error }) => o.int32(partition).int16(error).int64(0n).int64(-1n).int64(0n)),
        )
        .int32(0),
    );
  }

  /** A batch of records, magic 2. @returns an error's code */
  function write(partition: number, batch: Reader): number {
    batch.skip(8 + 4 + 4 + 1 + 4 + 2 + 4 + 8 + 8);
    const producer = `${batch.int64()}/${partition}`;
    batch.skip(2);
    const first = batch.int32();
    const count = batch.int32();
    const { last, next } = sequences.get(producer) ?? { last: -1, next: 0 };
    if (first === last) return ERRORS.none;
    if (first !== next) return ERRORS.outOfOrder;
    sequences.set(producer, { last: first, next: first + count });
    for (let at = 0; at < count; at += 1) records.push({ partition, ...readRecord(batch) });
    return ERRORS.none;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    records,
    requests,
    broker: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Closes every connection. */
    hangUp: () => sockets.forEach((socket) => socket.destroy()),
    connections: () => sockets.size,
    close: () =>
      new Promise<void>((resolve) => {
        sockets.forEach((socket) => socket.destroy());
        server.close(() => resolve());
      }),
  };
}

function readRecord(batch: Reader): Omit<KafkaRecord, 'partition'> {
  batch.varint();
  batch.skip(1);
  batch.varint();
  batch.varint();
  const text = () => batch.take(batch.varint()).toString();
  const key = text();
  const value = text();
  const headers = Object.fromEntries(Array.from({ length: batch.varint() }, () => [text(), text()]));
  return { key, value, headers };
}

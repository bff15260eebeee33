import { isIP } from 'node:net';
import type { Producer } from '@platformatic/kafka';
import { ConfigError } from '../config/error.ts';
import { errorCode } from '../error-code.ts';
import { formatSignal } from '../signals/format.ts';
import type { StoredSignal } from '../store/signals.ts';
import { kafkaProblem } from './kafka-problem.ts';
import type { KafkaSinkOptions } from './options.ts';
import { Parts } from './parts.ts';
import type { Sink } from './sink.ts';
import { unlessAborted } from './unless-aborted.ts';

type Client = typeof import('@platformatic/kafka');
type TextProducer = Producer<string, string, string, string>;

/** What is written at once fits into what a broker takes by default, `message.max.bytes`, unless a single signal does not. */
const LIMITS = { count: 100, bytes: 900_000 };
/** A record's own fields, its key and its headers, generously. */
const AROUND_BYTES = 300;
/** One part, with the client's own tries. */
const TIMEOUT_MS = 60_000;
const CLOSE_MS = 2_000;

/**
 * How the client behaves. Its producer is idempotent: a request that it sends again is not written twice, and none overtakes another.
 * That alone would make it try for ever, so its tries are limited: after them the sink tries again, and can be seen to.
 */
const CLIENT = {
  idempotent: true,
  // The protocol's "none yet". The client's own default, 0, is somebody else's for a broker that looks.
  producerId: -1n,
  producerEpoch: -1,
  autocreateTopics: false,
  retries: 3,
  retryDelay: 500,
  connectTimeout: 5_000,
  requestTimeout: 15_000,
  timeout: 10_000,
};

interface Message {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
  readonly topic: string;
  readonly bytes: number;
}

/**
 * Writes signals to a topic: the account is the key, so that its signals lie in one partition in their order. Delivered is what all
 * in-sync replicas have.
 */
export class KafkaSink implements Sink {
  private producer: TextProducer | undefined;
  private readonly parts: Parts<Message>;

  public constructor(
    private readonly client: Pick<Client, 'Producer' | 'ProduceAcks' | 'stringSerializers' | 'compatibilityPartitioner'>,
    private readonly options: KafkaSinkOptions,
  ) {
    const { topic, format = 'signal' } = options;
    this.parts = new Parts(LIMITS, (stored) => {
      const value = formatSignal(stored, format);
      const { accountId, id } = stored.signal;
      return {
        topic,
        key: accountId,
        value,
        headers: { id, 'content-type': 'application/json' },
        bytes: Buffer.byteLength(value) + AROUND_BYTES,
      };
    });
  }

  public deliver(batch: readonly StoredSignal[], abort: AbortSignal): Promise<void> {
    return this.parts.deliver(batch, (part) => this.send(part, abort));
  }

  public async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    // A broker that does not answer would hold up the end.
    if (producer !== undefined) await unlessAborted(producer.close(true), AbortSignal.timeout(CLOSE_MS)).catch(() => undefined);
  }

  private async send(part: readonly Message[], abort: AbortSignal): Promise<void> {
    const { ProduceAcks } = this.client;
    this.producer ??= this.connect();
    try {
      const messages = part.map(({ topic, key, value, headers }) => ({ topic, key, value, headers }));
      const written = this.producer.send({ messages, acks: ProduceAcks.ALL });
      await unlessAborted(written, AbortSignal.any([abort, AbortSignal.timeout(TIMEOUT_MS)]));
    } catch (error) {
      // It would go on trying what was given up, and write it behind what is sent next.
      void this.close();
      throw kafkaProblem(error);
    }
  }

  private connect(): TextProducer {
    const { brokers, clientId = 'clarion-receiver', tls = true, sasl } = this.options;
    const { Producer, stringSerializers, compatibilityPartitioner } = this.client;
    const producer = new Producer({
      ...CLIENT,
      clientId,
      bootstrapBrokers: [...brokers],
      serializers: stringSerializers,
      // The same partition for a key as from any other client of Kafka.
      partitioner: (_, key) => compatibilityPartitioner(_, key),
      ...(tls ? { tls: {}, tlsServerName: brokers.every((broker) => isIP(hostOf(broker)) === 0) } : {}),
      ...(sasl === undefined ? {} : { sasl: { ...sasl } }),
    });
    // The client listens to a connection's first error only, and a second one that nobody listens to would end the process.
    for (const event of ['client:broker:connect', 'client:broker:failed'] as const)
      producer.on(event, ({ connection }) => void connection.on('error', () => undefined));
    return producer;
  }
}

/**
 * Loads the client, which is installed only where it is needed.
 *
 * @throws ConfigError when it is not installed.
 */
export async function openKafka(
  options: KafkaSinkOptions,
  load: () => Promise<Client> = () => import('@platformatic/kafka'),
): Promise<Sink> {
  try {
    return new KafkaSink(await load(), options);
  } catch (error) {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ConfigError([
      `\`sinks\` has ${options.name} of type kafka, which needs a package of its own: install it with \`npm install @platformatic/kafka\``,
    ]);
  }
}

function hostOf(broker: string): string {
  return broker.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

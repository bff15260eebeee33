/**
 * A small SNS on this machine: it signs, confirms, delivers and retries like the real one, and its answers can be made to fail. For
 * tests and the demo.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DeadLetter, DeliveryQueue } from './local-sns/delivery.ts';
import * as messages from './local-sns/messages.ts';
import type { LocalSnsOptions, TopicOptions } from './local-sns/options.ts';
import { answerQuery, QueryError, type QueryRequest } from './local-sns/query-api.ts';
import { createAuthority, type SnsAuthority } from './sns-authority.ts';

export type { DeadLetter, LocalSnsOptions, QueryRequest, TopicOptions };
export type Subscription = messages.Subscription;

export class LocalSns {
  /** Every request to the API, as it came. */
  readonly requests: QueryRequest[] = [];
  /** May be changed at any time. */
  refuseSigned: boolean;
  /** Counts down to 0. */
  failRequests: number;
  readonly authority: SnsAuthority;
  readonly #queue: DeliveryQueue;
  readonly #server: Server;
  readonly #topics = new Map<string, messages.Topic>();
  readonly #subscriptions = new Map<string, messages.Subscription>();
  readonly #signing = new Set<Promise<void>>();
  #published = 0;

  static async start(options: LocalSnsOptions = {}): Promise<LocalSns> {
    const sns = new LocalSns(await createAuthority(options.authority), options);
    sns.#server.listen(0, '127.0.0.1');
    await once(sns.#server, 'listening');
    return sns;
  }

  private constructor(authority: SnsAuthority, options: LocalSnsOptions) {
    const { concurrency = 32, timeoutMs = 15_000, retryDelayMs = 50, refuseSigned = false, failRequests = 0, ca } = options;
    this.authority = authority;
    this.refuseSigned = refuseSigned;
    this.failRequests = failRequests;
    this.#queue = new DeliveryQueue({ concurrency, timeoutMs, retryDelayMs, ...(ca === undefined ? {} : { ca }) });
    this.#server = createServer((incoming, outgoing) => {
      answerQuery(incoming, outgoing, (request) => this.#act(request)).catch(() => outgoing.destroy());
    });
  }

  /** What `endpoint` of an SDK client is set to. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get stats(): { readonly published: number; readonly delivered: number; readonly retried: number; readonly dead: number } {
    return { published: this.#published, ...this.#queue.counts };
  }

  /** What could not be delivered, as the endpoint would have had it. */
  get deadLetters(): readonly DeadLetter[] {
    return this.#queue.deadLetters;
  }

  get subscriptions(): readonly messages.Subscription[] {
    return [...this.#subscriptions.values()];
  }

  /** The certificate behind its own URL in any Region; anything else is rejected. */
  readonly fetchCertificate = async (url: string): Promise<string> => {
    const region = /^https:\/\/sns\.([a-z0-9-]+)\.amazonaws\.com\//.exec(url)?.[1] ?? '';
    if (url !== this.authority.certificateUrl(region)) throw new Error(`there is no certificate at ${url}`);
    return this.authority.pem;
  };

  createTopic(name: string, options: TopicOptions = {}): string {
    const { region = 'us-east-1', accountId = '111122223333', signatureVersion = 2, deliveryPolicy } = options;
    const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
    this.#topics.set(arn, { arn, region, signatureVersion, retries: deliveryPolicy?.healthyRetryPolicy?.numRetries ?? 3 });
    return arn;
  }

  /** Sends a confirmation to the endpoint; nothing else goes there until its token came back. */
  subscribe(topicArn: string, endpoint: string): messages.Subscription {
    const topic = this.#topic(topicArn);
    const subscription = { arn: `${topicArn}:${randomUUID()}`, topic, endpoint, token: messages.newToken(), confirmed: false };
    this.#subscriptions.set(subscription.arn, subscription);
    this.#send(messages.subscriptionConfirmation(subscription), [subscription]);
    return subscription;
  }

  /** Ends a subscription, which its endpoint is told. */
  unsubscribe(subscription: messages.Subscription): void {
    this.#subscriptions.delete(subscription.arn);
    this.#send(messages.unsubscribeConfirmation(subscription), [subscription]);
  }

  /** Queues a message for every confirmed subscription, and gives its id. */
  publish(topicArn: string, message: string, { subject }: { readonly subject?: string } = {}): string {
    const fields = messages.notification(this.#topic(topicArn), message, subject);
    this.#published += 1;
    this.#send(
      fields,
      this.subscriptions.filter(({ topic, confirmed }) => confirmed && topic.arn === topicArn),
    );
    return fields['MessageId']!;
  }

  /** Resolves when all that was sent so far has arrived or is dead. */
  async settled(): Promise<void> {
    await Promise.all(this.#signing);
    await this.#queue.settled();
  }

  async close(): Promise<void> {
    this.#queue.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #topic(arn: string): messages.Topic {
    const topic = this.#topics.get(arn);
    if (topic === undefined) throw new Error(`there is no topic ${arn}`);
    return topic;
  }

  #send(fields: messages.Fields, subscriptions: readonly messages.Subscription[]): void {
    const [first] = subscriptions;
    if (first === undefined) return;
    const sent = this.authority.sealAside(fields, first.topic.signatureVersion).then((sealed) => {
      for (const subscription of subscriptions) {
        const body =
          fields['Type'] === 'Notification' ? { ...sealed, UnsubscribeURL: messages.unsubscribeUrl(subscription) } : sealed;
        this.#queue.push({
          url: subscription.endpoint,
          headers: messages.headersFor(fields, subscription),
          body: JSON.stringify(body, null, 2),
          messageId: fields['MessageId']!,
          retries: subscription.topic.retries,
        });
      }
    });
    const done = sent.finally(() => this.#signing.delete(done));
    this.#signing.add(done);
  }

  #act(request: QueryRequest): Readonly<Record<string, string>> {
    this.requests.push(request);
    if (this.failRequests > 0) {
      this.failRequests -= 1;
      throw new QueryError(500, 'InternalFailure', 'The request failed because of an unknown error');
    }
    if (request.action !== 'ConfirmSubscription')
      throw new QueryError(400, 'InvalidAction', `${request.action} is not served here`);
    const { TopicArn, Token, AuthenticateOnUnsubscribe } = request.parameters;
    // AWS's page: the call "requires an AWS signature only when the AuthenticateOnUnsubscribe flag is set to true".
    if (request.signed ? this.refuseSigned : AuthenticateOnUnsubscribe === 'true') {
      throw new QueryError(403, 'AuthorizationError', 'Not authorized to perform: sns:ConfirmSubscription');
    }
    if (TopicArn === undefined || !this.#topics.has(TopicArn)) throw new QueryError(404, 'NotFound', 'Topic does not exist');
    const subscription = this.subscriptions.find(({ topic, token }) => topic.arn === TopicArn && token === Token);
    if (subscription === undefined) throw new QueryError(400, 'InvalidParameter', 'Invalid parameter: Token');
    subscription.confirmed = true;
    return { SubscriptionArn: subscription.arn };
  }
}

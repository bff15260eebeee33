/** Posts to endpoints as SNS does: so many at once, again after what may heal, and then to the dead letters. */
import { Agent, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly messageId: string;
  readonly retries: number;
}
export interface DeadLetter {
  readonly messageId: string;
  readonly url: string;
  readonly body: string;
  /** The last answer's status, or what kept the connection from giving one. */
  readonly reason: string;
}
export interface DeliveryOptions {
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Between one attempt and the next. SNS's are seconds. */
  readonly retryDelayMs: number;
  /** Who signed the endpoint's certificate, where it is https. */
  readonly ca?: string;
}

type Outcome = { readonly status: number } | { readonly failure: string };

export class DeliveryQueue {
  readonly deadLetters: DeadLetter[] = [];
  readonly counts = { delivered: 0, retried: 0, dead: 0 };
  readonly #options: DeliveryOptions;
  readonly #http: Agent;
  readonly #https: TlsAgent;
  readonly #waiting: { readonly delivery: Delivery; readonly attempt: number }[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #idle: (() => void)[] = [];
  #running = 0;
  #open = 0;
  #next = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const agent = { keepAlive: true, maxSockets: options.concurrency };
    this.#http = new Agent(agent);
    this.#https = new TlsAgent({ ...agent, ...(options.ca === undefined ? {} : { ca: options.ca }) });
  }

  push(delivery: Delivery): void {
    this.#open += 1;
    this.#waiting.push({ delivery, attempt: 0 });
    this.#pump();
  }

  /** Resolves when everything pushed so far was delivered or is dead. */
  settled(): Promise<void> {
    return this.#open === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#waiting.length = 0;
    this.#http.destroy();
    this.#https.destroy();
  }

  #pump(): void {
    while (this.#running < this.#options.concurrency && this.#next < this.#waiting.length) {
      const { delivery, attempt } = this.#waiting[this.#next]!;
      this.#next += 1;
      this.#running += 1;
      void this.#attempt(delivery, attempt).finally(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
    // Shifting one by one would be quadratic, so what is done is cut off now and then.
    if (this.#next > 1_000) {
      this.#waiting.splice(0, this.#next);
      this.#next = 0;
    }
  }

  async #attempt(delivery: Delivery, attempt: number): Promise<void> {
    const outcome = await this.#post(delivery);
    if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) {
      this.counts.delivered += 1;
      return this.#done();
    }
    const mayHeal = 'failure' in outcome || outcome.status >= 500 || outcome.status === 429;
    if (mayHeal && attempt < delivery.retries) {
      this.counts.retried += 1;
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#waiting.push({ delivery, attempt: attempt + 1 });
        this.#pump();
      }, this.#options.retryDelayMs);
      this.#timers.add(timer);
      return;
    }
    const { messageId, url, body } = delivery;
    this.counts.dead += 1;
    this.deadLetters.push({ messageId, url, body, reason: 'status' in outcome ? String(outcome.status) : outcome.failure });
    this.#done();
  }

  #done(): void {
    this.#open -= 1;
    if (this.#open > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle = [];
  }

  #post({ url, headers, body }: Delivery): Promise<Outcome> {
    return new Promise((resolve) => {
      const bytes = Buffer.from(body);
      const tls = url.startsWith('https:');
      const options = {
        method: 'POST',
        agent: tls ? this.#https : this.#http,
        headers: { ...headers, 'content-length': bytes.length },
      };
      const call = (tls ? tlsRequest : request)(url, options, (response) => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode ?? 0 }));
        response.on('error', (error) => resolve({ failure: error.message }));
      });
      // A limit on the whole answer, where `timeout` would be one on silence.
      const timer = setTimeout(() => call.destroy(new Error('timed out')), this.#options.timeoutMs);
      call.on('error', (error) => resolve({ failure: error.message }));
      call.on('close', () => clearTimeout(timer));
      call.end(bytes);
    });
  }
}

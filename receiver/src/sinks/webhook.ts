import { createHash } from 'node:crypto';
import { errorCode } from '../error-code.ts';
import { formatSignal } from '../signals/format.ts';
import type { StoredSignal } from '../store/signals.ts';
import type { WebhookSinkOptions } from './options.ts';
import { Parts } from './parts.ts';
import { retryAfterMs } from './retry-after.ts';
import { signatures } from './signature.ts';
import { DeliveryError, TooLargeError, type Sink } from './sink.ts';

/** A request is at most so large, unless a single signal is larger. */
const LIMITS = { count: 100, bytes: 1024 * 1024 - 1 };
/** What the specification advises at most. */
const TIMEOUT_MS = 30_000;
/** What an answer says does not matter; a short one is read so that the connection can be used again. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** Of the 4xx, these say "later"; the others, and any redirection, say "not so". */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/** What is not an option. */
export interface WebhookSinkContext {
  /** @default Date.now */
  readonly now?: () => number;
  /** How long an answer may take, in milliseconds. @default 30,000 */
  readonly timeoutMs?: number;
}

/**
 * Posts signals as a JSON array, signed by the Standard Webhooks specification. Only a 2xx is taken as "I have them": all else is an
 * error, and no redirection is followed. The same signals in the same bytes have the same `webhook-id`.
 */
export class WebhookSink implements Sink {
  private readonly parts: Parts<{ readonly text: string; readonly bytes: number }>;
  private readonly now: () => number;
  private readonly timeoutMs: number;

  public constructor(
    private readonly options: WebhookSinkOptions,
    { now = Date.now, timeoutMs = TIMEOUT_MS }: WebhookSinkContext = {},
  ) {
    this.now = now;
    this.timeoutMs = timeoutMs;
    this.parts = new Parts(LIMITS, (stored) => {
      const text = formatSignal(stored, options.format ?? 'signal');
      // With the comma or bracket after it.
      return { text, bytes: Buffer.byteLength(text) + 1 };
    });
  }

  public deliver(batch: readonly StoredSignal[], abort: AbortSignal): Promise<void> {
    return this.parts.deliver(batch, (part) => this.post(part, abort));
  }

  public async close(): Promise<void> {
    // Connections are fetch's own, and end by themselves.
  }

  private async post(part: readonly { readonly text: string }[], abort: AbortSignal): Promise<void> {
    const body = Buffer.from(`[${part.map(({ text }) => text).join(',')}]`);
    const response = await this.request(body, AbortSignal.any([abort, AbortSignal.timeout(this.timeoutMs)]));
    const { status, headers } = response;
    if (!response.ok) {
      const wait = retryAfterMs(headers.get('retry-after'), this.now());
      const message = `the webhook answered ${status}`;
      if (status === 413) throw new TooLargeError(message, { hopeless: true, retryAfterMs: wait });
      throw new DeliveryError(message, { hopeless: status < 500 && !LATER.has(status), retryAfterMs: wait });
    }
  }

  private async request(body: Buffer<ArrayBuffer>, signal: AbortSignal): Promise<Response> {
    const { url, secret, previousSecret, headers = {} } = this.options;
    const id = `msg_${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
    const timestamp = String(Math.floor(this.now() / 1000));
    const secrets = [secret, ...(previousSecret === undefined ? [] : [previousSecret])];
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal,
        body,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'user-agent': 'clarion-receiver',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatures(secrets, id, timestamp, body),
        },
      });
      await skim(response);
      return response;
    } catch (error) {
      throw new DeliveryError(`the webhook did not answer (${reason(error)})`, { cause: error });
    }
  }
}

/** The status is what counts: an answer that then breaks off has been given. */
async function skim({ body }: Response): Promise<void> {
  let length = 0;
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > MAX_ANSWER_BYTES) return;
    }
  } catch {
    // Nothing is missed.
  }
}

/** Such as `ECONNREFUSED` or `TimeoutError`. What fetch says of it may hold the URL. */
function reason(error: unknown): string {
  const { name, cause } = Object(error) as { readonly name?: unknown; readonly cause?: unknown };
  return cause === undefined ? String(name).slice(0, 64) : errorCode(cause);
}

import type { Readable } from 'node:stream';
import { Refusal } from '../error.ts';
import { BodyBuffer } from './body-buffer.ts';

/**
 * The largest body that is read: SNS sends at most 256 KiB to a webhook, which JSON's escapes can blow up six times.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/sns.html
 */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** SNS itself gives up after 15 seconds. */
export const BODY_TIMEOUT_MS = 10_000;

const tooLarge = (maxBytes: number) => new Refusal('body-too-large', `the body must be at most ${maxBytes} bytes`);
const timedOut = () =>
  new Refusal('body-timeout', `the body must arrive within ${BODY_TIMEOUT_MS / 1_000} seconds: send it again`);
const brokenOff = (cause: unknown) => new Refusal('body-timeout', 'the body broke off before its end: send it again', { cause });

/** What is known before a body is read. */
export interface BodyOptions {
  /** How many bytes it is to have, by {@link announcedLength}. */
  readonly announced?: number | undefined;
  /** @default 10,000 */
  readonly timeoutMs?: number | undefined;
  /** @default {@link MAX_BODY_BYTES} */
  readonly maxBytes?: number;
}

/**
 * How many bytes a request announces; `undefined` when it announces none, as a chunked one.
 *
 * @throws Refusal `body-too-large`, before anything is read.
 */
export function announcedLength(contentLength: string | undefined, maxBytes = MAX_BODY_BYTES): number | undefined {
  if (contentLength === undefined) return undefined;
  const length = Number(contentLength);
  if (!/^\d{1,15}$/.test(contentLength) || length > maxBytes) throw tooLarge(maxBytes);
  return length;
}

/**
 * Reads a body from Node's own stream, which takes half the time of a web stream. Counts the bytes itself, since a chunked body
 * announces none, and stops at the limit or at the deadline. Nothing is inflated.
 *
 * @throws Refusal `body-too-large`; or `body-timeout` (503, so that SNS sends again) when it is slow or breaks off.
 */
export function readNodeBody(
  stream: Readable,
  { announced, timeoutMs = BODY_TIMEOUT_MS, maxBytes = MAX_BODY_BYTES }: BodyOptions = {},
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const body = new BodyBuffer(maxBytes, announced);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      // A listener must remain: an error without one would end the process.
      stream.on('error', () => undefined).pause();
      finish();
    };
    const onData = (piece: Buffer) => {
      if (!body.add(piece)) settle(() => reject(tooLarge(maxBytes)));
    };
    const onEnd = () => settle(() => resolve(body.bytes()));
    const onBreak = (error?: unknown) => settle(() => reject(brokenOff(error)));
    const timer = setTimeout(() => settle(() => reject(timedOut())), timeoutMs);
    if (stream.destroyed) return onBreak();
    stream.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
}

/** The same where there is no Node stream, as with `app.request()` or another runtime. */
export async function readWebBody(
  stream: ReadableStream<Uint8Array> | null,
  { announced, timeoutMs = BODY_TIMEOUT_MS, maxBytes = MAX_BODY_BYTES }: BodyOptions = {},
): Promise<Uint8Array> {
  if (stream === null) return new Uint8Array();
  const reader = stream.getReader();
  const body = new BodyBuffer(maxBytes, announced);
  let late = false;
  // Cancelling ends the read under way. Racing each read against a deadline would keep something of every piece.
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel().catch(() => undefined);
  }, timeoutMs);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (late) throw timedOut();
      if (done) return body.bytes();
      if (!body.add(value)) throw tooLarge(maxBytes);
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error instanceof Refusal ? error : brokenOff(error);
  } finally {
    clearTimeout(timer);
  }
}

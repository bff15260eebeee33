import type { Readable } from 'node:stream';
import { Refusal } from '../error.ts';

/**
 * The largest body that is read: SNS sends at most 256 KiB to a webhook, which JSON's escapes can blow up six times.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/sns.html
 */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** SNS itself gives up after 15 seconds. */
export const BODY_TIMEOUT_MS = 10_000;

const tooLarge = () => new Refusal('body-too-large', `the body must be at most ${MAX_BODY_BYTES} bytes`);
const timedOut = () =>
  new Refusal('body-timeout', `the body must arrive within ${BODY_TIMEOUT_MS / 1_000} seconds: send it again`);
const brokenOff = (cause: unknown) => new Refusal('body-timeout', 'the body broke off before its end: send it again', { cause });

/**
 * How many bytes a request announces; the limit when it announces none.
 *
 * @throws Refusal `body-too-large`, before anything is read.
 */
export function announcedLength(contentLength: string | undefined): number {
  if (contentLength === undefined) return MAX_BODY_BYTES;
  const length = Number(contentLength);
  if (!/^\d{1,15}$/.test(contentLength) || length > MAX_BODY_BYTES) throw tooLarge();
  return length;
}

/**
 * Reads a body from Node's own stream, which takes half the time of a web stream. Counts the bytes itself, since a chunked body
 * announces none, and stops at the limit or at the deadline. Nothing is inflated.
 *
 * @throws Refusal `body-too-large`; or `body-timeout` (503, so that SNS sends again) when it is slow or breaks off.
 */
export function readNodeBody(stream: Readable, timeoutMs = BODY_TIMEOUT_MS): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      // A listener must remain: an error without one would end the process.
      stream.on('error', () => undefined).pause();
      finish();
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) settle(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length)));
    const onBreak = (error?: unknown) => settle(() => reject(brokenOff(error)));
    const timer = setTimeout(() => settle(() => reject(timedOut())), timeoutMs);
    if (stream.destroyed) return onBreak();
    stream.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
}

/** The same where there is no Node stream, as with `app.request()` or another runtime. */
export async function readWebBody(stream: ReadableStream<Uint8Array> | null, timeoutMs = BODY_TIMEOUT_MS): Promise<Uint8Array> {
  if (stream === null) return new Uint8Array();
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut()), timeoutMs);
  });
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), deadline]);
      if (done) return Buffer.concat(chunks, length);
      length += value.length;
      if (length > MAX_BODY_BYTES) throw tooLarge();
      chunks.push(value);
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error instanceof Refusal ? error : brokenOff(error);
  } finally {
    clearTimeout(timer);
  }
}

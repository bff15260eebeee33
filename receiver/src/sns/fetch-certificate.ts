import { Refusal } from '../error.ts';
import { MAX_CERTIFICATE_BYTES } from './certificate.ts';

/** Resolves to the PEM text behind a URL, and rejects on anything else. The URL was checked before. Must not follow redirects. */
export type FetchCertificate = (url: string) => Promise<string>;

/** Limits of `certificateFetch`. */
export interface CertificateFetchOptions {
  /**
   * How long the whole answer may take, in milliseconds. SNS itself waits 15 seconds for ours.
   *
   * @default 5000
   */
  readonly timeoutMs?: number;
  /**
   * The longest answer taken, in bytes, counted while it comes in.
   *
   * @default 16384
   */
  readonly maxBytes?: number;
}

/** Makes the default way to fetch a certificate: no redirect is followed, and nothing but a short 200 is taken. */
export function certificateFetch({
  timeoutMs = 5_000,
  maxBytes = MAX_CERTIFICATE_BYTES,
}: CertificateFetchOptions = {}): FetchCertificate {
  return async function fetchCertificate(url) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    try {
      const response = await fetch(url, { redirect: 'manual', signal: controller.signal });
      if (response.status !== 200) {
        throw new Refusal('certificate-unavailable', `the signing certificate's host answered ${response.status}`);
      }
      return await read(response, maxBytes);
    } finally {
      clearTimeout(timer);
      // Whatever was not read is not worth waiting for.
      controller.abort();
    }
  };
}

async function read(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw new Refusal('certificate-rejected', `the signing certificate must be at most ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
}

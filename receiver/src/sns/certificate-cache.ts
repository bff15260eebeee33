import { Refusal } from '../error.ts';
import { BoundedMap } from './bounded-map.ts';
import { type Certificate, covers, readCertificate } from './certificate.ts';
import type { FetchCertificate } from './fetch-certificate.ts';
import type { TopicEndpoint } from './hosts.ts';
import { TokenBucket } from './token-bucket.ts';

/** How many keys are kept. A Region has one or two at a time. */
export const MAX_CERTIFICATES = 16;
/** How long a URL that failed is not asked again. SNS tries again for longer than that. */
export const FAILURE_MS = 60_000;
/** How many fetches a minute, over all URLs: whoever knows a webhook and a topic can make up any number of URLs. */
export const FETCHES_PER_MINUTE = 10;

/** What the cache needs from outside. */
export interface CertificateCacheOptions {
  readonly fetchCertificate: FetchCertificate;
  readonly now: () => number;
}

interface Held {
  readonly certificate: Certificate;
  readonly fetchedAt: number;
}
interface Failure {
  readonly refusal: Refusal;
  readonly until: number;
}

/** Signing certificates by URL: bounded, fetched once however many messages wait, and never asked for more often than the limits say. */
export class CertificateCache {
  readonly #fetch: FetchCertificate;
  readonly #now: () => number;
  readonly #fetches: TokenBucket;
  readonly #held = new BoundedMap<string, Held>(MAX_CERTIFICATES);
  // More than the bucket lets fail within their time, so a failure is never forgotten early.
  readonly #failures = new BoundedMap<string, Failure>(4 * FETCHES_PER_MINUTE);
  readonly #flights = new Map<string, Promise<Certificate>>();

  public constructor({ fetchCertificate, now }: CertificateCacheOptions) {
    this.#fetch = fetchCertificate;
    this.#now = now;
    this.#fetches = new TokenBucket(FETCHES_PER_MINUTE, now);
  }

  /**
   * The certificate behind a URL, at once if it is held. One that does not cover the moment is fetched anew, at most once a minute, in
   * case it was renewed in place; a failure to do so takes nothing away from messages that the held one serves.
   */
  public get(url: string, endpoint: TopicEndpoint, moment: number): Certificate | Promise<Certificate> {
    const held = this.#held.get(url);
    if (held !== undefined && (covers(held.certificate, moment) || this.#now() - held.fetchedAt < FAILURE_MS))
      return held.certificate;
    const flight = this.#flights.get(url);
    if (flight !== undefined) return flight;
    const failure = this.#failures.get(url);
    if (failure !== undefined && this.#now() < failure.until) {
      const { code, message, cause } = failure.refusal;
      throw new Refusal(code, message, { cause });
    }
    if (!this.#fetches.take()) {
      throw new Refusal('certificate-fetch-limited', `at most ${FETCHES_PER_MINUTE} signing certificates are fetched a minute`);
    }
    const started = this.#load(url, endpoint).finally(() => this.#flights.delete(url));
    this.#flights.set(url, started);
    return started;
  }

  async #load(url: string, endpoint: TopicEndpoint): Promise<Certificate> {
    try {
      const certificate = readCertificate(await this.#fetch(url), endpoint);
      this.#held.set(url, { certificate, fetchedAt: this.#now() });
      return certificate;
    } catch (cause) {
      const refusal =
        cause instanceof Refusal
          ? cause
          : new Refusal('certificate-unavailable', 'the signing certificate could not be fetched', { cause });
      this.#failures.set(url, { refusal, until: this.#now() + FAILURE_MS });
      throw refusal;
    }
  }
}

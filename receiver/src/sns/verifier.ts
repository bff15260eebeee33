import { type KeyObject, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../error.ts';
import { BoundedMap } from './bounded-map.ts';
import { covers } from './certificate.ts';
import { CertificateCache } from './certificate-cache.ts';
import { checkCertificateUrl } from './certificate-url.ts';
import { checkConfirmation } from './confirmation.ts';
import { checkEnvelope, type Envelope } from './envelope.ts';
import { certificateFetch, type FetchCertificate } from './fetch-certificate.ts';
import { type TopicEndpoint, topicEndpoint } from './hosts.ts';
import { signingString } from './signing-string.ts';

/** How old a message may be, in milliseconds: longer than SNS's longest delivery, which is an hour of delays and each attempt's time-out. */
export const DEFAULT_FRESHNESS_MS = 2 * 60 * 60 * 1000;
/** How far ahead of our clock a message may be, in milliseconds. */
export const MAX_AHEAD_MS = 5 * 60 * 1000;

const DIGESTS = { '1': 'sha1', '2': 'sha256' } as const;

/** On a thread of Node's own: it takes as long as reading the message, which goes on meanwhile with the next. */
const verifySignature = promisify(verify);

/** A topic whose messages are taken. */
export interface AllowedTopic {
  readonly arn: string;
  /** The lowest `SignatureVersion` taken: 2 once the topic's attribute says 2, so that nobody can fall back to SHA-1. */
  readonly minimumSignatureVersion: 1 | 2;
}

/** Options of `Verifier`. None of them turns a check off. */
export interface VerifierOptions {
  /**
   * Fetches a signing certificate.
   *
   * @default - over https, at most 5 seconds and 16 KiB, without following redirects
   */
  readonly fetchCertificate?: FetchCertificate;
  /**
   * The time, in milliseconds since 1970.
   *
   * @default Date.now
   */
  readonly now?: () => number;
  /**
   * How old a message may be, in milliseconds.
   *
   * @default 7200000
   */
  readonly freshnessMs?: number;
}

/** Options of one verification. */
export interface VerifyOptions {
  /**
   * Takes a message of any age, for dead letters. Its certificate must have been valid when SNS signed it, instead of now.
   *
   * @default false
   */
  readonly ageWaived?: boolean;
}

/**
 * Proves that SNS sent a message from a topic. Cheap checks come first: nothing is fetched for a message that fails any of them.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export class Verifier {
  readonly #now: () => number;
  readonly #freshnessMs: number;
  readonly #certificates: CertificateCache;
  readonly #endpoints = new BoundedMap<string, TopicEndpoint>(1024);

  public constructor({
    fetchCertificate = certificateFetch(),
    now = Date.now,
    freshnessMs = DEFAULT_FRESHNESS_MS,
  }: VerifierOptions = {}) {
    this.#now = now;
    this.#freshnessMs = freshnessMs;
    this.#certificates = new CertificateCache({ fetchCertificate, now });
  }

  /**
   * Resolves when SNS has signed the message for this topic, recently.
   *
   * @param topic - the entry of the allow-list that is exactly the envelope's `topicArn`
   * @throws Refusal whatever is wrong
   */
  public async verify(envelope: Envelope, topic: AllowedTopic, { ageWaived = false }: VerifyOptions = {}): Promise<void> {
    checkEnvelope(envelope);
    const endpoint = this.#endpointOf(envelope, topic);
    if (envelope.signatureVersion < String(topic.minimumSignatureVersion)) {
      throw new Refusal(
        'signature-version-too-low',
        `the topic's messages must have 'SignatureVersion' ${topic.minimumSignatureVersion}`,
      );
    }
    const sentAt = Date.parse(envelope.timestamp);
    const now = this.#now();
    this.#checkAge(now - sentAt, ageWaived);
    checkCertificateUrl(envelope.signingCertUrl, endpoint);
    checkConfirmation(envelope, endpoint);

    const moment = ageWaived ? sentAt : now;
    const found = this.#certificates.get(envelope.signingCertUrl, endpoint, moment);
    const certificate = found instanceof Promise ? await found : found;
    if (!covers(certificate, moment)) throw new Refusal('certificate-invalid', 'the signing certificate is outside its dates');
    if (!(await isSigned(envelope, certificate.key))) {
      throw new Refusal('signature-mismatch', "'Signature' must be SNS's over this message");
    }
  }

  #endpointOf(envelope: Envelope, topic: AllowedTopic): TopicEndpoint {
    if (envelope.topicArn !== topic.arn)
      throw new Refusal('topic-not-allowed', "'TopicArn' must be a topic that this webhook trusts");
    const known = this.#endpoints.get(topic.arn);
    if (known !== undefined) return known;
    const endpoint = topicEndpoint(topic.arn);
    if (endpoint === undefined) throw new Refusal('topic-not-allowed', "'TopicArn' must be the ARN of a standard SNS topic");
    this.#endpoints.set(topic.arn, endpoint);
    return endpoint;
  }

  #checkAge(age: number, waived: boolean): void {
    if (age > this.#freshnessMs && !waived)
      throw new Refusal('message-stale', `a message may be ${this.#freshnessMs} ms old at most`);
    if (age < -MAX_AHEAD_MS) throw new Refusal('message-from-the-future', `a message may be ${MAX_AHEAD_MS} ms ahead at most`);
  }
}

function isSigned(envelope: Envelope, key: KeyObject): Promise<boolean> {
  const signature = Buffer.from(envelope.signature, 'base64');
  return verifySignature(DIGESTS[envelope.signatureVersion], Buffer.from(signingString(envelope), 'utf8'), key, signature);
}

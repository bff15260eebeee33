import { type KeyObject, X509Certificate } from 'node:crypto';
import { Refusal } from '../error.ts';
import type { TopicEndpoint } from './hosts.ts';

/** The longest certificate taken, in bytes. SNS's are 2 KB. */
export const MAX_CERTIFICATE_BYTES = 16 * 1024;
/** The weakest key taken, in bits. */
export const MIN_KEY_BITS = 2048;

/** What is left of a certificate once it was checked: a parsed key, since parsing costs twice what verifying does. */
export interface Certificate {
  readonly key: KeyObject;
  readonly validFrom: number;
  readonly validTo: number;
}

// SNS serves the leaf alone, so a second block is not SNS's.
const ONE_CERTIFICATE = /^-----BEGIN CERTIFICATE-----\r?\n(?:[A-Za-z0-9+/=]{1,76}\r?\n)+-----END CERTIFICATE-----\s*$/;

/**
 * Reads a signing certificate. Which chain it hangs on is not looked at: SNS serves no intermediates, and the connection it came over has
 * been proved by TLS. Its dates are for the caller to judge, who knows the moment in question.
 *
 * @throws Refusal `certificate-rejected` when it is no certificate we take, `certificate-invalid` when it is somebody else's
 */
export function readCertificate(pem: unknown, endpoint: TopicEndpoint): Certificate {
  if (typeof pem !== 'string' || pem.length > MAX_CERTIFICATE_BYTES || !ONE_CERTIFICATE.test(pem)) {
    throw new Refusal(
      'certificate-rejected',
      `the signing certificate must be one PEM block of at most ${MAX_CERTIFICATE_BYTES} bytes`,
    );
  }
  const { certificate, key } = parse(pem);
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_KEY_BITS) {
    throw new Refusal('certificate-rejected', `the signing certificate must hold an RSA key of at least ${MIN_KEY_BITS} bits`);
  }
  const { certificateNames, issuerOrganization } = endpoint;
  if (!certificateNames.some((name) => certificate.checkHost(name, { wildcards: false }) !== undefined)) {
    throw new Refusal('certificate-invalid', `the signing certificate must be for ${certificateNames.join(' or ')}`);
  }
  if (issuerOrganization !== undefined && !certificate.issuer.split('\n').includes(`O=${issuerOrganization}`)) {
    throw new Refusal('certificate-invalid', `the signing certificate must be issued by ${issuerOrganization}`);
  }
  return { key, validFrom: certificate.validFromDate.getTime(), validTo: certificate.validToDate.getTime() };
}

/** Whether a moment lies within the certificate's dates. */
export function covers({ validFrom, validTo }: Certificate, moment: number): boolean {
  return validFrom <= moment && moment <= validTo;
}

function parse(pem: string): { readonly certificate: X509Certificate; readonly key: KeyObject } {
  try {
    const certificate = new X509Certificate(pem);
    // Read here, since a key that OpenSSL cannot read throws only now.
    return { certificate, key: certificate.publicKey };
  } catch (cause) {
    throw new Refusal('certificate-rejected', 'the signing certificate must be X.509', { cause });
  }
}

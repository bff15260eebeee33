import { Refusal } from '../error.ts';
import type { TopicEndpoint } from './hosts.ts';

const FINGERPRINT = /^[0-9a-f]{32}$/;
const EXTENSION = '.pem';

/**
 * Refuses any certificate URL but the one form that SNS uses in the topic's own Region. A pattern for the host is not enough:
 * `sns.s3-us-west-2.amazonaws.com` is a bucket that anyone may have named `sns`. So the URL is rebuilt from the allowed topic and
 * the whole string compared, which leaves a URL parser nothing to read differently.
 */
export function checkCertificateUrl(url: string, endpoint: TopicEndpoint): void {
  const fingerprint = url.slice(-32 - EXTENSION.length, -EXTENSION.length);
  if (!FINGERPRINT.test(fingerprint) || url !== certificateUrl(endpoint, fingerprint)) {
    throw new Refusal('certificate-url-refused', `'SigningCertURL' must be the URL of a certificate on ${endpoint.host}`);
  }
}

/** Where SNS keeps the certificate with this fingerprint, in a topic's Region. */
export function certificateUrl(endpoint: TopicEndpoint, fingerprint: string): string {
  return `https://${endpoint.host}/SimpleNotificationService-${fingerprint}${EXTENSION}`;
}

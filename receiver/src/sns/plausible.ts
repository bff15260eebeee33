import { checkCertificateUrl } from './certificate-url.ts';
import { checkConfirmation } from './confirmation.ts';
import type { Envelope } from './envelope.ts';
import { topicEndpoint } from './hosts.ts';

/**
 * Whether SNS could have written a message, as far as can be told without fetching anything: its topic could be one, and its URLs are
 * those that SNS has in that topic's Region. It proves nothing; it keeps out what a verifier would refuse for certain.
 */
export function isPlausible(envelope: Envelope): boolean {
  const endpoint = topicEndpoint(envelope.topicArn);
  if (endpoint === undefined) return false;
  try {
    checkCertificateUrl(envelope.signingCertUrl, endpoint);
    checkConfirmation(envelope, endpoint);
    return true;
  } catch {
    return false;
  }
}

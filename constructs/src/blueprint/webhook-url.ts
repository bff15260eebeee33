import { BlueprintError } from './error';

/**
 * What SNS can deliver to: https, a public DNS name (no address, no `localhost`, no underscore), any port and path, and no user,
 * fragment or white space. Written so that JavaScript, Terraform (RE2) and CloudFormation (Java) read it the same way.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html
 */
export const WEBHOOK_URL_PATTERN =
  '^https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9](:[0-9]{1,5})?(/[A-Za-z0-9._~:/?@!$&()*+,;=%-]*)?$';

/** The rule in words, for every place that refuses a URL. */
export const WEBHOOK_URL_RULE =
  'The webhook URL is the one that Clarion shows: https, with a public host name, and without user, fragment or space.';

const matcher = new RegExp(WEBHOOK_URL_PATTERN);

/**
 * Refuses a URL that SNS would never reach.
 *
 * @throws BlueprintError `webhook-url-invalid`. It shows scheme and host at most: the path of a webhook URL is a secret.
 */
export function checkWebhookUrl(url: string): void {
  if (matcher.test(url)) return;
  throw new BlueprintError('webhook-url-invalid', withoutSecret(url), 'Copy it from Clarion, step 0 of the setup guide.');
}

function withoutSecret(url: string): string {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(url)?.[0];
  if (scheme === undefined) return `a text of ${url.length} characters that is not a URL`;
  const authority = url.slice(scheme.length).split(/[/?#\s]/, 1)[0] ?? '';
  return `${scheme}${authority.includes('@') ? '…@' : ''}${authority.slice(authority.lastIndexOf('@') + 1)}/…`;
}

import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** A secret as the Standard Webhooks specification writes it: 24 to 64 bytes in base64, the prefix before them or not. */
export function isSecret(text: string): boolean {
  const base64 = withoutPrefix(text);
  const bytes = Buffer.from(base64, 'base64');
  // What decodes to the same text again has nothing in it that base64 leaves out silently.
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
}

/**
 * Signs a request by the Standard Webhooks specification, once with each secret.
 *
 * @returns the value of `webhook-signature`.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 */
export function signatures(secrets: readonly string[], id: string, timestamp: string, body: Buffer): string {
  return secrets.map((secret) => `v1,${signature(Buffer.from(withoutPrefix(secret), 'base64'), id, timestamp, body)}`).join(' ');
}

function signature(key: Buffer, id: string, timestamp: string, body: Buffer): string {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}

function withoutPrefix(secret: string): string {
  return secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
}

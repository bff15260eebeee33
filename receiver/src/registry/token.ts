import { hash, randomBytes } from 'node:crypto';

/** 256 bits: nobody guesses it. */
const TOKEN_BYTES = 32;
/** A longer one was never given out, and is not worth hashing. */
const MAX_TOKEN_LENGTH = 128;

/** A new secret for a webhook's URL, in base64url. It is shown once, and stored as {@link sha256} only. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** A token's SHA-256 in hex. Looking it up by this tells a stranger nothing by its timing. */
export function sha256(token: string): string {
  return hash('sha256', token);
}

/** Whether a text could be a token at all. */
export function isToken(text: string): boolean {
  return text.length > 0 && text.length <= MAX_TOKEN_LENGTH;
}

import { hash } from 'node:crypto';

/** How long a key is: 128 bits tell all signals apart that will ever be. */
export const KEY_BYTES = 16;

/** What a signal is found by in a store: the beginning of the SHA-256 of its id, a quarter of its size in every index. */
export function signalKey(id: string): Buffer {
  const key = Buffer.allocUnsafe(KEY_BYTES);
  writeSignalKey(id, key, 0);
  return key;
}

/** The same, written among others. By way of hexadecimal it takes half as long as by a buffer of its own. */
export function writeSignalKey(id: string, keys: Buffer, at: number): void {
  keys.write(hash('sha256', id, 'hex'), at, KEY_BYTES, 'hex');
}

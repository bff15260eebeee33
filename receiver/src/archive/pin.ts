import type { BucketPin } from '../store/workspace.ts';
import type { NoticedFile } from './notice.ts';

/**
 * The pin that lets a file be read: one of its bucket whose prefix its key begins with, the longest of them.
 *
 * @returns `undefined` for a file that must not be read, whoever names it.
 */
export function pinOf<Pin extends Pick<BucketPin, 'bucket' | 'prefix'>>(
  { bucket, key }: Pick<NoticedFile, 'bucket' | 'key'>,
  pins: readonly Pin[],
): Pin | undefined {
  return pins
    .filter((pin) => pin.bucket === bucket && key.startsWith(pin.prefix))
    .toSorted((one, other) => other.prefix.length - one.prefix.length)[0];
}

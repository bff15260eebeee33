/** How S3 lists keys, written from AWS's page of ListObjectsV2. */
export interface Listing {
  readonly prefix: string;
  readonly delimiter?: string;
  /** Only what comes after: a key, or the last of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface Listed<T> {
  readonly objects: readonly T[];
  readonly prefixes: readonly string[];
  /** What the next page comes after, if there is one. */
  readonly next?: string;
}

/** In the order of S3, which is that of their bytes. */
export const inOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** One page of objects that are in order. */
export function listPage<T extends { readonly key: string }>(objects: readonly T[], listing: Listing): Listed<T> {
  const { prefix, delimiter, after, limit } = listing;
  const found: T[] = [];
  const prefixes: string[] = [];
  let next: string | undefined;
  for (const object of objects) {
    const { key } = object;
    if (!key.startsWith(prefix) || (after !== undefined && inOrder(key, after) <= 0)) continue;
    const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : key.slice(0, end + 1);
    if (common !== undefined && prefixes.at(-1) === common) continue;
    if (found.length + prefixes.length === limit) return { objects: found, prefixes, ...(next !== undefined && { next }) };
    if (common === undefined) found.push(object);
    else prefixes.push(common);
    // Behind everything that begins so.
    next = common === undefined ? key : `${common}\u{10ffff}`;
  }
  return { objects: found, prefixes };
}

import type { Bucket } from '../aws/bucket.ts';
import type { Buckets } from '../aws/buckets.ts';
import { failureOf } from '../aws/failure.ts';
import { findGaps } from '../aws/gaps.ts';
import type { Logger } from '../log.ts';
import type { PinnedBucket, Registry } from '../registry/registry.ts';
import type { Store } from '../store/store.ts';
import type { Chore } from './chores.ts';

/** What it needs. */
export interface GapsContext {
  readonly store: Store;
  readonly registry: Registry;
  readonly buckets: Buckets;
  readonly log: Logger;
  readonly now: () => number;
  /** Told how many files were queued that no notice had announced. */
  readonly found: (files: number) => void;
}

/** Looks in every pinned bucket for log files that no notice announced, and queues them. Each round goes on where the last one ended. */
export function findGapsChore(context: GapsContext): Chore {
  return {
    name: 'gaps',
    everyMs: 15 * 60_000,
    async run(abort) {
      await context.registry.reload();
      for (const pin of context.registry.bucketPins()) {
        if (abort.aborted) return;
        await lookInto(pin, abort, context).catch((error: unknown) => {
          // One bucket that cannot be listed is no reason to leave out the others.
          if (!abort.aborted)
            context.log.warn(
              { bucket: pin.bucket, monitor: pin.monitor.name, reason: failureOf(error).reason },
              'a bucket could not be listed',
            );
        });
      }
    },
  };
}

/** A round of a large bucket takes several runs of the finder; a bucket never holds up the others for longer than these. */
const MOST_RUNS = 10;
/** Marks beside those of folders: when the round under way began, and when the last one that was completed had begun. */
const BEGAN = 'round-began';
const SEEN = 'round-seen';
/** S3's clock and ours may differ, and a file that was just put may not have been settled. */
const MARGIN_MS = 60 * 60_000;

async function lookInto(pin: PinnedBucket, abort: AbortSignal, context: GapsContext): Promise<void> {
  const account = await context.registry.account(pin.accountId);
  // Its jobs say so already.
  if (account?.state !== 'connected') return;
  const bucket = await context.buckets.open(account, pin);
  for (let run = 0; run < MOST_RUNS && !abort.aborted; run += 1) if (await lookOnce(bucket, pin, abort, context)) return;
}

/** @returns whether the round is complete. */
async function lookOnce(
  bucket: Bucket,
  pin: PinnedBucket,
  abort: AbortSignal,
  { store, log, now, found }: GapsContext,
): Promise<boolean> {
  const about = { bucket: pin.bucket, prefix: pin.prefix, monitor: pin.monitor.name };
  const scope = `gaps ${pin.bucket}/${pin.prefix}`;
  const marks = await store.marks(scope);
  const began = marks.get(BEGAN) || String(now());
  // What was there when a whole round was made was queued then, also when the store has forgotten it since.
  const since = Number(marks.get(SEEN) ?? 0) - MARGIN_MS;
  const gaps = findGaps(pin, {
    list: (request) => bucket.listObjects(request, abort),
    knownKeys: (name, keys) => store.knownKeys(name, keys),
    marks,
    now: now(),
  });
  for await (const { keys, marks: reached, complete, folders } of gaps) {
    const files = keys
      .filter(({ lastModified }) => lastModified >= since)
      .map(({ key, etag }) => ({
        ...{ bucket: pin.bucket, key, monitor: pin.monitor.name, foundBy: 'listing' as const, foundAt: now() },
        ...(etag === undefined ? {} : { etag }),
      }));
    // First the files, then how far we came: whatever happens in between is found again.
    if (files.length > 0) {
      const added = await store.addFiles(files);
      found(added);
      log.warn({ ...about, files: added }, 'log files that no notice had announced are queued');
    }
    const round: [string, string][] = complete
      ? [
          [BEGAN, ''],
          [SEEN, began],
        ]
      : [[BEGAN, began]];
    await store.setMarks(scope, new Map([...reached, ...round]));
    if (complete && folders === 0) log.warn(about, 'there are no log files under this prefix: see where the trail writes');
    if (complete) return true;
  }
  return false;
}

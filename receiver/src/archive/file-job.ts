import type { Buckets } from '../aws/buckets.ts';
import { failureOf } from '../aws/failure.ts';
import type { JobHandler } from '../jobs/runner.ts';
import { dead, DONE, LOST, retry, type JobOutcome } from '../jobs/outcome.ts';
import type { Logger } from '../log.ts';
import type { Registry } from '../registry/registry.ts';
import type { FileBatch } from '../store/files.ts';
import type { Job } from '../store/jobs.ts';
import type { SavedSignals } from '../store/messages.ts';
import type { Store } from '../store/store.ts';
import { LogFileError } from './log-file-error.ts';
import { parseLogFileKey } from './log-file-key.ts';
import type { ParsePool } from './parse-pool.ts';
import { pinOf } from './pin.ts';

/** What reading files needs. */
export interface FileJobContext {
  readonly registry: Registry;
  readonly store: Store;
  readonly buckets: Buckets;
  readonly pool: ParsePool;
  readonly log: Logger;
  readonly now: () => number;
  /** Told of each batch once it is stored, for the counters. */
  readonly stored?: (batch: FileBatch, saved: SavedSignals, dropped: number) => void;
}

type File = FileBatch['file'];

/**
 * Reads a log file by the role of its monitor's account, from where the last one who tried it had come, and stores its records in
 * batches, each together with how far it is. A crash in the middle repeats nothing and loses nothing.
 */
export function fileJob(context: FileJobContext): JobHandler {
  return async (job, abort) => {
    const { bucket, key, monitor } = JSON.parse(job.payload) as File & { readonly monitor: string };
    try {
      return await readFile(job, { bucket, key }, monitor, abort, context);
    } catch (error) {
      if (abort.aborted) return LOST;
      if (error instanceof LogFileError) return (error.mayHeal ? retry : dead)(`${error.code}: ${error.message}`);
      const { code, mayHeal, reason } = failureOf(error, context.now() - job.queuedAt);
      return (mayHeal ? retry : dead)(`${code}: ${reason}`);
    }
  };
}

async function readFile(
  job: Job,
  file: File,
  monitorName: string,
  abort: AbortSignal,
  context: FileJobContext,
): Promise<JobOutcome> {
  const { registry, store, buckets, pool, log, now, stored } = context;
  const path = parseLogFileKey(file.key);
  const pins = registry.bucketPins().filter(({ monitor }) => monitor.name === monitorName);
  const pin = pinOf(file, pins);
  if (path === undefined || pin === undefined)
    return retry('bucket-not-pinned: no monitor reads this bucket and prefix any more: add it, or discard the job');
  const account = await registry.account(pin.accountId);
  if (account?.state !== 'connected') {
    return retry(`account-not-connected: connect ${pin.accountId} with \`clarion-receiver account connect ${pin.accountId}\``);
  }
  const bucket = await buckets.open(account, pin);
  const object = await bucket.getObject(file.key, abort);
  // What was read of another content says nothing about where to go on in this one.
  const before = job.progress === 0 ? undefined : await store.file(file);
  const isSame = before?.etag === undefined || object.etag === undefined || before.etag === object.etag;
  const skip = isSame ? job.progress : 0;

  for await (const batch of pool.parse(object.body, {
    path,
    kind: pin.monitor.kind,
    settings: pin.monitor.settings,
    skip,
    abort,
  })) {
    const { blocks, bad, records, last } = batch;
    const written: FileBatch = {
      ...{ lease: job, file, receivedAt: now(), blocks, bad, records, last },
      ...(object.etag === undefined ? {} : { etag: object.etag }),
    };
    const saved = await store.saveFileBatch(written);
    if (saved === 'lost') return LOST;
    stored?.(written, saved, batch.dropped);
    if (saved.differing !== undefined)
      log.warn(
        { job: job.key, signals: saved.differing.slice(0, 10) },
        'an event came again with another text; the first is kept',
      );
  }
  return DONE;
}

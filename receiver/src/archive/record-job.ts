import { isObject, tryParse } from '../json.ts';
import { dead, DONE, LOST } from '../jobs/outcome.ts';
import type { JobHandler } from '../jobs/runner.ts';
import type { Registry } from '../registry/registry.ts';
import type { FileBatch, SignalBlock } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { BlockBuilder } from './blocks.ts';
import { parseLogFileKey } from './log-file-key.ts';
import { pinOf } from './pin.ts';
import { recordReader } from './record-facts.ts';

/** What reading a record again needs. */
export interface RecordJobContext {
  readonly registry: Registry;
  readonly store: Store;
  readonly now: () => number;
}

type Payload = FileBatch['file'] & { readonly index: number; readonly text: string };

/** Reads a record again that could not be read, as its dead letter has it: after a newer release knows its form. */
export function recordJob({ registry, store, now }: RecordJobContext): JobHandler {
  return async (job) => {
    const { bucket, key, text } = JSON.parse(job.payload) as Payload;
    const path = parseLogFileKey(key);
    const pin = pinOf({ bucket, key }, registry.bucketPins());
    if (path === undefined || pin === undefined)
      return dead('bucket-not-pinned: no monitor reads this bucket and prefix any more');
    const record = tryParse(text);
    if (!isObject(record)) return dead('record-not-an-object: it is no JSON object');
    const facts = recordReader({ path, kind: pin.monitor.kind, settings: pin.monitor.settings })(record);
    if (typeof facts === 'string') return dead(facts);
    const blocks: readonly SignalBlock[] = facts === undefined ? [] : blocksOf(facts, text);
    const batch = { lease: job, file: { bucket, key }, receivedAt: now(), blocks, bad: [], records: job.progress, last: true };
    return (await store.saveFileBatch(batch)) === 'lost' ? LOST : DONE;
  };
}

function blocksOf(facts: Parameters<BlockBuilder['add']>[0], text: string): readonly SignalBlock[] {
  const builder = new BlockBuilder();
  const bytes = Buffer.from(text);
  builder.add(facts, bytes, 0, bytes.length);
  return builder.take();
}

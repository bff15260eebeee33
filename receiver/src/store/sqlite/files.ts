import type { Database } from 'better-sqlite3';
import { compact } from '../../json.ts';
import { fileJobKey, recordJobKey } from '../file-jobs.ts';
import type { FileBatch, FileState, NewFile, SignalBlock, StoredFile } from '../files.ts';
import type { SavedSignals } from '../messages.ts';
import type { StoredSignal } from '../signals.ts';
import type { RecordView, Views } from '../view.ts';
import { KEY_BYTES } from '../../signals/key.ts';
import type { Provenance } from '../../signals/signal.ts';
import { textPlace, unpackTexts } from '../blocks.ts';
import { deadLetterWriter } from './jobs.ts';
import { signalMerger } from './signal-writer.ts';

type File = FileBatch['file'];

/** Prepares the queueing of files. To be run inside a transaction. */
export function fileAdder(db: Database): (files: readonly NewFile[]) => number {
  // The same key with another content is another file; AWS does not write one twice, but nothing else may be lost for it.
  const add = db.prepare(
    `INSERT INTO files (bucket, key, monitor, etag, found_by, found_at, state)
     VALUES (@bucket, @key, @monitor, @etag, @foundBy, @foundAt, 'queued')
     ON CONFLICT (bucket, key) DO UPDATE
       SET monitor = excluded.monitor, etag = excluded.etag, found_by = excluded.found_by, found_at = excluded.found_at, state = 'queued'
       WHERE files.state = 'done' AND files.etag <> excluded.etag`,
  );
  const queue = db.prepare(
    `INSERT INTO jobs (kind, key, payload, queued_at, run_at) VALUES ('file', ?, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING`,
  );
  return (files) => {
    let added = 0;
    for (const { etag, ...file } of files) {
      if (add.run({ ...file, etag: etag ?? null }).changes === 0) continue;
      const { bucket, key, monitor, foundAt } = file;
      queue.run(fileJobKey(file), JSON.stringify({ bucket, key, monitor }), foundAt, foundAt);
      added += 1;
    }
    return added;
  };
}

/** Prepares the reading of one file. */
export function fileReader(db: Database): (file: File) => StoredFile | undefined {
  const read = db.prepare<File, { state: FileState; etag: string | null }>(
    'SELECT state, etag FROM files WHERE bucket = @bucket AND key = @key',
  );
  return (file) => {
    const row = read.get(file);
    return row && compact({ state: row.state, etag: row.etag ?? undefined });
  };
}

/** Prepares the question which keys are known. */
export function knownKeys(db: Database): (bucket: string, keys: readonly string[]) => ReadonlySet<string> {
  const known = db.prepare<[string, string], { key: string }>(
    'SELECT key FROM files WHERE bucket = ? AND key IN (SELECT value FROM json_each(?))',
  );
  return (bucket, keys) => new Set(known.all(bucket, JSON.stringify(keys)).map(({ key }) => key));
}

/** Prepares the writing of a batch of a file's records. To be run inside a transaction. */
export function fileBatchWriter(db: Database, views: Views): (batch: FileBatch) => SavedSignals | 'lost' {
  const advance = db.prepare('UPDATE jobs SET progress = @records, crashes = 0 WHERE id = @id AND owner = @owner AND dead = 0');
  const finish = db.prepare('DELETE FROM jobs WHERE id = ?');
  // One record that is read again says nothing of how far its file is.
  const mark = db.prepare(
    `UPDATE files SET state = @state, etag = coalesce(@etag, etag)
     WHERE bucket = @bucket AND key = @key AND (SELECT kind FROM jobs WHERE id = @id) = 'file'`,
  );
  const addLetter = deadLetterWriter(db);
  const addBlock = blockWriter(db, views);

  return ({ lease, file, receivedAt, blocks, bad, records, etag, last }) => {
    if (advance.run({ id: lease.id, owner: lease.owner, records }).changes === 0) return 'lost';
    let newSignals = 0;
    const differing: string[] = [];
    for (const block of blocks) newSignals += addBlock(block, file, receivedAt, differing);
    for (const { index, reason, text } of bad) {
      const payload = JSON.stringify({ ...file, index, text });
      addLetter({ kind: 'record', key: recordJobKey(file, index), payload, reason, at: receivedAt });
    }
    mark.run({ ...file, id: lease.id, state: last ? 'done' : 'queued', etag: etag ?? null });
    if (last) finish.run(lease.id);
    return { newSignals, ...(differing.length === 0 ? {} : { differing }) };
  };
}

/** Prepares the writing of a block: its texts once, and a narrow row for each record. Gives how many signals are new. */
function blockWriter(db: Database, views: Views) {
  const insertBlock = db.prepare('INSERT INTO blocks (bucket, key, received_at, newest, texts) VALUES (?, ?, ?, ?, ?)');
  const dropBlock = db.prepare('DELETE FROM blocks WHERE id = ?');
  const insert = db.prepare(
    `INSERT INTO signals (key, time, source, account_id, event_name, block, start, length)
     VALUES (?, ?, 'cloudtrail', ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
  );
  const merge = signalMerger(db, views);

  return (block: SignalBlock, file: File, receivedAt: number, differing: string[]): number => {
    const { keys, times, accountIds, eventNames, texts } = block;
    const newest = times.reduce((latest, time) => Math.max(latest, time), 0);
    const id = Number(insertBlock.run(file.bucket, file.key, receivedAt, newest, texts).lastInsertRowid);
    const allKeys = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
    let added = 0;
    let unpacked: Buffer | undefined;
    for (let index = 0; index < times.length; index += 1) {
      const { start, length } = textPlace(block, index);
      const key = allKeys.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);
      if (insert.run(key, times[index], accountIds[index], eventNames[index], id, start, length).changes === 1) {
        added += 1;
        continue;
      }
      unpacked ??= unpackTexts(texts);
      const came = recordSignal(unpacked.toString('utf8', start, start + length), file, receivedAt, views.record);
      if (merge(key, came) === 'differing') differing.push(came.signal.id);
    }
    if (added === 0) dropBlock.run(id);
    return added;
  };
}

/** The signal of a record that came in a file. */
function recordSignal(rawText: string, file: File, receivedAt: number, view: RecordView): StoredSignal {
  const provenance: Provenance[] = [{ path: 's3', bucket: file.bucket, key: file.key }];
  return { signal: { ...view(rawText, file, receivedAt), provenance }, rawText };
}

import { compact } from '../../json.ts';
import { fileJobKey, recordJobKey } from '../file-jobs.ts';
import type { FileBatch, FileState, NewFile, StoredFile } from '../files.ts';
import type { SavedSignals } from '../messages.ts';
import type { RecordView } from '../view.ts';
import { recordArrivals } from './record-arrivals.ts';
import { bigints, texts } from './columns.ts';
import type { Database, Queries } from './database.ts';
import { addDeadLetters } from './jobs.ts';
import { savedOf, storeArrivals } from './signal-writer.ts';

type File = FileBatch['file'];

/** Queues files that are not known, and those whose content is another. Gives how many. */
export async function addFiles(tx: Queries, files: readonly NewFile[]): Promise<number> {
  if (files.length === 0) return 0;
  // One statement meets no row twice.
  const once = [...new Map(files.toReversed().map((file) => [fileJobKey(file), file])).values()];
  // The same key with another content is another file; AWS does not write one twice, but nothing else may be lost for it.
  const added = await tx.query<NewFile>(
    `INSERT INTO files (bucket, key, monitor, etag, found_by, found_at, state)
     SELECT bucket, key, monitor, etag, found_by, found_at, 'queued'
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       AS came (bucket, key, monitor, etag, found_by, found_at)
     ORDER BY bucket COLLATE "C", key COLLATE "C"
     ON CONFLICT (bucket, key) DO UPDATE
       SET monitor = excluded.monitor, etag = excluded.etag, found_by = excluded.found_by, found_at = excluded.found_at, state = 'queued'
       WHERE files.state = 'done' AND files.etag <> excluded.etag
     RETURNING bucket, key, monitor, found_at AS "foundAt"`,
    [
      texts(once.map(({ bucket }) => bucket)),
      texts(once.map(({ key }) => key)),
      texts(once.map(({ monitor }) => monitor)),
      texts(once.map(({ etag }) => etag ?? null)),
      texts(once.map(({ foundBy }) => foundBy)),
      bigints(once.map(({ foundAt }) => foundAt)),
    ],
  );
  if (added.length === 0) return 0;
  await tx.run(
    `INSERT INTO jobs (kind, key, payload, queued_at, run_at)
     SELECT 'file', key, payload, at, at FROM unnest($1::text[], $2::text[], $3::bigint[]) AS came (key, payload, at) ORDER BY key COLLATE "C"
     ON CONFLICT (kind, key) DO NOTHING`,
    [
      texts(added.map(fileJobKey)),
      texts(added.map(({ bucket, key, monitor }) => JSON.stringify({ bucket, key, monitor }))),
      bigints(added.map(({ foundAt }) => foundAt)),
    ],
  );
  return added.length;
}

/** Writes a batch of a file's records, whose numbers are these. */
export async function saveFileBatch(
  tx: Queries,
  batch: FileBatch,
  numbers: { readonly seqs: readonly number[]; readonly blocks: readonly number[] },
  view: RecordView,
): Promise<SavedSignals | 'lost'> {
  const { lease, file, receivedAt, bad, records, etag, last } = batch;
  // The file before its job, as whoever adds files has them.
  await tx.query('SELECT FROM files WHERE bucket = $1 AND key = $2 FOR UPDATE', [file.bucket, file.key]);
  const isHeld = await tx.run('UPDATE jobs SET progress = $3, crashes = 0 WHERE id = $1 AND owner = $2 AND NOT dead', [
    ...[lease.id, lease.owner],
    records,
  ]);
  if (isHeld === 0) return 'lost';
  await addDeadLetters(
    tx,
    bad.map(({ index, reason, text }) => ({
      kind: 'record',
      key: recordJobKey(file, index),
      payload: JSON.stringify({ bucket: file.bucket, key: file.key, index, text }),
      reason,
      at: receivedAt,
    })),
  );
  const arrivals = recordArrivals(tx, batch, numbers, view);
  const results = numbers.seqs.length === 0 ? [] : await storeArrivals(tx, arrivals, view);
  // One record that is read again says nothing of how far its file is.
  await tx.run(
    `UPDATE files SET state = $3, etag = coalesce($4, etag)
     WHERE bucket = $1 AND key = $2 AND (SELECT kind FROM jobs WHERE id = $5) = 'file'`,
    [file.bucket, file.key, last ? 'done' : 'queued', etag ?? null, lease.id],
  );
  if (last) await tx.run('DELETE FROM jobs WHERE id = $1', [lease.id]);
  return savedOf(results, (index) => arrivals.signal(index).signal.id);
}

/** What is asked of files. */
export function fileQueries(db: Database) {
  return {
    async read({ bucket, key }: File): Promise<StoredFile | undefined> {
      const [row] = await db.query<{ state: FileState; etag: string | null }>(
        'SELECT state, etag FROM files WHERE bucket = $1 AND key = $2',
        [bucket, key],
      );
      return row && compact({ state: row.state, etag: row.etag ?? undefined });
    },
    add: (files: readonly NewFile[]) => db.write((tx) => addFiles(tx, files)),
    async known(bucket: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
      const rows = await db.query<{ key: string }>('SELECT key FROM files WHERE bucket = $1 AND key = ANY($2::text[])', [
        bucket,
        texts(keys),
      ]);
      return new Set(rows.map(({ key }) => key));
    },
  };
}

import { Mistake } from '../../registry/mistake.ts';
import type { Database, Queries } from './database.ts';

/**
 * The history of the database, one step per version. A step that has been released is never edited; a change is a new step.
 *
 * What differs from SQLite, and why. Signals and blocks are partitioned by day (`partitions.ts`), and what is unique over all days is held
 * by `signal_keys`, a narrow table of its own, with the day's time and the order in which signals were stored. Texts that are looked up
 * compare by their bytes, so that no index depends on the machine's language. What JSON there is, is text: it comes back as it came.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE SEQUENCE row_numbers INCREMENT BY 10000;
   CREATE SEQUENCE block_numbers INCREMENT BY 100;
   CREATE TABLE messages (
     seq bigint NOT NULL,
     webhook text COLLATE "C" NOT NULL,
     topic_arn text COLLATE "C" NOT NULL,
     message_id text COLLATE "C" NOT NULL,
     type text NOT NULL,
     received_at bigint NOT NULL,
     outcome text NOT NULL,
     reason text,
     envelope text NOT NULL,
     PRIMARY KEY (webhook, topic_arn, message_id)
   );
   CREATE INDEX messages_by_time ON messages (received_at) WHERE outcome <> 'quarantined';
   CREATE INDEX messages_quarantined ON messages (received_at) WHERE outcome = 'quarantined';
   CREATE TABLE signal_keys (
     key uuid PRIMARY KEY,
     time bigint NOT NULL,
     seq bigint NOT NULL,
     xact bigint NOT NULL
   );
   CREATE INDEX signal_keys_by_time ON signal_keys (time);
   CREATE INDEX signal_keys_in_order ON signal_keys (xact, seq);
   CREATE TABLE signals (
     seq bigint NOT NULL,
     time bigint NOT NULL,
     block bigint,
     start integer,
     length integer NOT NULL,
     source text COLLATE "C" NOT NULL,
     account_id text COLLATE "C" NOT NULL,
     event_name text COLLATE "C" NOT NULL,
     provenance text,
     body text,
     raw text
   ) PARTITION BY RANGE (time);
   CREATE INDEX signals_by_time ON signals (time, seq);
   CREATE INDEX signals_by_event_name ON signals (event_name, time, seq);
   CREATE INDEX signals_by_account ON signals (account_id, time, seq);
   CREATE INDEX signals_by_rare_source ON signals (source, time, seq) WHERE source <> 'cloudtrail';
   CREATE TABLE signals_default PARTITION OF signals DEFAULT;
   CREATE TABLE blocks (
     id bigint NOT NULL,
     bucket text NOT NULL,
     key text NOT NULL,
     received_at bigint NOT NULL,
     newest bigint NOT NULL,
     texts bytea NOT NULL
   ) PARTITION BY RANGE (id);
   ALTER TABLE blocks ALTER COLUMN texts SET STORAGE EXTERNAL;
   CREATE INDEX blocks_by_id ON blocks (id);
   CREATE INDEX blocks_by_time ON blocks (newest);
   CREATE TABLE blocks_default PARTITION OF blocks DEFAULT;
   CREATE TABLE files (
     bucket text COLLATE "C" NOT NULL,
     key text COLLATE "C" NOT NULL,
     monitor text NOT NULL,
     etag text,
     found_by text NOT NULL,
     found_at bigint NOT NULL,
     state text NOT NULL,
     PRIMARY KEY (bucket, key)
   );
   CREATE INDEX files_by_time ON files (found_at) WHERE state = 'done';
   CREATE TABLE jobs (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     kind text COLLATE "C" NOT NULL,
     key text COLLATE "C" NOT NULL,
     payload text NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     crashes integer NOT NULL DEFAULT 0,
     progress bigint NOT NULL DEFAULT 0,
     queued_at bigint NOT NULL,
     run_at bigint NOT NULL,
     owner text,
     dead boolean NOT NULL DEFAULT false,
     reason text,
     UNIQUE (kind, key)
   );
   CREATE INDEX jobs_due ON jobs (run_at, id) WHERE NOT dead;
   CREATE INDEX jobs_held ON jobs (id) WHERE owner IS NOT NULL;
   CREATE INDEX jobs_dead ON jobs (id) WHERE dead;
   CREATE INDEX jobs_dead_by_time ON jobs (run_at) WHERE dead;
   CREATE TABLE confirmations (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     webhook text COLLATE "C" NOT NULL,
     topic_arn text COLLATE "C" NOT NULL,
     message_id text NOT NULL,
     token text COLLATE "C" NOT NULL,
     envelope text NOT NULL,
     received_at bigint NOT NULL,
     expires_at bigint NOT NULL,
     state text NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     next_at bigint NOT NULL,
     reason text,
     UNIQUE (webhook, topic_arn, token)
   );
   CREATE INDEX confirmations_due ON confirmations (next_at) WHERE state IN ('waiting-for-topic', 'pending');
   CREATE INDEX confirmations_over ON confirmations (next_at) WHERE state IN ('expired', 'failed');
   CREATE TABLE leases (name text PRIMARY KEY, owner text NOT NULL, until bigint NOT NULL);
   CREATE TABLE marks (
     scope text COLLATE "C" NOT NULL,
     name text COLLATE "C" NOT NULL,
     value text NOT NULL,
     PRIMARY KEY (scope, name)
   );
   CREATE TABLE webhooks (
     token_sha256 text PRIMARY KEY,
     name text NOT NULL UNIQUE,
     created_at bigint NOT NULL,
     revoked_at bigint
   );
   CREATE TABLE monitors (
     name text COLLATE "C" PRIMARY KEY,
     kind text NOT NULL,
     minimum_signature_version integer NOT NULL,
     settings text NOT NULL
   );
   CREATE TABLE topics (
     monitor text COLLATE "C" NOT NULL REFERENCES monitors ON DELETE CASCADE,
     arn text COLLATE "C" NOT NULL,
     PRIMARY KEY (monitor, arn)
   );
   CREATE INDEX topics_by_arn ON topics (arn);
   CREATE TABLE accounts (
     id text COLLATE "C" PRIMARY KEY,
     role_arn text NOT NULL,
     external_id text,
     is_primary boolean NOT NULL,
     state text NOT NULL,
     reason text,
     checked_at bigint
   );
   CREATE UNIQUE INDEX accounts_primary ON accounts (is_primary) WHERE is_primary;
   CREATE TABLE workspace (
     one integer PRIMARY KEY CHECK (one = 1),
     external_id text NOT NULL,
     permission_groups text NOT NULL
   );`,
];

/** The version that this release writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** What is one at a time over all processes, whatever it is about: the first number is ours, among others' locks. */
export const LOCKS = {
  migration: '1668047214, 1',
  partitions: '1668047214, 2',
  unverified: '1668047214, 3',
  workspace: '1668047214, 4',
};

/** How long one process waits while another brings the database up to date, and how long a step of that may take, in milliseconds. */
const WAITING_MS = 60_000;
const STEP_MS = 10 * 60_000;

/**
 * Brings a database up to date, in one transaction, so that a crash leaves it as it was, and one process at a time.
 *
 * @throws Mistake when a newer release wrote it: reading it with old rules could lose something.
 */
export async function migrate(db: Database): Promise<void> {
  await db.write(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = ${WAITING_MS}; SET LOCAL statement_timeout = ${STEP_MS}`);
    await tx.query(`SELECT pg_advisory_xact_lock(${LOCKS.migration})`);
    const version = await versionOf(tx);
    if (version > SCHEMA_VERSION) {
      throw new Mistake(
        `the database has schema version ${version}, and this release knows up to ${SCHEMA_VERSION}: ` +
          'start the newer clarion-receiver that wrote it, or name another database',
      );
    }
    for (const step of MIGRATIONS.slice(version)) await tx.query(step);
    if (version < SCHEMA_VERSION) await tx.run('UPDATE clarion_schema SET version = $1', [SCHEMA_VERSION]);
    await tx.run(CATCH_UP);
  }, STEP_MS + WAITING_MS);
}

/**
 * The order of signals goes by the numbers of transactions, which a database that is restored into another server counts from the
 * beginning. `ahead` is added to them, so that what comes is always behind what is there.
 */
const CATCH_UP = `UPDATE clarion_schema SET ahead = latest.xact + 1 - pg_current_xact_id()::text::bigint
  FROM (SELECT coalesce(max(xact), 0) AS xact FROM signal_keys) AS latest
  WHERE latest.xact >= pg_current_xact_id()::text::bigint + ahead`;

async function versionOf(tx: Queries): Promise<number> {
  await tx.query('CREATE TABLE IF NOT EXISTS clarion_schema (version integer NOT NULL, ahead bigint NOT NULL)');
  const [row] = await tx.query<{ version: number }>('SELECT version FROM clarion_schema');
  if (row === undefined) await tx.run('INSERT INTO clarion_schema VALUES (0, 0)');
  return row?.version ?? 0;
}

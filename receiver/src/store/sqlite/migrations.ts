import type { Database } from 'better-sqlite3';
import { Mistake } from '../../registry/mistake.ts';
import { signalKey } from '../../signals/key.ts';

/**
 * The history of the database, one step per version. A step that has been released is never edited; a change is a new step.
 * Times are milliseconds since 1970. Keys of sameness: a message by (webhook, topic, MessageId), an event by its signal's id, which is
 * made of source, account, Region and event id, or by the key that is made of it.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE webhooks (
     token_sha256 TEXT PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     created_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE topics (
     monitor TEXT NOT NULL,
     arn TEXT NOT NULL,
     minimum_signature_version INTEGER NOT NULL,
     PRIMARY KEY (monitor, arn)
   ) STRICT;
   CREATE TABLE messages (
     seq INTEGER PRIMARY KEY,
     webhook TEXT NOT NULL,
     topic_arn TEXT NOT NULL,
     message_id TEXT NOT NULL,
     type TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     outcome TEXT NOT NULL,
     reason TEXT,
     envelope TEXT NOT NULL,
     UNIQUE (webhook, topic_arn, message_id)
   ) STRICT;
   CREATE TABLE signals (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     time INTEGER NOT NULL,
     source TEXT NOT NULL,
     account_id TEXT NOT NULL,
     event_name TEXT NOT NULL,
     body TEXT NOT NULL,
     raw TEXT NOT NULL
   ) STRICT;
   CREATE INDEX signals_by_time ON signals (time, id);
   CREATE TABLE confirmations (
     id INTEGER PRIMARY KEY,
     webhook TEXT NOT NULL,
     topic_arn TEXT NOT NULL,
     message_id TEXT NOT NULL,
     token TEXT NOT NULL,
     envelope TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     expires_at INTEGER NOT NULL,
     state TEXT NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     next_at INTEGER NOT NULL,
     reason TEXT,
     UNIQUE (webhook, topic_arn, token)
   ) STRICT;
   CREATE INDEX confirmations_due ON confirmations (next_at) WHERE state IN ('waiting-for-topic', 'pending');`,
  // Reading holds up receiving, so no filter may walk through the signals that it leaves out. The account at the end of the first lets
  // a search for both be settled within the index.
  `CREATE INDEX signals_by_event_name ON signals (event_name, time, id, account_id);
   CREATE INDEX signals_by_account ON signals (account_id, time, id);`,
  // CloudTrail is nearly all there is: to leave it out costs its records no write, and it is found by time as well.
  `CREATE INDEX signals_by_rare_source ON signals (source, time, id, account_id) WHERE source <> 'cloudtrail';`,
  // Signals become narrow: a key of 16 bytes, and the place that all else is read from again: the message, or a block of records of a log
  // file. Those that are there keep their text. A message that signals are read from is kept as long as they are.
  `ALTER TABLE signals RENAME TO old_signals;
   DROP INDEX signals_by_time;
   DROP INDEX signals_by_event_name;
   DROP INDEX signals_by_account;
   DROP INDEX signals_by_rare_source;
   CREATE TABLE files (
     id INTEGER PRIMARY KEY,
     bucket TEXT NOT NULL,
     key TEXT NOT NULL,
     monitor TEXT NOT NULL,
     etag TEXT,
     found_by TEXT NOT NULL,
     found_at INTEGER NOT NULL,
     state TEXT NOT NULL,
     UNIQUE (bucket, key)
   ) STRICT;
   CREATE INDEX files_by_time ON files (found_at) WHERE state = 'done';
   CREATE TABLE blocks (
     id INTEGER PRIMARY KEY,
     bucket TEXT NOT NULL,
     key TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     newest INTEGER NOT NULL,
     texts BLOB NOT NULL
   ) STRICT;
   CREATE INDEX blocks_by_time ON blocks (newest);
   CREATE TABLE signals (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     key BLOB NOT NULL UNIQUE,
     time INTEGER NOT NULL,
     source TEXT NOT NULL,
     account_id TEXT NOT NULL,
     event_name TEXT NOT NULL,
     message INTEGER,
     block INTEGER,
     start INTEGER,
     length INTEGER NOT NULL,
     provenance TEXT,
     body TEXT,
     raw TEXT
   ) STRICT;
   INSERT INTO signals (seq, key, time, source, account_id, event_name, length, provenance, body, raw)
     SELECT seq, signal_key(id), time, source, account_id, event_name, length(CAST(raw AS BLOB)),
       json_extract(body, '$.provenance'), json_remove(body, '$.provenance'), raw FROM old_signals;
   DROP TABLE old_signals;
   CREATE INDEX signals_by_time ON signals (time);
   CREATE INDEX signals_by_event_name ON signals (event_name, time);
   CREATE INDEX signals_by_account ON signals (account_id, time);
   CREATE INDEX signals_by_rare_source ON signals (source, time) WHERE source <> 'cloudtrail';
   ALTER TABLE messages ADD COLUMN signals INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX messages_by_time ON messages (received_at) WHERE signals = 0;
   CREATE TABLE jobs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     kind TEXT NOT NULL,
     key TEXT NOT NULL,
     payload TEXT NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     crashes INTEGER NOT NULL DEFAULT 0,
     progress INTEGER NOT NULL DEFAULT 0,
     queued_at INTEGER NOT NULL,
     run_at INTEGER NOT NULL,
     owner TEXT,
     dead INTEGER NOT NULL DEFAULT 0,
     reason TEXT,
     UNIQUE (kind, key)
   ) STRICT;
   INSERT INTO jobs (kind, key, payload, queued_at, run_at, dead, reason)
     SELECT 'message', webhook || ' ' || topic_arn || ' ' || message_id,
       json_object('webhook', webhook, 'topicArn', topic_arn, 'messageId', message_id), received_at, received_at, 1,
       'quarantined: ' || coalesce(reason, 'it could not be read') FROM messages WHERE outcome = 'quarantined';
   CREATE INDEX jobs_due ON jobs (run_at) WHERE dead = 0;
   CREATE INDEX jobs_dead ON jobs (run_at) WHERE dead = 1;
   CREATE TABLE leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
   CREATE TABLE marks (scope TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope, name)) STRICT;
   CREATE TABLE monitors (
     name TEXT PRIMARY KEY,
     kind TEXT NOT NULL,
     minimum_signature_version INTEGER NOT NULL,
     settings TEXT NOT NULL
   ) STRICT;
   INSERT INTO monitors SELECT monitor, 'cloudtrail', max(minimum_signature_version), '{}' FROM topics GROUP BY monitor;
   CREATE TABLE new_topics (monitor TEXT NOT NULL, arn TEXT NOT NULL, PRIMARY KEY (monitor, arn)) STRICT;
   INSERT INTO new_topics SELECT monitor, arn FROM topics;
   DROP TABLE topics;
   ALTER TABLE new_topics RENAME TO topics;
   CREATE INDEX topics_by_arn ON topics (arn);
   ALTER TABLE webhooks ADD COLUMN revoked_at INTEGER;
   CREATE TABLE accounts (
     id TEXT PRIMARY KEY,
     role_arn TEXT NOT NULL,
     external_id TEXT,
     is_primary INTEGER NOT NULL,
     state TEXT NOT NULL,
     reason TEXT,
     checked_at INTEGER
   ) STRICT;
   CREATE UNIQUE INDEX accounts_primary ON accounts (is_primary) WHERE is_primary = 1;
   CREATE TABLE workspace (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     external_id TEXT NOT NULL,
     permission_groups TEXT NOT NULL
   ) STRICT;`,
];

/** The version that this release writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings a database up to date, in one transaction, so that a crash leaves it as it was.
 *
 * @throws Mistake when a newer release wrote it: reading it with old rules could lose something.
 */
export function migrate(db: Database): void {
  db.function('signal_key', { deterministic: true }, (id) => signalKey(String(id)));
  const upgrade = db.transaction(() => {
    const version = db.pragma('user_version', { simple: true }) as number;
    if (version > SCHEMA_VERSION) {
      throw new Mistake(
        `the database has schema version ${version}, and this release knows up to ${SCHEMA_VERSION}: ` +
          'start the newer clarion-receiver that wrote it, or name another database',
      );
    }
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    if (version < SCHEMA_VERSION) db.pragma(`user_version = ${SCHEMA_VERSION}`);
  });
  upgrade.immediate();
}

import type { Database } from 'better-sqlite3';
import { Mistake } from '../../registry/add.ts';

/**
 * The history of the database, one step per version. A step that has been released is never edited; a change is a new step.
 * Times are milliseconds since 1970. Keys of sameness: a message by (webhook, topic, MessageId), an event by its signal's id, which is
 * made of source, account, Region and event id.
 */
const MIGRATIONS: readonly string[] = [
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
];

/** The version that this release writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings a database up to date, in one transaction, so that a crash leaves it as it was.
 *
 * @throws Mistake when a newer release wrote it: reading it with old rules could lose something.
 */
export function migrate(db: Database): void {
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

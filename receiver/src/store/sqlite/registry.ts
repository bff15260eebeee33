import type { Database } from 'better-sqlite3';
import type { TopicRow, WebhookRow } from '../store.ts';

/** Prepares everything that is asked of webhooks and topics. What writes is to be run inside a transaction. */
export function registryQueries(db: Database) {
  const webhooks = db.prepare<[], WebhookRow>(
    'SELECT name, token_sha256 AS tokenSha256, created_at AS createdAt FROM webhooks ORDER BY created_at, name',
  );
  const addWebhook = db.prepare(
    `INSERT INTO webhooks (token_sha256, name, created_at) VALUES (@tokenSha256, @name, @createdAt) ON CONFLICT (name) DO NOTHING`,
  );
  const topics = db.prepare<[], TopicRow>(
    'SELECT monitor, arn, minimum_signature_version AS minimumSignatureVersion FROM topics ORDER BY monitor, arn',
  );
  const addTopic = db.prepare(
    `INSERT INTO topics (monitor, arn, minimum_signature_version) VALUES (@monitor, @arn, @minimumSignatureVersion)
     ON CONFLICT (monitor, arn) DO UPDATE SET minimum_signature_version = excluded.minimum_signature_version`,
  );
  return {
    webhooks: () => webhooks.all(),
    addWebhook: (row: WebhookRow) => addWebhook.run(row).changes === 1,
    topics: () => topics.all(),
    addTopic: (row: TopicRow) => void addTopic.run(row),
  };
}

import type { Database } from 'better-sqlite3';
import type { TopicRow, WebhookRow } from '../store.ts';

const WEBHOOKS = 'SELECT name, token_sha256 AS tokenSha256, created_at AS createdAt FROM webhooks';
const TOPICS = 'SELECT monitor, arn, minimum_signature_version AS minimumSignatureVersion FROM topics';

/** Prepares everything that is asked of webhooks and topics. What writes is to be run inside a transaction. */
export function registryQueries(db: Database) {
  const webhooks = db.prepare<[], WebhookRow>(`${WEBHOOKS} ORDER BY created_at, name`);
  const webhook = db.prepare<[string], WebhookRow>(`${WEBHOOKS} WHERE token_sha256 = ?`);
  const addWebhook = db.prepare(
    `INSERT INTO webhooks (token_sha256, name, created_at) VALUES (@tokenSha256, @name, @createdAt) ON CONFLICT (name) DO NOTHING`,
  );
  const topics = db.prepare<[], TopicRow>(`${TOPICS} ORDER BY monitor, arn`);
  const topic = db.prepare<[string], TopicRow>(`${TOPICS} WHERE arn = ?`);
  const addTopic = db.prepare(
    `INSERT INTO topics (monitor, arn, minimum_signature_version) VALUES (@monitor, @arn, @minimumSignatureVersion)
     ON CONFLICT (monitor, arn) DO UPDATE SET minimum_signature_version = excluded.minimum_signature_version`,
  );
  return {
    webhooks: () => webhooks.all(),
    webhook: (tokenSha256: string) => webhook.get(tokenSha256),
    addWebhook: (row: WebhookRow) => addWebhook.run(row).changes === 1,
    topics: () => topics.all(),
    topic: (arn: string) => topic.all(arn),
    addTopic: (row: TopicRow) => void addTopic.run(row),
  };
}

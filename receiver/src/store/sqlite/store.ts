import type { Database } from 'better-sqlite3';
import type { Store, StoreCounts } from '../store.ts';
import { confirmationQueries } from './confirmations.ts';
import { deliveryWriter } from './messages.ts';
import { openDatabase } from './open.ts';
import { registryQueries } from './registry.ts';
import { signalReader } from './signals.ts';
import { unavailable, Writer } from './writer.ts';

/**
 * The embedded store: one SQLite file.
 *
 * @param path the file, or `:memory:` for a store that is gone when it is closed.
 * @throws Mistake as {@link openDatabase} does.
 */
export function openSqlite(path: string): Store {
  const db = openDatabase(path);
  const writer = new Writer(db);
  const saveDelivery = deliveryWriter(db);
  const readSignals = signalReader(db);
  const confirmations = confirmationQueries(db);
  const registry = registryQueries(db);
  const read = async <T>(run: () => T): Promise<T> => {
    try {
      return run();
    } catch (error) {
      throw unavailable(error);
    }
  };
  return {
    save: (delivery) => writer.write(() => saveDelivery(delivery)),
    signals: (query) => read(() => readSignals(query)),
    counts: () => read(() => count(db)),

    keepUnverified: (confirmation, limit) => writer.write(() => confirmations.keepUnverified(confirmation, limit)),
    dueConfirmations: (now, limit) => read(() => confirmations.due(now, limit)),
    changeConfirmation: (id, change) => writer.write(() => confirmations.change(id, change)),
    confirmations: (limit) => read(() => confirmations.list(limit)),
    wakeConfirmations: (topicArn, now) => writer.write(() => confirmations.wake(topicArn, now)),
    async forgetConfirmations(before) {
      // It is asked every second, and a write costs an fsync also when it changes nothing.
      if (await read(() => confirmations.hasForgettable(before))) await writer.write(() => confirmations.forget(before));
    },

    webhooks: () => read(() => registry.webhooks()),
    webhook: (tokenSha256) => read(() => registry.webhook(tokenSha256)),
    addWebhook: (webhook) => writer.write(() => registry.addWebhook(webhook)),
    topics: () => read(() => registry.topics()),
    topic: (arn) => read(() => registry.topic(arn)),
    addTopic: (topic) => writer.write(() => registry.addTopic(topic)),

    async close() {
      writer.close();
      if (db.open) db.close();
    },
  };
}

function count(db: Database): StoreCounts {
  const by = (sql: string) =>
    Object.fromEntries(
      db
        .prepare<[], { name: string; n: number }>(sql)
        .all()
        .map(({ name, n }) => [name, n]),
    );
  return {
    messages: by('SELECT outcome AS name, count(*) AS n FROM messages GROUP BY outcome'),
    signals: by(`SELECT 'all' AS name, count(*) AS n FROM signals`)['all'] ?? 0,
    confirmations: by('SELECT state AS name, count(*) AS n FROM confirmations GROUP BY state'),
  };
}

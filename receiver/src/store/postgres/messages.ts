import { compact } from '../../json.ts';
import type { Consequences, Delivery, MessageKey, Outcome, Saved, SavedSignals, StoredMessage } from '../messages.ts';
import type { RecordView } from '../view.ts';
import { bigints, texts } from './columns.ts';
import { addConfirmation } from './confirmations.ts';
import type { Database, Queries } from './database.ts';
import { addFiles } from './files.ts';
import { addDeadLetters } from './jobs.ts';
import { arrivalsOf, savedOf, storeArrivals } from './signal-writer.ts';

const THIS_ONE = 'webhook = $1 AND topic_arn = $2 AND message_id = $3';

/** Numbers for all that deliveries may bring. */
export interface DeliveryNumbers {
  readonly messages: readonly number[];
  readonly signals: readonly number[];
}

/** How many signals there are in all. */
export const signalsIn = (all: readonly Consequences[]) => all.reduce((count, { signals }) => count + (signals?.length ?? 0), 0);

/** Saves deliveries, each with what comes of it. Of the same message the first counts. */
export async function saveDeliveries(
  tx: Queries,
  deliveries: readonly Delivery[],
  numbers: DeliveryNumbers,
  view: RecordView,
): Promise<readonly Saved[]> {
  const rows = await tx.query<{ seq: number }>(
    `INSERT INTO messages (seq, webhook, topic_arn, message_id, type, received_at, outcome, reason, envelope)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[])
       AS came (seq, webhook, topic_arn, message_id)
     ORDER BY webhook COLLATE "C", topic_arn COLLATE "C", message_id COLLATE "C", seq
     ON CONFLICT (webhook, topic_arn, message_id) DO NOTHING RETURNING seq`,
    [
      bigints(numbers.messages),
      texts(deliveries.map(({ webhook }) => webhook)),
      texts(deliveries.map(({ topicArn }) => topicArn)),
      texts(deliveries.map(({ messageId }) => messageId)),
      texts(deliveries.map(({ type }) => type)),
      bigints(deliveries.map(({ receivedAt }) => receivedAt)),
      texts(deliveries.map(({ outcome }) => outcome)),
      texts(deliveries.map(({ reason }) => reason ?? null)),
      texts(deliveries.map(({ envelope }) => envelope)),
    ],
  );
  const stored = new Set(rows.map(({ seq }) => seq));
  const isNew = deliveries.filter((_, index) => stored.has(numbers.messages[index]!));
  const saved = await follow(tx, isNew, numbers.signals, view);
  let next = 0;
  return deliveries.map((_, index) =>
    stored.has(numbers.messages[index]!) ? { duplicate: false, ...saved[next++]! } : { duplicate: true, newSignals: 0 },
  );
}

/**
 * Writes what comes of messages, in the order in which every transaction has the tables: files, jobs, confirmations, keys of signals. So
 * none waits for another that waits for it.
 */
async function follow(
  tx: Queries,
  all: readonly Consequences[],
  numbers: readonly number[],
  view: RecordView,
): Promise<readonly SavedSignals[]> {
  await addFiles(
    tx,
    all.flatMap(({ files }) => files ?? []),
  );
  await addDeadLetters(
    tx,
    all.flatMap(({ deadLetters }) => deadLetters ?? []),
  );
  const confirmations = all.flatMap(({ confirmation }) => confirmation ?? []);
  const orderOf = ({ webhook, topicArn, token }: (typeof confirmations)[number]) => JSON.stringify([webhook, topicArn, token]);
  for (const confirmation of confirmations.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))) {
    await addConfirmation(tx, confirmation, 'pending');
  }
  const signals = all.flatMap((each) => each.signals ?? []);
  if (signals.length === 0) return all.map(() => ({ newSignals: 0 }));
  const results = await storeArrivals(tx, arrivalsOf(tx, signals, numbers.slice(0, signals.length)), view);
  let at = 0;
  return all.map(({ signals: own = [] }) => {
    const part = results.slice(at, (at += own.length));
    return savedOf(part, (index) => own[index]!.signal.id);
  });
}

/** What is asked of messages, one at a time. */
export function messageQueries(db: Database, view: RecordView) {
  return {
    async read({ webhook, topicArn, messageId }: MessageKey): Promise<StoredMessage | undefined> {
      const [row] = await db.query<Omit<StoredMessage, 'reason'> & { readonly reason: string | null }>(
        `SELECT webhook, topic_arn AS "topicArn", message_id AS "messageId", type, received_at AS "receivedAt", outcome, reason, envelope
         FROM messages WHERE ${THIS_ONE}`,
        [webhook, topicArn, messageId],
      );
      return row && compact({ ...row, reason: row.reason ?? undefined });
    },
    revise: (
      { webhook, topicArn, messageId }: MessageKey,
      outcome: Outcome,
      reason: string | undefined,
      consequences: Consequences,
      numbers: readonly number[],
    ) =>
      db.write(async (tx) => {
        await tx.run(`UPDATE messages SET outcome = $4, reason = $5 WHERE ${THIS_ONE}`, [
          ...[webhook, topicArn, messageId, outcome],
          reason ?? null,
        ]);
        const [saved] = await follow(tx, [consequences], numbers, view);
        return saved!;
      }),
  };
}

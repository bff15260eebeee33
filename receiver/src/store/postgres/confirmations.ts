import { compact } from '../../json.ts';
import type { ConfirmationChange, ConfirmationState, NewConfirmation, StoredConfirmation } from '../confirmations.ts';
import type { Database, Queries } from './database.ts';
import { LOCKS } from './migrations.ts';

const COLUMNS = `id, webhook, topic_arn AS "topicArn", message_id AS "messageId", token, envelope, received_at AS "receivedAt",
  expires_at AS "expiresAt", state, attempts, next_at AS "nextAt", reason`;
const OPEN = `state IN ('waiting-for-topic', 'pending')`;

type Row = Omit<StoredConfirmation, 'reason'> & { readonly reason: string | null };
const fromRow = ({ reason, ...row }: Row): StoredConfirmation => compact({ ...row, reason: reason ?? undefined });

/** Adds a confirmation. A proven one takes the place of the same one that was waiting unproven. */
export async function addConfirmation(tx: Queries, confirmation: NewConfirmation, state: ConfirmationState): Promise<boolean> {
  const { webhook, topicArn, messageId, token, envelope, receivedAt, expiresAt } = confirmation;
  const added = await tx.run(
    `INSERT INTO confirmations (webhook, topic_arn, message_id, token, envelope, received_at, expires_at, state, next_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6)
     ON CONFLICT (webhook, topic_arn, token) DO UPDATE
       SET state = excluded.state, message_id = excluded.message_id, envelope = excluded.envelope, next_at = excluded.next_at,
           expires_at = excluded.expires_at, attempts = 0, reason = NULL
       WHERE excluded.state = 'pending' AND confirmations.state = 'waiting-for-topic'`,
    [webhook, topicArn, messageId, token, envelope, receivedAt, expiresAt, state],
  );
  return added === 1;
}

/** Everything that is asked of confirmations. */
export function confirmationQueries(db: Database) {
  return {
    keepUnverified: (confirmation: NewConfirmation, limit: number) =>
      db.write(async (tx): Promise<'kept' | 'known' | 'full'> => {
        // Counting and adding in one, or many at once would each find room.
        await tx.query(`SELECT pg_advisory_xact_lock(${LOCKS.unverified})`);
        const { webhook, topicArn, token } = confirmation;
        const [there] = await tx.query<{ known: boolean; waiting: number }>(
          `SELECT EXISTS (SELECT FROM confirmations WHERE webhook = $1 AND topic_arn = $2 AND token = $3) AS known,
             (SELECT count(*) FROM confirmations WHERE state = 'waiting-for-topic') AS waiting`,
          [webhook, topicArn, token],
        );
        if (there!.known) return 'known';
        if (there!.waiting >= limit) return 'full';
        return (await addConfirmation(tx, confirmation, 'waiting-for-topic')) ? 'kept' : 'known';
      }),
    claim: (now: number, until: number, limit: number) =>
      db.write(async (tx) => {
        const rows = await tx.query<Row & { readonly due: number }>(
          `WITH due AS MATERIALIZED (
             SELECT id AS which, next_at AS due FROM confirmations WHERE ${OPEN} AND next_at <= $1
             ORDER BY next_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
           )
           UPDATE confirmations SET next_at = $2 FROM due WHERE id = which RETURNING ${COLUMNS}, due`,
          [now, until, limit],
        );
        return rows.sort((a, b) => a.due - b.due || a.id - b.id).map(({ due: _due, ...row }) => fromRow(row));
      }),
    change: (id: number, { state, attempts, nextAt, reason }: ConfirmationChange) =>
      db.write(async (tx) => {
        await tx.run(`UPDATE confirmations SET state = $2, attempts = $3, next_at = $4, reason = $5 WHERE id = $1 AND ${OPEN}`, [
          ...[id, state, attempts, nextAt],
          reason ?? null,
        ]);
        // A settled one is shown and nothing more, so it keeps no token that SNS may still take. The id keeps the key of sameness apart.
        await tx.run(`UPDATE confirmations SET token = '#' || id, envelope = '' WHERE id = $1 AND NOT ${OPEN}`, [id]);
      }),
    list: async (limit: number) =>
      (await db.query<Row>(`SELECT ${COLUMNS} FROM confirmations ORDER BY id DESC LIMIT $1`, [limit])).map(fromRow),
    async wake(topicArn: string, now: number): Promise<void> {
      await db.run(`UPDATE confirmations SET next_at = least(next_at, $2) WHERE topic_arn = $1 AND ${OPEN}`, [topicArn, now]);
    },
    async forget(before: number): Promise<void> {
      await db.run(`DELETE FROM confirmations WHERE state IN ('expired', 'failed') AND next_at < $1`, [before]);
    },
  };
}

import type { Database } from 'better-sqlite3';
import { compact } from '../../json.ts';
import type { ConfirmationChange, ConfirmationState, NewConfirmation, StoredConfirmation } from '../confirmations.ts';

const COLUMNS = `id, webhook, topic_arn AS topicArn, message_id AS messageId, token, envelope, received_at AS receivedAt,
  expires_at AS expiresAt, state, attempts, next_at AS nextAt, reason`;
const OPEN = `state IN ('waiting-for-topic', 'pending')`;

type Row = Omit<StoredConfirmation, 'reason'> & { readonly reason: string | null };
const fromRow = ({ reason, ...row }: Row): StoredConfirmation => compact({ ...row, reason: reason ?? undefined });

/** Prepares the adding of a confirmation. A proven one takes the place of the same one that was waiting unproven. */
export function confirmationWriter(db: Database): (confirmation: NewConfirmation, state: ConfirmationState) => boolean {
  const insert = db.prepare(
    `INSERT INTO confirmations (webhook, topic_arn, message_id, token, envelope, received_at, expires_at, state, next_at)
     VALUES (@webhook, @topicArn, @messageId, @token, @envelope, @receivedAt, @expiresAt, @state, @receivedAt)
     ON CONFLICT (webhook, topic_arn, token) DO UPDATE
       SET state = excluded.state, message_id = excluded.message_id, envelope = excluded.envelope, next_at = excluded.next_at,
           expires_at = excluded.expires_at, attempts = 0, reason = NULL
       WHERE excluded.state = 'pending' AND confirmations.state = 'waiting-for-topic'`,
  );
  return (confirmation, state) => insert.run({ ...confirmation, state }).changes === 1;
}

/** Prepares everything that is asked of confirmations. What writes is to be run inside a transaction. */
export function confirmationQueries(db: Database) {
  const add = confirmationWriter(db);
  const waiting = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM confirmations WHERE state = 'waiting-for-topic'`);
  const known = db.prepare<NewConfirmation>(
    'SELECT 1 FROM confirmations WHERE webhook = @webhook AND topic_arn = @topicArn AND token = @token',
  );
  const due = `FROM confirmations WHERE ${OPEN} AND next_at <= @now`;
  const anyDue = db.prepare<object>(`SELECT 1 ${due} LIMIT 1`);
  const anyOf = db.prepare<object, Row>(`SELECT ${COLUMNS} ${due} ORDER BY next_at, id LIMIT @limit`);
  const claim = db.prepare('UPDATE confirmations SET next_at = @until WHERE id = @id');
  const list = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM confirmations ORDER BY id DESC LIMIT ?`);
  const change = db.prepare(
    `UPDATE confirmations SET state = @state, attempts = @attempts, next_at = @nextAt, reason = @reason WHERE id = @id AND ${OPEN}`,
  );
  // A settled one is shown and nothing more, so it keeps no token that SNS may still take. The id keeps the key of sameness apart.
  const blank = db.prepare(`UPDATE confirmations SET token = '#' || id, envelope = '' WHERE id = ? AND NOT ${OPEN}`);
  const wake = db.prepare(`UPDATE confirmations SET next_at = min(next_at, @now) WHERE topic_arn = @topicArn AND ${OPEN}`);
  const forgettable = `FROM confirmations WHERE state IN ('expired', 'failed') AND next_at < ?`;
  const anyToForget = db.prepare<[number]>(`SELECT 1 ${forgettable} LIMIT 1`);
  const forget = db.prepare(`DELETE ${forgettable}`);

  return {
    keepUnverified: (confirmation: NewConfirmation, limit: number): 'kept' | 'known' | 'full' => {
      if (known.get(confirmation) !== undefined) return 'known';
      if (waiting.get()!.n >= limit) return 'full';
      return add(confirmation, 'waiting-for-topic') ? 'kept' : 'known';
    },
    hasDue: (now: number) => anyDue.get({ now }) !== undefined,
    claim: (now: number, until: number, limit: number): StoredConfirmation[] => {
      const claimed = anyOf.all({ now, limit });
      for (const { id } of claimed) claim.run({ id, until });
      return claimed.map((row) => fromRow({ ...row, nextAt: until }));
    },
    list: (limit: number) => list.all(limit).map(fromRow),
    change: (id: number, changed: ConfirmationChange): void => {
      change.run({ reason: null, ...changed, id });
      blank.run(id);
    },
    wake: (topicArn: string, now: number) => void wake.run({ topicArn, now }),
    hasForgettable: (before: number) => anyToForget.get(before) !== undefined,
    forget: (before: number) => void forget.run(before),
  };
}

import type { Database } from 'better-sqlite3';
import type { Delivery, Saved } from '../store.ts';
import { confirmationWriter } from './confirmations.ts';
import { signalWriter } from './signals.ts';

/** Prepares the writing of one delivery. To be run inside a transaction. */
export function deliveryWriter(db: Database): (delivery: Delivery) => Saved {
  const insert = db.prepare(
    `INSERT INTO messages (webhook, topic_arn, message_id, type, received_at, outcome, reason, envelope)
     VALUES (@webhook, @topicArn, @messageId, @type, @receivedAt, @outcome, @reason, @envelope)
     ON CONFLICT (webhook, topic_arn, message_id) DO NOTHING`,
  );
  const addSignal = signalWriter(db);
  const addConfirmation = confirmationWriter(db);

  return ({ signals = [], confirmation, reason = null, ...row }: Omit<Delivery, 'reason'> & { reason?: string | null }) => {
    const { changes } = insert.run({ ...row, reason });
    if (changes === 0) return { duplicate: true, newSignals: 0 };
    if (confirmation !== undefined) addConfirmation(confirmation, 'pending');
    const added = signals.map((signal) => ({ id: signal.signal.id, result: addSignal(signal) }));
    const differing = added.filter(({ result }) => result === 'differing').map(({ id }) => id);
    return {
      duplicate: false,
      newSignals: added.filter(({ result }) => result === 'new').length,
      ...(differing.length === 0 ? {} : { differing }),
    };
  };
}

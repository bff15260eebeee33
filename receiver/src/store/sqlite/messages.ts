import type { Database } from 'better-sqlite3';
import { compact } from '../../json.ts';
import type { Consequences, Delivery, MessageKey, Outcome, Saved, SavedSignals, StoredMessage } from '../messages.ts';
import type { RecordView } from '../view.ts';
import { confirmationWriter } from './confirmations.ts';
import { fileAdder } from './files.ts';
import { deadLetterWriter } from './jobs.ts';
import { signalWriter } from './signal-writer.ts';

const THIS_ONE = 'webhook = @webhook AND topic_arn = @topicArn AND message_id = @messageId';

/** Prepares the writing and reading of messages. What writes is to be run inside a transaction. */
export function messageQueries(db: Database, view: RecordView) {
  const insert = db.prepare(
    `INSERT INTO messages (webhook, topic_arn, message_id, type, received_at, outcome, reason, envelope)
     VALUES (@webhook, @topicArn, @messageId, @type, @receivedAt, @outcome, @reason, @envelope)
     ON CONFLICT (webhook, topic_arn, message_id) DO NOTHING`,
  );
  const read = db.prepare<MessageKey, Omit<StoredMessage, 'reason'> & { readonly reason: string | null }>(
    `SELECT webhook, topic_arn AS topicArn, message_id AS messageId, type, received_at AS receivedAt, outcome, reason, envelope
     FROM messages WHERE ${THIS_ONE}`,
  );
  const revise = db.prepare(`UPDATE messages SET outcome = @outcome, reason = @reason WHERE ${THIS_ONE}`);
  const follow = consequenceWriter(db, view);

  return {
    save(delivery: Delivery): Saved {
      const { webhook, topicArn, messageId, type, receivedAt, outcome, reason = null, envelope } = delivery;
      const { changes } = insert.run({ webhook, topicArn, messageId, type, receivedAt, outcome, reason, envelope });
      if (changes === 0) return { duplicate: true, newSignals: 0 };
      return { duplicate: false, ...follow(delivery) };
    },
    read(key: MessageKey): StoredMessage | undefined {
      const row = read.get(key);
      return row && compact({ ...row, reason: row.reason ?? undefined });
    },
    revise(key: MessageKey, outcome: Outcome, reason: string | undefined, consequences: Consequences): SavedSignals {
      revise.run({ ...key, outcome, reason: reason ?? null });
      return follow(consequences);
    },
  };
}

/** Prepares the writing of what comes of a message. */
function consequenceWriter(db: Database, view: RecordView): (consequences: Consequences) => SavedSignals {
  const addSignal = signalWriter(db, view);
  const addConfirmation = confirmationWriter(db);
  const addFiles = fileAdder(db);
  const addLetter = deadLetterWriter(db);

  return ({ signals = [], confirmation, files = [], deadLetters = [] }) => {
    if (confirmation !== undefined) addConfirmation(confirmation, 'pending');
    if (files.length > 0) addFiles(files);
    for (const letter of deadLetters) addLetter(letter);
    let newSignals = 0;
    const differing: string[] = [];
    for (const signal of signals) {
      const result = addSignal(signal);
      if (result === 'new') newSignals += 1;
      if (result === 'differing') differing.push(signal.signal.id);
    }
    return differing.length === 0 ? { newSignals } : { newSignals, differing };
  };
}

import type { Database } from 'better-sqlite3';
import { compact } from '../../json.ts';
import type { Consequences, Delivery, MessageKey, Outcome, Saved, SavedSignals, StoredMessage } from '../messages.ts';
import type { Views } from '../view.ts';
import { confirmationWriter } from './confirmations.ts';
import { fileAdder } from './files.ts';
import { deadLetterWriter } from './jobs.ts';
import { type SearchFacts, type SignalResult, signalWriter } from './signal-writer.ts';

const THIS_ONE = 'webhook = @webhook AND topic_arn = @topicArn AND message_id = @messageId';

/** A delivery as it goes to the thread that writes: the texts of signals that are read again from their message stay behind. */
export interface Parcel extends Omit<Delivery, 'readAgain'> {
  readonly readAgain?: readonly SearchFacts[];
}

/** What goes over of a delivery. */
export function parcelOf({ readAgain = false, signals = [], ...delivery }: Delivery): Parcel {
  if (!readAgain) return { ...delivery, signals };
  const facts = signals.map(({ signal: { id, time, source, accountId, eventName } }) => ({
    id,
    time,
    source,
    accountId,
    eventName,
  }));
  return { ...delivery, readAgain: facts };
}

/** Prepares the writing and reading of messages. What writes is to be run inside a transaction. */
export function messageQueries(db: Database, views: Views) {
  const insert = db.prepare(
    `INSERT INTO messages (webhook, topic_arn, message_id, type, received_at, outcome, reason, envelope, signals)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (webhook, topic_arn, message_id) DO NOTHING`,
  );
  const read = db.prepare<MessageKey, Omit<StoredMessage, 'reason'> & { readonly reason: string | null }>(
    `SELECT webhook, topic_arn AS topicArn, message_id AS messageId, type, received_at AS receivedAt, outcome, reason, envelope
     FROM messages WHERE ${THIS_ONE}`,
  );
  const revise = db.prepare(`UPDATE messages SET outcome = @outcome, reason = @reason WHERE ${THIS_ONE}`);
  const addSignal = signalWriter(db, views);
  const follow = consequenceWriter(db, addSignal);

  return {
    save: ({ readAgain = [], ...parcel }: Parcel): Saved => {
      const { webhook, topicArn, messageId, type, receivedAt, outcome, reason = null, envelope } = parcel;
      const row = [webhook, topicArn, messageId, type, receivedAt, outcome, reason, envelope, readAgain.length];
      const { changes, lastInsertRowid } = insert.run(...row);
      if (changes === 0) return { duplicate: true, newSignals: 0 };
      const place = (index: number) => ({ message: Number(lastInsertRowid), index, length: Buffer.byteLength(envelope) });
      const placed = readAgain.map((facts, index) => ({
        id: facts.id,
        result: addSignal(facts, () => views.message(parcel)[index]!, place(index)),
      }));
      return { duplicate: false, ...follow(parcel, placed) };
    },
    read: (key: MessageKey): StoredMessage | undefined => {
      const row = read.get(key);
      return row && compact({ ...row, reason: row.reason ?? undefined });
    },
    revise: (key: MessageKey, outcome: Outcome, reason: string | undefined, consequences: Consequences): SavedSignals => {
      revise.run({ ...key, outcome, reason: reason ?? null });
      return follow(consequences);
    },
  };
}

interface Written {
  readonly id: string;
  readonly result: SignalResult;
}

/** Prepares the writing of what comes of a message. */
function consequenceWriter(db: Database, addSignal: ReturnType<typeof signalWriter>) {
  const addConfirmation = confirmationWriter(db);
  const addFiles = fileAdder(db);
  const addLetter = deadLetterWriter(db);

  return (
    { signals = [], confirmation, files = [], deadLetters = [] }: Consequences,
    placed: readonly Written[] = [],
  ): SavedSignals => {
    if (confirmation !== undefined) addConfirmation(confirmation, 'pending');
    if (files.length > 0) addFiles(files);
    for (const letter of deadLetters) addLetter(letter);
    const own = signals.map(({ signal: { raw: _raw, ...signal }, rawText }) => ({
      id: signal.id,
      result: addSignal(signal, () => ({ signal, rawText })),
    }));
    const written = [...placed, ...own];
    const differing = written.flatMap(({ id, result }) => (result === 'differing' ? [id] : []));
    const newSignals = written.filter(({ result }) => result === 'new').length;
    return differing.length === 0 ? { newSignals } : { newSignals, differing };
  };
}

import type { Database } from 'better-sqlite3';
import { compact, omit } from '../../json.ts';
import { MAX_PROVENANCES, type Signal, type SignalWithText } from '../../signals/signal.ts';
import type { SignalPage, SignalQuery } from '../store.ts';

interface SignalRow {
  readonly id: string;
  readonly time: number;
  readonly body: string;
  readonly raw: string;
}

/** Prepares the writing of a signal: `true` when it is new; else the one that is there gains a provenance. */
export function signalWriter(db: Database): (signal: SignalWithText) => boolean {
  const insert = db.prepare(
    `INSERT INTO signals (id, time, source, account_id, event_name, body, raw)
     VALUES (@id, @time, @source, @accountId, @eventName, @body, @raw) ON CONFLICT (id) DO NOTHING`,
  );
  const read = db.prepare<[string], { body: string }>('SELECT body FROM signals WHERE id = ?');
  const update = db.prepare('UPDATE signals SET body = ? WHERE id = ?');

  return ({ signal: whole, rawText }) => {
    const signal = omit(whole, 'raw');
    const { id, source, accountId, eventName } = signal;
    const body = JSON.stringify(signal);
    const { changes } = insert.run({ id, time: Date.parse(signal.time), source, accountId, eventName, body, raw: rawText });
    if (changes === 1) return true;
    const there = JSON.parse(read.get(id)!.body) as Signal;
    if (there.provenance.length < MAX_PROVENANCES) {
      update.run(JSON.stringify({ ...there, provenance: [...there.provenance, ...signal.provenance] }), id);
    }
    return false;
  };
}

/** Prepares the listing of signals, newest first. The id settles the order of what happened in the same millisecond. */
export function signalReader(db: Database): (query: SignalQuery) => SignalPage {
  const conditions: Readonly<Record<string, string>> = {
    from: 'time >= @from',
    to: 'time < @to',
    account: 'account_id = @account',
    source: 'source = @source',
    eventName: 'event_name = @eventName',
    afterTime: '(time, id) < (@afterTime, @afterId)',
  };
  return ({ limit, after, ...filters }) => {
    const values = compact({ ...filters, afterTime: after?.time, afterId: after?.id, limit: limit + 1 });
    const where = Object.entries(conditions).filter(([name]) => name in values);
    const rows = db
      .prepare<object, SignalRow>(
        `SELECT id, time, body, raw FROM signals WHERE ${['1', ...where.map(([, sql]) => sql)].join(' AND ')} ORDER BY time DESC, id DESC LIMIT @limit`,
      )
      .all(values);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return compact({
      signals: page.map(({ body, raw }) => ({ signal: JSON.parse(body) as Omit<Signal, 'raw'>, rawText: raw })),
      next: rows.length > limit && last !== undefined ? { time: last.time, id: last.id } : undefined,
    });
  };
}

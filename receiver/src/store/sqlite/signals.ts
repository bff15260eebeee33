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

/** Prepares the writing of a signal. Where one of the same id is there, it stays, and gains a provenance. */
export function signalWriter(db: Database): (signal: SignalWithText) => 'new' | 'known' | 'differing' {
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
    if (changes === 1) return 'new';
    const there = JSON.parse(read.get(id)!.body) as Signal;
    if (there.provenance.length < MAX_PROVENANCES) {
      update.run(JSON.stringify({ ...there, provenance: [...there.provenance, ...signal.provenance] }), id);
    }
    return there.rawSha256 === signal.rawSha256 ? 'known' : 'differing';
  };
}

/** A page ends at so much text of records as well: what is read at once is in memory at once, and holds up receiving. */
const MAX_PAGE_TEXT = 4 * 1024 * 1024;

const CONDITIONS = {
  from: 'time >= @from',
  to: 'time < @to',
  account: 'account_id = @account',
  source: 'source = @source',
  eventName: 'event_name = @eventName',
  after: '(time, id) < (@afterTime, @afterId)',
} as const;

/** The statement that lists signals by these members of a query, newest first. The id settles the order within a millisecond. */
export function listingSql(members: readonly string[]): string {
  const conditions = Object.entries(CONDITIONS)
    .filter(([name]) => members.includes(name))
    // An account can hold all there is, an event name hardly: of two indexes the plus leaves SQLite only the better.
    .map(([name, sql]) => (name === 'account' && members.includes('eventName') ? `+${sql}` : sql));
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT id, time, body, raw FROM signals${where} ORDER BY time DESC, id DESC LIMIT @limit`;
}

/** Prepares the listing of signals. */
export function signalReader(db: Database): (query: SignalQuery) => SignalPage {
  return (query) => {
    const given = compact(query);
    const { limit, after, ...filters } = given;
    const values = compact({ ...filters, afterTime: after?.time, afterId: after?.id, limit: limit + 1 });
    const page: SignalRow[] = [];
    let length = 0;
    let hasMore = false;
    for (const row of db.prepare<object, SignalRow>(listingSql(Object.keys(given))).iterate(values)) {
      length += row.raw.length;
      hasMore = page.length === limit || (page.length > 0 && length > MAX_PAGE_TEXT);
      if (hasMore) break;
      page.push(row);
    }
    const last = page.at(-1);
    return compact({
      signals: page.map(({ body, raw }) => ({ signal: JSON.parse(body) as Omit<Signal, 'raw'>, rawText: raw })),
      next: hasMore && last !== undefined ? { time: last.time, id: last.id } : undefined,
    });
  };
}

import type { Database } from 'better-sqlite3';
import { compact, omit } from '../../json.ts';
import { mergeSignal, type Merged } from '../../signals/merge.ts';
import type { Signal, SignalWithText } from '../../signals/signal.ts';
import type { SignalPage, SignalQuery } from '../store.ts';

interface SignalRow {
  readonly id: string;
  readonly time: number;
  readonly body: string;
  readonly raw: string;
}

/** Prepares the writing of a signal. Where one of the same id is there, the two are merged. */
export function signalWriter(db: Database): (signal: SignalWithText) => 'new' | Merged['result'] {
  const insert = db.prepare(
    `INSERT INTO signals (id, time, source, account_id, event_name, body, raw)
     VALUES (@id, @time, @source, @accountId, @eventName, @body, @raw) ON CONFLICT (id) DO NOTHING`,
  );
  const read = db.prepare<[string], { body: string }>('SELECT body FROM signals WHERE id = ?');
  const keep = db.prepare('UPDATE signals SET body = @body WHERE id = @id');
  const replace = db.prepare('UPDATE signals SET time = @time, event_name = @eventName, body = @body, raw = @raw WHERE id = @id');

  return ({ signal: whole, rawText }) => {
    const signal = omit(whole, 'raw');
    const { id, source, accountId, eventName } = signal;
    const time = Date.parse(signal.time);
    const { changes } = insert.run({ id, time, source, accountId, eventName, body: JSON.stringify(signal), raw: rawText });
    if (changes === 1) return 'new';
    const there = JSON.parse(read.get(id)!.body) as Signal;
    const merged = mergeSignal(there, signal);
    const body = JSON.stringify(merged.signal);
    if (merged.result === 'updated') replace.run({ id, time, eventName, body, raw: rawText });
    else if (merged.signal !== there) keep.run({ id, body });
    return merged.result;
  };
}

/** A page ends at so much text of records as well: what is read at once is in memory at once, and holds up receiving. */
const MAX_PAGE_TEXT = 4 * 1024 * 1024;

const CONDITIONS = {
  from: 'time >= @from',
  to: 'time < @to',
  account: 'account_id = @account',
  source: 'source = @source',
  // The second half tells SQLite that the index, which has no CloudTrail, has all of them.
  rareSource: "source = @rareSource AND source <> 'cloudtrail'",
  eventName: 'event_name = @eventName',
  after: '(time, id) < (@afterTime, @afterId)',
} as const;

/** An account can hold all there is, an event name hardly: of several indexes the plus leaves SQLite only that of the first. */
const NARROWEST: readonly string[] = ['eventName', 'rareSource', 'account'];

/** The statement that lists signals by these members of a query, newest first. The id settles the order within a millisecond. */
export function listingSql(members: readonly string[]): string {
  const best = NARROWEST.find((name) => members.includes(name));
  const conditions = Object.entries(CONDITIONS)
    .filter(([name]) => members.includes(name))
    .map(([name, sql]) => (name !== best && NARROWEST.includes(name) ? `+${sql}` : sql));
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT id, time, body, raw FROM signals${where} ORDER BY time DESC, id DESC LIMIT @limit`;
}

/** Prepares the listing of signals. */
export function signalReader(db: Database): (query: SignalQuery) => SignalPage {
  return (query) => {
    const { limit, after, source, ...rest } = query;
    const filters = compact({ ...rest, [source === 'cloudtrail' ? 'source' : 'rareSource']: source });
    const members = Object.keys(compact({ ...filters, after }));
    const values = compact({ ...filters, afterTime: after?.time, afterId: after?.id, limit: limit + 1 });
    const page: SignalRow[] = [];
    let length = 0;
    let hasMore = false;
    for (const row of db.prepare<object, SignalRow>(listingSql(members)).iterate(values)) {
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

import type { Database } from 'better-sqlite3';
import { compact } from '../../json.ts';
import type { SignalPage, SignalQuery, SignalStream } from '../signals.ts';
import { MAX_PAGE_BYTES } from '../signal-rows.ts';
import type { Views } from '../view.ts';
import { COLUMNS, rowReader, type SignalRow } from './signal-rows.ts';

const CONDITIONS = {
  from: 'time >= @from',
  to: 'time < @to',
  account: 'account_id = @account',
  source: 'source = @source',
  // The second half tells SQLite that the index, which has no CloudTrail, has all of them.
  rareSource: "source = @rareSource AND source <> 'cloudtrail'",
  eventName: 'event_name = @eventName',
  after: '(time, seq) < (@afterTime, @afterSeq)',
} as const;

/** An account can hold all there is, an event name hardly: of several indexes the plus leaves SQLite only that of the first. */
const NARROWEST: readonly string[] = ['eventName', 'rareSource', 'account'];

/** The statement that lists signals by these members of a query, newest first. The number settles the order within a millisecond. */
export function listingSql(members: readonly string[]): string {
  const best = NARROWEST.find((name) => members.includes(name));
  const conditions = Object.entries(CONDITIONS)
    .filter(([name]) => members.includes(name))
    .map(([name, sql]) => (name !== best && NARROWEST.includes(name) ? `+${sql}` : sql));
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT ${COLUMNS} FROM signals${where} ORDER BY time DESC, seq DESC LIMIT @limit`;
}

/** Prepares the reading of signals. */
export function signalReader(db: Database, views: Views) {
  const rows = rowReader(db, views);
  const after = db.prepare<[number, number], SignalRow>(`SELECT ${COLUMNS} FROM signals WHERE seq > ? ORDER BY seq LIMIT ?`);
  const latest = db.prepare<[], { seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'signals'`);

  return {
    page(query: SignalQuery): SignalPage {
      const { limit, after, source, ...rest } = query;
      const filters = compact({ ...rest, [source === 'cloudtrail' ? 'source' : 'rareSource']: source });
      const members = Object.keys(compact({ ...filters, after }));
      const values = compact({ ...filters, afterTime: after?.time, afterSeq: after?.seq, limit: limit + 1 });
      const { taken, hasMore } = bounded(db.prepare<object, SignalRow>(listingSql(members)).iterate(values), limit);
      const last = taken.at(-1);
      return compact({
        signals: taken.map(rows()),
        next: hasMore && last !== undefined ? { time: last.time, seq: last.seq } : undefined,
      });
    },
    /** One process writes at a time, so that their numbers are the order in which signals were committed. */
    stream(cursor: string | undefined, limit: number): SignalStream {
      const from = Number(cursor ?? 0);
      const { taken } = bounded(after.iterate(from, limit), limit);
      return { signals: taken.map(rows()), cursor: String(taken.at(-1)?.seq ?? from) };
    },
    latestCursor: () => String(latest.get()?.seq ?? 0),
  };
}

/** As many rows as the limit says and fit into a page, one at least. */
function bounded(rows: Iterable<SignalRow>, limit: number): { readonly taken: readonly SignalRow[]; readonly hasMore: boolean } {
  const taken: SignalRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += row.length;
    if (taken.length === limit || (taken.length > 0 && bytes > MAX_PAGE_BYTES)) return { taken, hasMore: true };
    taken.push(row);
  }
  return { taken, hasMore: false };
}

import { compact } from '../../json.ts';
import { MAX_PAGE_BYTES } from '../signal-rows.ts';
import type { SignalPage, SignalQuery } from '../signals.ts';
import type { RecordView } from '../view.ts';
import type { Database, Value } from './database.ts';
import { MAX_DAYS } from './days.ts';
import { DAY_MS, dayOf } from './partitions.ts';
import { SIGNAL_COLUMNS, signalsOfRows, type SignalRow } from './signal-rows.ts';

/** Before and after all times that there are. */
const EVER = { from: -8.64e15, to: 8.64e15 } as const;

/**
 * A list of signals, newest first. It goes back day by day, further each time that a few days hold too little, and over days without any
 * in one step: a statement opens only the partitions of its days, however many there are.
 */
export async function readPage(db: Database, query: SignalQuery, view: RecordView): Promise<SignalPage> {
  const page: SignalRow[] = [];
  const { from = EVER.from, limit } = query;
  let to = Math.min(query.to ?? EVER.to, (query.after?.time ?? EVER.to) + 1);
  let room = MAX_PAGE_BYTES;
  let hasMore = false;
  for (let days = 1; !hasMore; days = Math.min(days * 2, MAX_DAYS)) {
    const [newest] = await db.query<{ time: number | null }>(
      'SELECT max(time) AS time FROM signal_keys WHERE time >= $1 AND time < $2',
      [from, to],
    );
    const time = newest?.time ?? null;
    if (time === null) break;
    const begin = Math.max(from, (dayOf(time) - days + 1) * DAY_MS);
    const { sql, values } = listing(query, { from: begin, to }, { limit: limit + 1 - page.length, room });
    for (const row of await db.query<SignalRow>(sql, values)) {
      hasMore = page.length === limit || (page.length > 0 && row.length > room);
      if (hasMore) break;
      room -= row.length;
      page.push(row);
    }
    to = begin;
  }
  const last = page.at(-1);
  return compact({
    signals: await signalsOfRows(db, page, view),
    next: hasMore && last !== undefined ? { time: last.time, seq: last.seq } : undefined,
  });
}

interface Days {
  readonly from: number;
  readonly to: number;
}
interface Bounds {
  readonly limit: number;
  /** For so many bytes of records, and what says that there is more. */
  readonly room: number;
}

/**
 * The statement that lists signals of some days, newest first. The number settles the order within a millisecond.
 *
 * An account can hold all there is, an event name hardly, so the narrowest of what is asked for leads. It is asked for as a range of its
 * index from end to end, and ordered by: so the index gives the order as well, and PostgreSQL, which guesses how much there is of each,
 * is not led to walk through a whole day by its time for the few of one name. What does not lead is looked at in each row.
 */
export function listing(query: SignalQuery, { from, to }: Days, { limit, room }: Bounds): { sql: string; values: Value[] } {
  const { account, source, eventName, after } = query;
  const values: Value[] = [];
  const value = (item: Value, type: string) => `$${values.push(item)}::${type}`;
  const rare = source === 'cloudtrail' ? undefined : source;
  const filters = compact({ event_name: eventName, source: rare, account_id: account });
  const [lead] = Object.keys(filters) as (keyof typeof filters)[];
  const order = lead === undefined ? ['time', 'seq'] : [lead, 'time', 'seq'];
  const until = after !== undefined && after.time < to ? after : { time: to, seq: 0 };
  const place = (time: number, seq: number) =>
    [...(lead === undefined ? [] : [value(filters[lead], 'text')]), value(time, 'bigint'), value(seq, 'bigint')].join(', ');
  const conditions = [
    `(${order.join(', ')}) >= (${place(from, 0)})`,
    `(${order.join(', ')}) < (${place(until.time, until.seq)})`,
    // Partitions are chosen by this.
    `time >= ${value(from, 'bigint')} AND time < ${value(to, 'bigint')}`,
    ...Object.entries(filters).flatMap(([column, text]) => (column === lead ? [] : [`${column} = ${value(text, 'text')}`])),
    ...(source === 'cloudtrail' ? [`source = 'cloudtrail'`] : []),
    // The index of the others has no CloudTrail.
    ...(rare === undefined ? [] : [`source <> 'cloudtrail'`]),
  ];
  // Two at least: a first one that fills the page by itself, and the one that says that there is more.
  const sql = `SELECT ${SIGNAL_COLUMNS} FROM (
      SELECT ${SIGNAL_COLUMNS}, sum(length) OVER listed - length AS before, row_number() OVER listed AS nth
      FROM (
        SELECT ${SIGNAL_COLUMNS} FROM signals WHERE ${conditions.join(' AND ')}
        ORDER BY ${order.map((column) => `${column} DESC`).join(', ')} LIMIT ${value(limit, 'bigint')}
      ) AS found
      WINDOW listed AS (ORDER BY time DESC, seq DESC)
    ) AS measured
    WHERE before <= ${value(room, 'bigint')} OR nth <= 2 ORDER BY time DESC, seq DESC`;
  return { sql, values };
}

import { Client } from 'pg';
import { needs } from '../../../../test/support/needs.ts';
import { ask, startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts';
import { deliveryOf, signalOf } from '../../../../test/support/store-contract.ts';
import {
  allEventIds,
  allSignals,
  batchOf,
  claimFile,
  DAY_MS,
  deliveryAt,
  recordText,
} from '../../../../test/support/store-contract/fixtures.ts';
import { recordView } from '../../archive/view.ts';
import type { SignalQuery, Store } from '../store.ts';
import { Database } from './database.ts';
import { dayOf } from './partitions.ts';
import { listing } from './signals.ts';
import { openPostgres } from './store.ts';

const NOW = Date.now();
const daysAgo = (days: number) => NOW - days * DAY_MS;
const nameOf = (table: string, days: number) =>
  `${table}_${new Date(daysAgo(days)).toISOString().slice(0, 10).replaceAll('-', '')}`;
const startOf = (days: number) => dayOf(daysAgo(days)) * DAY_MS;

needs(['postgres'], 'signals by day', () => {
  let postgres: TestPostgres;
  let url: string;
  let store: Store;
  const open = (at: string) => openPostgres(at, { view: recordView });
  beforeAll(async () => {
    postgres = await startPostgres(async (template) => (await open(template)).close());
  });
  afterAll(() => postgres.close());
  beforeEach(async () => {
    url = await postgres.database();
    store = await open(url);
  });
  afterEach(() => store.close());

  /** Which partitions there are. */
  const partitions = async (table = 'signals') =>
    (
      await ask<{ name: string }>(
        url,
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = '${table}'::regclass AND inhrelid <> '${table}_default'::regclass ORDER BY 1`,
      )
    ).map(({ name }) => name);
  const countIn = async (table: string) => (await ask<{ n: number }>(url, `SELECT count(*)::integer AS n FROM ${table}`))[0]?.n;
  const keepHouse = async (signalsBefore: number | undefined, cursors: readonly string[] = []) => {
    while (await store.keepHouse(NOW, { signalsBefore, messagesBefore: 0, cursors }));
  };

  describe('when they are written', () => {
    test('each goes to the partition of its day, which is made when it is needed', async () => {
      await store.save(deliveryAt('a', daysAgo(0)));
      await store.save(deliveryAt('b', daysAgo(300)));
      expect(await partitions()).toEqual([nameOf('signals', 300), nameOf('signals', 0)]);
      expect(await countIn(nameOf('signals', 300))).toBe(1);
      expect(await countIn('signals_default')).toBe(0);
    });

    test('days that no clock tells of get none: what is older, or in the future, lies together', async () => {
      for (const [id, days] of [
        ['a', 401],
        ['b', -3],
        ['c', 20_000],
        ['d', -300_000],
      ] as const)
        await store.save(deliveryAt(id, daysAgo(days)));
      expect(await partitions()).toEqual([]);
      expect(await countIn('signals_default')).toBe(4);
      expect(await allEventIds(store)).toEqual(['d', 'b', 'a', 'c']);
    });

    test('what is kept longer has days further back', async () => {
      await keepHouse(daysAgo(1_000));
      await store.save(deliveryAt('a', daysAgo(900)));
      expect(await partitions()).toContain(nameOf('signals', 900));
    });

    test('two receivers make the partition of a day once', async () => {
      const other = await open(url);
      await Promise.all(
        Array.from({ length: 6 }, (_, day) => [store, other].map((each) => each.save(deliveryAt('a', daysAgo(day))))).flat(),
      );
      expect(await partitions()).toHaveLength(6);
      expect(await countIn('signals_default')).toBe(0);
      await other.close();
    });

    test('what lay among all others moves to the partition that is made for its day', async () => {
      await ask(
        url,
        `INSERT INTO signal_keys VALUES (gen_random_uuid(), ${daysAgo(1)}, 1, 1);
         INSERT INTO signals_default (seq, time, length, source, account_id, event_name, body, raw)
           VALUES (1, ${daysAgo(1)}, 2, 'cloudtrail', '1', 'n', '${JSON.stringify({ eventId: 'before' })}', '{}')`,
      );
      await store.save(deliveryAt('after', daysAgo(1) + 1));
      expect(await countIn(nameOf('signals', 1))).toBe(2);
      expect(await countIn('signals_default')).toBe(0);
      expect(await allEventIds(store)).toEqual(['after', 'before']);
    });

    test('a partition that cannot be made just now holds up nobody for long, and loses nothing', async () => {
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query('BEGIN; LOCK TABLE signals_default IN ACCESS SHARE MODE');
      expect(await store.save(deliveryAt('a', daysAgo(0)))).toEqual({ duplicate: false, newSignals: 1 });
      expect(await partitions()).toEqual([]);
      await other.query('COMMIT');
      await other.end();
      const next = await open(url);
      await next.save(deliveryAt('b', daysAgo(0) + 1));
      expect(await countIn(nameOf('signals', 0))).toBe(2);
      expect(await allEventIds(next)).toEqual(['b', 'a']);
      await next.close();
    });

    test('one that its source changed moves to its new day, with its key', async () => {
      const save = (days: number) => {
        const time = new Date(daysAgo(days)).toISOString();
        const signal = signalOf('f', { time, updatedAt: time, rawSha256: String(days).padStart(64, '0') });
        return store.save(deliveryOf('f', { signals: [{ signal, rawText: String(days) }] }));
      };
      await save(9);
      await save(2);
      expect(await countIn(nameOf('signals', 9))).toBe(0);
      expect(await countIn(nameOf('signals', 2))).toBe(1);
      await save(1);
      expect(await allSignals(store)).toMatchObject([{ rawText: '1' }]);
      expect((await allSignals(store))[0]?.signal.provenance).toHaveLength(3);
    });

    test('the texts of log files lie in the day of the newest record', async () => {
      const texts = [5, 3, 4].map((days) => recordText(`r${days}`, { eventTime: new Date(daysAgo(days)).toISOString() }));
      await store.saveFileBatch(batchOf(await claimFile(store, 'k'), texts));
      expect(await countIn(nameOf('blocks', 3))).toBe(1);
      expect(await countIn(nameOf('blocks', 5))).toBe(0);
      const old = recordText('old', { eventTime: '2001-01-01T00:00:00Z' });
      await store.saveFileBatch(batchOf(await claimFile(store, 'l'), [old]));
      expect(await countIn('blocks_default')).toBe(1);
      expect((await allSignals(store)).at(-1)?.rawText).toBe(old);
    });

    test('of a partition that somebody dropped by hand come as new when they come again', async () => {
      await store.save(deliveryAt('a', daysAgo(1)));
      await ask(url, `DROP TABLE ${nameOf('signals', 1)}`);
      const again = deliveryAt('a', daysAgo(1)).signals!;
      expect(await store.save(deliveryOf('m', { signals: [...again, ...again] }))).toEqual({ duplicate: false, newSignals: 1 });
      expect(await allEventIds(store)).toEqual(['a']);
      expect(await countIn('signal_keys')).toBe(1);
    });
  });

  describe('when house is kept', () => {
    test('there is room for today and the days to come', async () => {
      await keepHouse(undefined);
      for (const table of ['signals', 'blocks']) {
        expect(await partitions(table)).toEqual([0, -1, -2].map((days) => nameOf(table, days)));
      }
    });

    test('days that are over are dropped whole, with their keys', async () => {
      for (const days of [500, 5, 4, 3, 2]) await store.save(deliveryAt(`d${days}`, daysAgo(days)));
      await keepHouse(startOf(3));
      expect(await partitions()).toEqual([3, 2, 0, -1, -2].map((days) => nameOf('signals', days)));
      expect(await countIn('signals_default')).toBe(0);
      expect(await countIn('signal_keys')).toBe(2);
    });

    test('a day of which a sink has not got all stays whole, and the days around it go', async () => {
      await store.save(deliveryAt('first', daysAgo(6)));
      const { cursor } = await store.newSignals(undefined, 9);
      await store.save(deliveryAt('second', daysAgo(7)));
      await store.save(deliveryAt('third', daysAgo(500)));
      await keepHouse(startOf(3), [cursor, await store.latestCursor()]);
      expect(await allEventIds(store)).toEqual(['second', 'third']);
      await keepHouse(startOf(3), [await store.latestCursor()]);
      expect(await allEventIds(store)).toEqual([]);
    });

    test.each([
      ['what somebody holds on to', 'SELECT FROM signal_keys FOR UPDATE'],
      ['a table that somebody reads for long', 'SELECT FROM signals'],
    ])('%s is left for the next time, and nobody waits for it', async (_name, held) => {
      await store.save(deliveryAt('a', daysAgo(5)));
      await keepHouse(undefined);
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query(`BEGIN; ${held}`);
      await store.keepHouse(NOW, { signalsBefore: startOf(3), messagesBefore: 0, cursors: [] });
      expect(await partitions()).toContain(nameOf('signals', 5));
      await other.query('COMMIT');
      await other.end();
      await keepHouse(startOf(3));
      expect(await partitions()).not.toContain(nameOf('signals', 5));
    });

    test('a day of which too much lies among all others stays there, and holds nothing up', async () => {
      await ask(
        url,
        `INSERT INTO signals_default (seq, time, length, source, account_id, event_name, body, raw)
           SELECT n, ${startOf(-1)} + n, 2, 'cloudtrail', '1', 'n', '{}', '{}' FROM generate_series(1, 20001) AS n;
         INSERT INTO signal_keys SELECT gen_random_uuid(), time, seq, 1 FROM signals_default`,
      );
      await store.save(deliveryAt('old', daysAgo(9)));
      await keepHouse(startOf(3));
      expect(await partitions()).toEqual([0, -2].map((days) => nameOf('signals', days)));
      expect(await store.save(deliveryAt('new', startOf(-1) + 3_600_000))).toEqual({ duplicate: false, newSignals: 1 });
      expect(await countIn('signals_default')).toBe(20_002);
    });

    test('two who keep house at once, while signals come, lose none', async () => {
      const other = await open(url);
      for (let days = 3; days < 9; days += 1) await store.save(deliveryAt(`d${days}`, daysAgo(days)));
      const retention = { signalsBefore: startOf(2), messagesBefore: 0, cursors: [] };
      const clean = async (each: Store) => {
        for (let step = 0; step < 12; step += 1) await each.keepHouse(NOW, retention);
      };
      const saved = Array.from({ length: 60 }, (_, index) => store.save(deliveryAt(`new${index}`, daysAgo(index % 2))));
      await Promise.all([clean(store), clean(other), ...saved]);
      expect(await allEventIds(store)).toHaveLength(60);
      await other.close();
    });
  });

  describe('when they are listed', () => {
    const DAYS = 3;
    const PER_DAY = 3_000;
    const MIDDLE = { time: startOf(0) + DAY_MS + 900_000, seq: 2_701 };
    let filled: string;
    let db: Database;
    beforeAll(async () => {
      filled = await postgres.database();
      const filler = await open(filled);
      await filler.keepHouse(NOW, { signalsBefore: undefined, messagesBefore: 0, cursors: [] });
      await filler.close();
      // One account and CloudTrail have nearly all there is; one name, one account and one source have a few.
      await ask(
        filled,
        `INSERT INTO signals (seq, time, length, source, account_id, event_name, body, raw)
           SELECT n, ${startOf(0)} + (n % ${DAYS}) * ${DAY_MS} + (n / ${DAYS}) * 1000, 2,
             CASE WHEN n % 500 = 1 THEN 'guardduty' ELSE 'cloudtrail' END,
             CASE WHEN n % 300 = 2 THEN 'rare' ELSE 'common' END,
             CASE WHEN n % 400 = 3 THEN 'rare' ELSE 'common' || n % 5 END, '{}', '{}'
           FROM generate_series(1, ${DAYS * PER_DAY}) AS n;
         ANALYZE signals`,
      );
      db = new Database(filled);
    });
    afterAll(() => db.close());

    interface Plan {
      readonly 'Node Type': string;
      readonly 'Index Name'?: string;
      readonly 'Actual Rows': number;
      readonly 'Actual Loops': number;
      readonly 'Rows Removed by Filter'?: number;
      readonly Plans?: readonly Plan[];
    }
    const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
    const scansOf = async (query: SignalQuery) => {
      const days = { from: query.from ?? startOf(0), to: query.to ?? startOf(0) + DAYS * DAY_MS };
      const { sql, values } = listing(query, days, { limit: query.limit + 1, room: 4_000_000 });
      const [row] = await db.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
      const nodes = flat(row!['QUERY PLAN'][0].Plan);
      return nodes.filter((node) => / Scan$/.test(node['Node Type']) && node['Node Type'] !== 'Subquery Scan');
    };

    test.each<[string, Omit<SignalQuery, 'limit'>, string]>([
      ['all', {}, 'time_seq'],
      ['all after a place', { after: MIDDLE }, 'time_seq'],
      ['the source of nearly all', { source: 'cloudtrail' }, 'time_seq'],
      ['a rare source', { source: 'guardduty' }, 'source_time_seq'],
      ['the account of nearly all', { account: 'common' }, 'account_id_time_seq'],
      ['a rare account', { account: 'rare' }, 'account_id_time_seq'],
      ['an account without any', { account: 'nobody' }, 'account_id_time_seq'],
      ['a common name', { eventName: 'common1' }, 'event_name_time_seq'],
      ['a rare name', { eventName: 'rare' }, 'event_name_time_seq'],
      [
        'a rare name in an account and of a source',
        { eventName: 'rare', account: 'common', source: 'cloudtrail' },
        'event_name_time_seq',
      ],
      ['a common name after a place', { eventName: 'common1', after: MIDDLE }, 'event_name_time_seq'],
      [
        'an account for some minutes',
        { account: 'common', from: startOf(0) + 600_000, to: startOf(0) + 900_000 },
        'account_id_time_seq',
      ],
    ])('a search for %s reads only what an index holds of it, in order', async (_what, query, index) => {
      const scans = await scansOf({ ...query, limit: 10 });
      expect(scans.filter((scan) => !scan['Node Type'].startsWith('Index'))).toEqual([]);
      for (const scan of scans) expect(scan['Index Name']).toMatch(new RegExp(`\\d_${index}_idx$|default_${index}_idx$`));
      const rowsOf = (scan: Plan) => scan['Actual Rows'] * scan['Actual Loops'] + (scan['Rows Removed by Filter'] ?? 0);
      // One row more of each partition, to see whose is the newest.
      expect(scans.reduce((sum, scan) => sum + rowsOf(scan), 0)).toBeLessThanOrEqual(11 + DAYS + 1);
    });

    test('days of which nothing is asked are not opened', async () => {
      const scans = await scansOf({ limit: 10, from: startOf(0) + DAY_MS, to: startOf(0) + 2 * DAY_MS });
      expect(scans.map((scan) => scan['Index Name'])).toEqual([`${nameOf('signals', -1)}_time_seq_idx`]);
    });

    test('what is sought for in vain is sought for in few steps, though it is years back', async () => {
      await store.save(deliveryAt('old', daysAgo(390)));
      await store.save(deliveryAt('older', daysAgo(5_000)));
      expect((await store.signals({ limit: 9, to: startOf(0) })).signals.map(({ signal }) => signal.eventId)).toEqual([
        'old',
        'older',
      ]);
      expect((await store.signals({ limit: 9, eventName: 'nothing' })).signals).toEqual([]);
    });
  });
});

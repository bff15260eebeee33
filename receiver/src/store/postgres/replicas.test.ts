import { Client } from 'pg';
import { needs } from '../../../../test/support/needs.ts';
import { ask, startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts';
import { eventually } from '../../../../test/support/receiver.ts';
import { deliveryOf, signalOf } from '../../../../test/support/store-contract.ts';
import { allSignals, batchOf, claimFile, fileOf, recordText } from '../../../../test/support/store-contract/fixtures.ts';
import { recordView } from '../../archive/view.ts';
import { signalKey } from '../../signals/key.ts';
import type { Delivery, Saved, Store } from '../store.ts';
import { openPostgres } from './store.ts';

const open = (url: string) => openPostgres(url, { view: recordView });

needs(['postgres'], 'two receivers on one PostgreSQL database', () => {
  let postgres: TestPostgres;
  let url: string;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    postgres = await startPostgres(async (template) => (await open(template)).close());
  });
  afterAll(() => postgres.close());
  beforeEach(async () => {
    url = await postgres.database();
    [one, two] = await Promise.all([open(url), open(url)]);
  });
  afterEach(() => Promise.all([one.close(), two.close()]));

  /** How often two waited for each other, which a session tells of when it ends. */
  const deadlocks = async () => {
    await Promise.all([one.close(), two.close()]);
    const others = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
    await eventually(async () => (await ask(url, `SELECT 1 ${others}`)).length === 0);
    const [row] = await ask<{ n: number }>(
      url,
      'SELECT deadlocks::integer AS n FROM pg_stat_database WHERE datname = current_database()',
    );
    return row?.n;
  };
  const deliveryWith = (ids: readonly string[]): Delivery =>
    deliveryOf('m', { signals: ids.map((id) => ({ signal: signalOf(id), rawText: '{}' })) });

  describe('messages and signals', () => {
    test('the same message by both is stored once', async () => {
      const delivery = deliveryOf('a');
      const saved = await Promise.all([one.save(delivery), two.save(delivery)]);
      expect(saved.map(({ duplicate }) => duplicate).sort()).toEqual([false, true]);
      expect((await allSignals(one)).map(({ signal }) => signal.provenance.length)).toEqual([1]);
    });

    test('the same event by both is one signal, with all the ways by which it came', async () => {
      const saved: Saved[] = [];
      for (let round = 0; round < 5; round += 1) {
        saved.push(...(await Promise.all([one.save(deliveryOf('a')), two.save(deliveryOf('a'))])));
      }
      expect(saved.filter(({ newSignals }) => newSignals === 1)).toHaveLength(1);
      expect((await allSignals(two)).map(({ signal }) => signal.provenance.length)).toEqual([10]);
    });

    test('a finding that both change is as its source said last', async () => {
      const update = (day: number) => {
        const time = new Date(Date.UTC(2026, 0, day)).toISOString();
        const signal = signalOf('f', {
          time,
          updatedAt: time,
          rawSha256: String(day).padStart(64, '0'),
          eventName: `type ${day}`,
        });
        return deliveryOf('f', { signals: [{ signal, rawText: `${day}` }] });
      };
      const days = Array.from({ length: 9 }, (_, index) => index + 1);
      await Promise.all(days.map((day) => (day % 2 === 0 ? one : two).save(update(day))));
      const stored = await allSignals(one);
      expect(stored).toMatchObject([{ rawText: '9', signal: { eventName: 'type 9' } }]);
      expect(stored[0]?.signal.provenance).toHaveLength(9);
      expect(await ask(url, 'SELECT count(*)::integer AS keys FROM signal_keys JOIN signals USING (time, seq)')).toEqual([
        { keys: 1 },
      ]);
    });

    test('the same events in opposite order keep nobody waiting for ever', async () => {
      const ids = Array.from({ length: 41 }, (_, index) => `e${index}`);
      // Whoever holds the one in the middle stops both half way, when each would have what the other wants next.
      const third = new Client({ connectionString: url });
      await third.connect();
      await third.query('BEGIN');
      await third.query({
        text: `INSERT INTO signal_keys VALUES (encode($1, 'hex')::uuid, 0, 0, pg_current_xact_id()::text::bigint)`,
        values: [signalKey(signalOf('e20').id)],
      });
      const saving = Promise.all([one.save(deliveryWith(ids)), two.save(deliveryWith(ids.toReversed()))]);
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await eventually(async () => (await ask(url, waiting)).length === 2);
      await third.query('ROLLBACK');
      await third.end();
      expect((await saving).reduce((sum, { newSignals }) => sum + newSignals, 0)).toBe(ids.length);
      expect((await one.counts()).signals).toBe(ids.length);
      expect(await deadlocks()).toBe(0);
    });

    test('files, dead letters, confirmations and signals in any order keep nobody waiting for ever', async () => {
      const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
      const mixed = (from: number) => {
        const turned = [...names.slice(from), ...names.slice(0, from)];
        return turned.map((name) =>
          deliveryOf(name, {
            files: [fileOf(name), fileOf(turned[0]!)],
            deadLetters: [{ kind: 'message', key: name, payload: '{}', reason: 'odd: one', at: 1 }],
            confirmation: {
              webhook: 'w',
              topicArn: 't',
              messageId: name,
              token: name,
              envelope: '{}',
              receivedAt: 1,
              expiresAt: 2,
            },
          }),
        );
      };
      await Promise.all(
        names.map((_, index) => Promise.all(mixed(index).map((each) => (index % 2 === 0 ? one : two).save(each)))),
      );
      expect(await one.jobs({ limit: 100, now: 0 })).toHaveLength(2 * names.length);
      expect((await one.counts()).confirmations).toEqual({ pending: names.length });
      expect(await deadlocks()).toBe(0);
    });
  });

  describe('log files', () => {
    test('the same records in files that both read are one signal each, with both ways', async () => {
      const texts = Array.from({ length: 200 }, (_, index) => recordText(`r${index}`));
      const [first, second] = [await claimFile(one, 'k'), await claimFile(two, 'l')];
      const saved = await Promise.all([
        one.saveFileBatch(batchOf(first, texts)),
        two.saveFileBatch(batchOf(second, texts.toReversed())),
      ]);
      expect(saved.map((each) => (each === 'lost' ? 0 : each.newSignals)).sort((a, b) => a - b)).toEqual([0, 200]);
      const stored = await allSignals(one);
      expect(stored).toHaveLength(200);
      expect(new Set(stored.map(({ signal }) => signal.provenance.length))).toEqual(new Set([2]));
      expect(await deadlocks()).toBe(0);
    });

    test('a job that two think they hold is written by one of them', async () => {
      const stale = await claimFile(one, 'k');
      const [held] = await two.claimJobs('two', 100_000, 60_000, 1);
      const results = await Promise.all([
        one.saveFileBatch(batchOf(stale, [recordText('a')])),
        two.saveFileBatch(batchOf(held!, [recordText('a')])),
      ]);
      expect(results).toEqual(['lost', { newSignals: 1 }]);
    });
  });

  describe('work', () => {
    test('each job is given to one of them', async () => {
      await one.addFiles(Array.from({ length: 60 }, (_, index) => fileOf(`k${index}`)));
      const claimed = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? one : two).claimJobs(`w${index}`, 1_000, 60_000, 7)),
      );
      const ids = claimed.flat().map(({ id }) => id);
      expect(ids).toHaveLength(60);
      expect(new Set(ids).size).toBe(60);
    });

    test('a lease is one’s at a time', async () => {
      const taken = await Promise.all([one.takeLease('l', 'one', 0, 100), two.takeLease('l', 'two', 0, 100)]);
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    test('they have one external ID, and one primary account', async () => {
      const [mine, theirs] = await Promise.all([one.workspace(), two.workspace()]);
      expect(mine.externalId).toBe(theirs.externalId);
      const add = (store: Store, id: string) =>
        store.changeWorkspace([{ set: 'account', value: { id, roleArn: 'arn:r', state: 'unproven' } }]);
      await Promise.all([add(one, '111122223333'), add(two, '222233334444')]);
      expect((await one.workspace()).accounts.filter(({ primary }) => primary)).toHaveLength(1);
    });
  });

  describe('new signals', () => {
    const idsOf = async (cursor?: string) => (await two.newSignals(cursor, 100)).signals.map(({ signal }) => signal.eventId);

    test('that are committed late come late, and none is left out', async () => {
      const late = new Client({ connectionString: url });
      await late.connect();
      await late.query('BEGIN');
      // As a slow replica does: its transaction has its number, and what it writes is not to be seen yet.
      await late.query(`INSERT INTO signal_keys SELECT gen_random_uuid(), 1767323045000, 1, pg_current_xact_id()::text::bigint`);
      const { raw: _raw, provenance: _provenance, ...body } = signalOf('late');
      await late.query({
        text: `INSERT INTO signals (seq, time, length, source, account_id, event_name, body, raw)
               VALUES (1, 1767323045000, 2, 'cloudtrail', '111122223333', 'CreateUser', $1, '{}')`,
        values: [JSON.stringify(body)],
      });
      await one.save(deliveryOf('early'));
      const before = await two.newSignals(undefined, 100);
      const latest = await two.latestCursor();
      expect(before.signals).toEqual([]);
      await late.query('COMMIT');
      await late.end();
      await one.save(deliveryOf('last'));
      expect(await idsOf(before.cursor)).toEqual(['late', 'early', 'last']);
      expect(await idsOf(latest)).toContain('late');
    });

    test('of both come once each while both write', async () => {
      const writing = Promise.all(
        Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? one : two).save(deliveryOf(`e${index}`))),
      );
      const seen: string[] = [];
      let cursor: string | undefined;
      let isWritten = false;
      void writing.then(() => (isWritten = true));
      for (let empty = 0; empty < 2;) {
        const stream = await two.newSignals(cursor, 30);
        seen.push(...stream.signals.map(({ signal }) => signal.eventId));
        cursor = stream.cursor;
        empty = isWritten && stream.signals.length === 0 ? empty + 1 : 0;
      }
      expect(seen).toHaveLength(400);
      expect(new Set(seen).size).toBe(400);
    });

    test('come after all that was there before in a database that was restored into another server', async () => {
      await one.save(deliveryOf('a'));
      const { cursor } = await two.newSignals(undefined, 9);
      // A server that is new counts its transactions from the beginning: what is there seems to come from the future.
      await ask(url, 'UPDATE signal_keys SET xact = xact + 1000000');
      const moved = cursor.replace(/^\d+/, (xact) => String(Number(xact) + 1_000_000));
      const restored = await open(url);
      await restored.save(deliveryOf('b'));
      expect(await idsOf(moved)).toEqual(['b']);
      expect(await idsOf()).toEqual(['a', 'b']);
      expect(await idsOf(await two.latestCursor())).toEqual([]);
      await restored.close();
    });

    test('are not asked for by a cursor of something else', async () => {
      await expect(one.newSignals('17', 9)).rejects.toMatchObject({ code: 'store-unavailable' });
    });
  });
});

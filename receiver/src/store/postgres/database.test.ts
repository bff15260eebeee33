import { needs } from '../../../../test/support/needs.ts';
import { ask, IS_OURS, startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts';
import { deliveryOf, signalOf } from '../../../../test/support/store-contract.ts';
import { recordView } from '../../archive/view.ts';
import { Mistake } from '../../registry/mistake.ts';
import type { Store } from '../store.ts';
import { Database, DatabaseFault } from './database.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { openPostgres } from './store.ts';

const open = (url: string) => openPostgres(url, { view: recordView });
const UNAVAILABLE = { code: 'store-unavailable', status: 503 };

const END_SESSIONS =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

needs(['postgres'], 'a PostgreSQL database', () => {
  let postgres: TestPostgres;
  let url: string;
  const stores: Store[] = [];
  const opened = async (at = url) => {
    const store = await open(at);
    stores.push(store);
    return store;
  };
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.close());
  beforeEach(async () => {
    url = await postgres.database();
  });
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));

  describe('when it is opened', () => {
    test('is brought up to date by one of many who open it at once', async () => {
      await Promise.all(Array.from({ length: 5 }, () => opened()));
      expect(await ask(url, 'SELECT version FROM clarion_schema')).toEqual([{ version: SCHEMA_VERSION }]);
    });

    test('keeps what it has when it is opened again', async () => {
      await (await opened()).save(deliveryOf('a'));
      expect((await (await opened()).signals({ limit: 9 })).signals).toHaveLength(1);
    });

    test('of a newer release is refused, with a sentence', async () => {
      await (await opened()).close();
      await ask(url, 'UPDATE clarion_schema SET version = version + 1');
      await expect(open(url)).rejects.toThrow(Mistake);
      await expect(open(url)).rejects.toThrow(
        /schema version \d+, and this release knows up to \d+: start the newer clarion-receiver/,
      );
    });

    test('of another encoding is refused, with the cure', async () => {
      const name = `latin_${Date.now()}`;
      await ask(url, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`);
      const latin = Object.assign(new URL(url), { pathname: `/${name}` }).href;
      await expect(open(latin)).rejects.toThrow(/must have the encoding UTF8, got LATIN1: create it with/);
      await ask(url, `DROP DATABASE ${name}`);
    });

    test.each([
      ['that is not there', { pathname: '/nowhere' }, /database "nowhere" does not exist\): name a database in CLARION_DATABASE/],
      ['whose server refuses the password', { password: 'hunter2' }, /password authentication failed .*\): name a database/],
    ])('%s is a mistake, told without the password', async (_what, change, message) => {
      const refused = open(Object.assign(new URL(url), change).href);
      await expect(refused).rejects.toThrow(Mistake);
      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.not.toThrow(/hunter2/);
    });

    test.each(['postgres://', 'postgres://user:hunter2@:::/x', 'mysql://user:hunter2@host/x', 'hunter2'])(
      '%s is no URL of one',
      async (bad) => {
        await expect(open(bad)).rejects.toThrow(Mistake);
        await expect(open(bad)).rejects.not.toThrow(/hunter2/);
      },
    );

    test('that cannot be reached just now is unavailable, which may heal', async () => {
      await expect(open('postgres://user:hunter2@127.0.0.1:1/x')).rejects.toMatchObject(UNAVAILABLE);
    });
  });

  describe('when it is written', () => {
    test('has each commit on disk before it is answered, and waits for nothing without end, whatever the server says', async () => {
      await ask(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
      const store = await opened();
      await ask(
        url,
        `CREATE FUNCTION must_be_durable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF current_setting('synchronous_commit') <> 'on' OR current_setting('lock_timeout') = '0' OR current_setting('statement_timeout') = '0'
          THEN RAISE EXCEPTION 'not durable'; END IF; RETURN NULL; END $$`,
      );
      expect(await ask(url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'off' }]);
      for (const table of ['messages', 'signal_keys', 'signals', 'jobs', 'leases', 'marks', 'monitors', 'workspace']) {
        await ask(url, `CREATE TRIGGER durable AFTER INSERT OR UPDATE OR DELETE ON ${table} EXECUTE FUNCTION must_be_durable()`);
      }
      await store.save(deliveryOf('a', { files: [{ bucket: 'b', key: 'k', monitor: 'm', foundBy: 'notice', foundAt: 1 }] }));
      const [job] = await store.claimJobs('one', 10, 100, 1);
      await store.finishJob(job!);
      await store.takeLease('l', 'one', 0, 1);
      await store.setMarks('s', new Map([['a', 'b']]));
      await store.workspace();
      const value = { name: 'm', kind: 'cloudtrail', topicArns: [], minimumSignatureVersion: 1, settings: {} } as const;
      expect(await store.changeWorkspace([{ set: 'monitor', value }])).toBeUndefined();
    });

    test('does not take for committed what was rolled back', async () => {
      const db = new Database(url);
      await db.run('CREATE TABLE kept (n integer)');
      const written = db.write(async (tx) => {
        await tx.run('INSERT INTO kept VALUES (1)');
        await tx.query('SELECT 1 / 0').catch(() => undefined);
      });
      await expect(written).rejects.toThrow(DatabaseFault);
      expect(await db.query('SELECT n FROM kept')).toEqual([]);
      await db.close();
    });

    test('is asked again where two transactions were in each other’s way', async () => {
      const db = new Database(url);
      await db.run('CREATE TABLE pair (n integer PRIMARY KEY, hits integer DEFAULT 0)');
      await db.run('INSERT INTO pair VALUES (1), (2)');
      const hit = (first: number, second: number) =>
        db.write(async (tx) => {
          for (const n of [first, second]) {
            await tx.run('UPDATE pair SET hits = hits + 1 WHERE n = $1', [n]);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        });
      await Promise.all([hit(1, 2), hit(2, 1)]);
      expect(await db.query('SELECT hits FROM pair ORDER BY n')).toEqual([{ hits: 2 }, { hits: 2 }]);
      await db.close();
    });

    test('is not ready where nobody may write, as on a standby, and is once somebody may', async () => {
      const store = await opened();
      const elsewhere = Object.assign(new URL(url), { pathname: '/postgres' }).href;
      const name = new URL(url).pathname.slice(1);
      await ask(elsewhere, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await ask(url, END_SESSIONS);
      await expect(store.ready()).rejects.toMatchObject(UNAVAILABLE);
      await expect(store.save(deliveryOf('a'))).rejects.toMatchObject(UNAVAILABLE);
      await ask(elsewhere, `ALTER DATABASE ${name} RESET default_transaction_read_only`);
      expect(await store.save(deliveryOf('a'))).toEqual({ duplicate: false, newSignals: 1 });
    });
  });

  // One that somebody else brought is not ours to stop.
  (IS_OURS ? describe : describe.skip)('when it goes away', () => {
    const saveOne = (store: Store, id: string) =>
      store.save(deliveryOf(id, { signals: [{ signal: signalOf(id), rawText: '{}' }] }));

    test('is unavailable, and there again by itself when it is back', async () => {
      const store = await opened();
      await saveOne(store, 'before');
      await postgres.stop();
      await expect(saveOne(store, 'meanwhile')).rejects.toMatchObject(UNAVAILABLE);
      await expect(store.signals({ limit: 1 })).rejects.toMatchObject(UNAVAILABLE);
      await expect(store.claimJobs('one', 1, 1, 1)).rejects.toMatchObject(UNAVAILABLE);
      await expect(store.ready()).rejects.toMatchObject(UNAVAILABLE);
      await postgres.start();
      await expect(store.ready()).resolves.toBeUndefined();
      expect(await saveOne(store, 'after')).toEqual({ duplicate: false, newSignals: 1 });
      expect((await store.signals({ limit: 9 })).signals.map(({ signal }) => signal.eventId)).toEqual(['after', 'before']);
    });

    test('under load answers each message, and has all that it said it has, once', async () => {
      const store = await opened();
      const saved: string[] = [];
      let sent = 0;
      let isOver = false;
      const sender = async () => {
        while (!isOver) {
          const id = `e${(sent += 1)}`;
          const isSaved = await saveOne(store, id).then(() => true, () => false); // prettier-ignore
          if (isSaved) saved.push(id);
          else await new Promise((resolve) => setTimeout(resolve, 10));
        }
      };
      const senders = Array.from({ length: 16 }, sender);
      for (let round = 0; round < 2; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        await postgres.stop();
        await postgres.start();
      }
      await new Promise((resolve) => setTimeout(resolve, 150));
      isOver = true;
      await Promise.all(senders);
      const stored = await ask<{ id: string }>(url, `SELECT body::json ->> 'eventId' AS id FROM signals`);
      const ids = new Set(stored.map(({ id }) => id));
      expect(saved.length).toBeGreaterThan(20);
      expect(saved.filter((id) => !ids.has(id))).toEqual([]);
      expect(ids.size).toBe(stored.length);
    });

    test('does not wait long where nobody answers, and lets no one wait behind', async () => {
      const store = await opened();
      await saveOne(store, 'before');
      await postgres.stop();
      const many = await Promise.allSettled(Array.from({ length: 1_500 }, (_, index) => saveOne(store, `e${index}`)));
      expect(many.every(({ status }) => status === 'rejected')).toBe(true);
      await postgres.start();
    });

    test('that ends our sessions makes no difference to what comes next', async () => {
      const store = await opened();
      await saveOne(store, 'before');
      await ask(url, END_SESSIONS);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await saveOne(store, 'after')).toEqual({ duplicate: false, newSignals: 1 });
    });
  });
});

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { deliveryOf, storeContract } from '../../../../test/support/store-contract.ts';
import { Mistake } from '../../registry/add.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { openDatabase } from './open.ts';
import { listingSql } from './signals.ts';
import { openSqlite } from './store.ts';

const ANYTHING = { from: 1, to: 2, account: '', source: '', rareSource: '', eventName: '', afterTime: 1, afterId: '', limit: 1 };

let folder: string;
let files = 0;
const path = () => join(folder, `${(files += 1)}`, 'receiver.db');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the SQLite store', () => {
  storeContract(() => openSqlite(path()));

  test('keeps what it has over a restart', async () => {
    const file = path();
    const first = openSqlite(file);
    await first.save(deliveryOf('a'));
    await first.close();
    const second = openSqlite(file);
    expect((await second.signals({ limit: 9 })).signals).toHaveLength(1);
    await second.close();
  });

  test('commits to disk before it answers: WAL with synchronous FULL', async () => {
    const file = path();
    const store = openSqlite(file);
    await store.save(deliveryOf('a'));
    const reader = new Sqlite(file, { readonly: true });
    expect(reader.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(reader.prepare('SELECT count(*) AS n FROM messages').get()).toEqual({ n: 1 });
    reader.close();
    await store.close();
  });

  test('goes to the disk itself on macOS, and lets nobody wait long for another process', () => {
    const db = openDatabase(path());
    expect(db.pragma('fullfsync', { simple: true })).toBe(1);
    expect(db.pragma('busy_timeout', { simple: true })).toBeLessThanOrEqual(250);
    db.close();
  });

  test('refuses a place where there can be no write-ahead log, with a sentence', () => {
    const pragma = jest.spyOn(Sqlite.prototype, 'pragma').mockReturnValue('delete');
    try {
      expect(() => openDatabase(path())).toThrow(
        /cannot have a write-ahead log \(SQLite stays with delete\): put it on a local disk/,
      );
    } finally {
      pragma.mockRestore();
    }
  });

  test('forgetting writes nothing where there is nothing to forget', async () => {
    const file = path();
    const store = openSqlite(file);
    const other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.forgetConfirmations(Date.now())).resolves.toBeUndefined();
    other.close();
    await store.close();
  });

  test('is readable by its owner only', async () => {
    const file = path();
    const store = openSqlite(file);
    expect(statSync(file).mode & 0o077).toBe(0);
    await store.close();
  });

  test('refuses a database of a newer release, with a sentence', () => {
    const file = path();
    void openSqlite(file).close();
    const db = new Sqlite(file);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    expect(() => openSqlite(file)).toThrow(
      /schema version \d+, and this release knows up to \d+: start the newer clarion-receiver/,
    );
  });

  test.each([
    [[], 'signals_by_time'],
    [['from', 'to', 'after'], 'signals_by_time'],
    [['account'], 'signals_by_account (account_id=?)'],
    [['account', 'from', 'to'], 'signals_by_account (account_id=? AND time>? AND time<?)'],
    [['account', 'after'], 'signals_by_account (account_id=? AND (time,id)<(?,?))'],
    [['rareSource'], 'signals_by_rare_source (source=?)'],
    [['rareSource', 'from', 'after'], 'signals_by_rare_source (source=? AND '],
    [['account', 'rareSource', 'to'], 'signals_by_rare_source (source=? AND time<?)'],
    [['account', 'source'], 'signals_by_account (account_id=?)'],
    [['source'], 'signals_by_time'],
    [['account', 'eventName', 'rareSource'], 'signals_by_event_name (event_name=?)'],
    [['eventName', 'source'], 'signals_by_event_name (event_name=?)'],
    [['eventName', 'from', 'after'], 'signals_by_event_name (event_name=? AND '],
    [['account', 'eventName', 'source', 'to'], 'signals_by_event_name (event_name=? AND time<?)'],
  ])('a search by %j reads only what its index holds of it, in order', (members, index) => {
    const db = openDatabase(':memory:');
    const plan = db.prepare<object, { detail: string }>(`EXPLAIN QUERY PLAN ${listingSql(members)}`).all(ANYTHING);
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining(`USING INDEX ${index}`)]);
    db.close();
  });

  test.each([
    [1, 'DROP INDEX signals_by_rare_source; DROP INDEX signals_by_event_name; DROP INDEX signals_by_account'],
    [2, 'DROP INDEX signals_by_rare_source'],
  ])('a database of version %d gets the indexes, and keeps what it has', async (version, without) => {
    const file = path();
    const first = openSqlite(file);
    await first.save(deliveryOf('a'));
    await first.close();
    const db = new Sqlite(file);
    db.exec(`${without}; PRAGMA user_version = ${version}`);
    db.close();
    const second = openSqlite(file);
    expect((await second.signals({ limit: 9, account: '111122223333', eventName: 'CreateUser' })).signals).toHaveLength(1);
    await second.close();
    const upgraded = new Sqlite(file);
    expect(upgraded.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(upgraded.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'signals_by_%' ORDER BY name`).pluck().all()).toEqual(
      ['signals_by_account', 'signals_by_event_name', 'signals_by_rare_source', 'signals_by_time'],
    );
    upgraded.close();
  });

  test('refuses a file that is no database', () => {
    const file = join(folder, 'no.db');
    writeFileSync(file, 'this is a text, and a long one, that surely is no SQLite database at all'.repeat(20));
    expect(() => openSqlite(file)).toThrow(/not a database\): name a file in CLARION_DATABASE/);
    expect(() => openSqlite(file)).toThrow(Mistake);
  });

  test.each(['/dev/null/x.db', '/dev'])('refuses the path %s with the cure', (impossible) => {
    expect(() => openSqlite(impossible)).toThrow(/cannot be opened \(.+\): name a file in CLARION_DATABASE/);
    expect(() => openSqlite(impossible)).toThrow(Mistake);
  });
});

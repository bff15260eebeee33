import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { deliveryOf, storeContract } from '../../../../test/support/store-contract.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { openSqlite } from './store.ts';

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
    expect(() => openSqlite(file)).toThrow(/schema version 2, and this release knows up to 1: start the newer clarion-receiver/);
  });

  test('refuses a file that is no database', () => {
    const file = join(folder, 'no.db');
    writeFileSync(file, 'this is a text, and a long one, that surely is no SQLite database at all'.repeat(20));
    expect(() => openSqlite(file)).toThrow(/not a database/);
  });
});

import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jest } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { deliveryOf, signalOf, storeContract } from '../../../../test/support/store-contract.ts';
import { Mistake } from '../../registry/mistake.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './migrations.ts';
import { openDatabase } from './open.ts';
import { listingSql } from './signals.ts';
import { openStore } from '../../open-store.ts';

const ANYTHING = { from: 1, to: 2, account: '', source: '', rareSource: '', eventName: '', afterTime: 1, afterSeq: 1, limit: 1 };

let folder: string;
let files = 0;
const path = () => join(folder, `${(files += 1)}`, 'receiver.db');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the SQLite store', () => {
  storeContract(() => openStore(path()));

  test('keeps what it has over a restart', async () => {
    const file = path();
    const first = openStore(file);
    await first.save(deliveryOf('a'));
    await first.close();
    const second = openStore(file);
    expect((await second.signals({ limit: 9 })).signals).toHaveLength(1);
    await second.close();
  });

  test('commits to disk before it answers: WAL with synchronous FULL', async () => {
    const file = path();
    const store = openStore(file);
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
    const store = openStore(file);
    const other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.forgetConfirmations(Date.now())).resolves.toBeUndefined();
    other.close();
    await store.close();
  });

  test('is readable by its owner only', async () => {
    const file = path();
    const store = openStore(file);
    expect(statSync(file).mode & 0o077).toBe(0);
    await store.close();
  });

  test('refuses a database of a newer release, with a sentence', () => {
    const file = path();
    void openStore(file).close();
    const db = new Sqlite(file);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    expect(() => openStore(file)).toThrow(
      /schema version \d+, and this release knows up to \d+: start the newer clarion-receiver/,
    );
  });

  test.each([
    [[], 'signals_by_time'],
    [['from', 'to', 'after'], 'signals_by_time'],
    [['account'], 'signals_by_account (account_id=?)'],
    [['account', 'from', 'to'], 'signals_by_account (account_id=? AND time>? AND time<?)'],
    [['account', 'after'], 'signals_by_account (account_id=? AND time<?)'],
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

  test.each([1, 2, 3])('a database of version %d is brought up to date, and keeps what it has', async (version) => {
    const file = path();
    mkdirSync(dirname(file));
    const db = new Sqlite(file);
    for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
    const { raw: _raw, ...signal } = signalOf('a');
    db.prepare('INSERT INTO signals (id, time, source, account_id, event_name, body, raw) VALUES (?, ?, ?, ?, ?, ?, ?)').run([
      signal.id,
      Date.parse(signal.time),
      signal.source,
      signal.accountId,
      signal.eventName,
      JSON.stringify(signal),
      '{"n": 1.0}',
    ]);
    const addMessage = db.prepare(
      `INSERT INTO messages (webhook, topic_arn, message_id, type, received_at, outcome, reason, envelope)
       VALUES ('w', 'arn:t', ?, 'Notification', 7, ?, ?, '{"Message":"?"}')`,
    );
    addMessage.run('m-1', 'quarantined', 'odd');
    addMessage.run('m-2', 'signals', null);
    db.exec(`INSERT INTO topics VALUES ('trail', 'arn:t', 2); PRAGMA user_version = ${version}`);
    db.close();
    const store = openStore(file);
    const query = { limit: 9, account: '111122223333', eventName: 'CreateUser' };
    expect((await store.signals(query)).signals).toEqual([{ signal, rawText: '{"n": 1.0}' }]);
    // It is known by its new key, too.
    expect(await store.save(deliveryOf('a'))).toMatchObject({ newSignals: 0 });
    // What could not be read can be read again, as what comes now can.
    const letter = { webhook: 'w', topicArn: 'arn:t', messageId: 'm-1' };
    expect(await store.jobs({ limit: 9, now: 9 })).toMatchObject([
      { kind: 'message', state: 'dead', key: 'w arn:t m-1', payload: JSON.stringify(letter), reason: 'quarantined: odd' },
    ]);
    expect(await store.message(letter)).toMatchObject({ outcome: 'quarantined', envelope: '{"Message":"?"}' });
    expect(await store.monitorsOf('arn:t')).toMatchObject([{ name: 'trail', kind: 'cloudtrail', minimumSignatureVersion: 2 }]);
    await store.close();
  });

  test('refuses a file that is no database', () => {
    const file = join(folder, 'no.db');
    writeFileSync(file, 'this is a text, and a long one, that surely is no SQLite database at all'.repeat(20));
    expect(() => openStore(file)).toThrow(/not a database\): name a file in CLARION_DATABASE/);
    expect(() => openStore(file)).toThrow(Mistake);
  });

  test.each(['/dev/null/x.db', '/dev'])('refuses the path %s with the cure', (impossible) => {
    expect(() => openStore(impossible)).toThrow(/cannot be opened \(.+\): name a file in CLARION_DATABASE/);
    expect(() => openStore(impossible)).toThrow(Mistake);
  });
});

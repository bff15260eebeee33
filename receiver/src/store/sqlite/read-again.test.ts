import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { event, notification, record, startReceiver } from '../../../../test/support/receiver.ts';
import { messageOf } from '../../../../test/support/store-contract/read-again.ts';
import { deliveryOf } from '../../../../test/support/store-contract.ts';
import { openStore } from '../../open-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-again-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Saves deliveries, and gives what the database has then. */
async function rowsOf(sql: string, ...deliveries: Parameters<ReturnType<typeof openStore>['save']>[0][]): Promise<unknown[]> {
  const store = openStore(join(folder, 'r.db'));
  for (const delivery of deliveries) await store.save(delivery);
  await store.close();
  const db = new Sqlite(join(folder, 'r.db'), { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

test('a text that is in the message is not stored twice', async () => {
  const rows = await rowsOf(
    'SELECT body, raw, provenance, message IS NOT NULL AS placed FROM signals ORDER BY seq',
    messageOf(JSON.stringify(event(record()))),
    deliveryOf('b'),
  );
  expect(rows).toEqual([
    { body: null, raw: null, provenance: null, placed: 1 },
    { body: expect.any(String), raw: '{"n": 1.0}', provenance: expect.any(String), placed: 0 },
  ]);
});

test('a message knows how many signals are read from it', async () => {
  const twice = JSON.stringify(event(record({ eventID: 'e' })));
  const rows = await rowsOf('SELECT signals FROM messages ORDER BY seq', messageOf(twice), messageOf(twice), deliveryOf('b'));
  expect(rows).toEqual([{ signals: 1 }, { signals: 0 }, { signals: 0 }]);
});

test('and so it is with what a webhook takes', async () => {
  const it = await startReceiver();
  try {
    expect((await it.post(it.authority.seal(notification(event(record()))))).body).toMatchObject({ outcome: 'signals' });
    const db = new Sqlite(it.database, { readonly: true });
    expect(db.prepare('SELECT body, raw FROM signals').all()).toEqual([{ body: null, raw: null }]);
    db.close();
  } finally {
    await it.close();
  }
});

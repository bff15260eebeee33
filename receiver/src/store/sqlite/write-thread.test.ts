import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Sqlite from 'better-sqlite3';
import { deliveryOf } from '../../../../test/support/store-contract.ts';
import { errorCode } from '../../error-code.ts';
import type { Refusal } from '../../error.ts';
import { openStore } from '../../open-store.ts';
import { openDatabase } from './open.ts';
import { WriteThread } from './write-thread.ts';

const SERVE = new URL('../../../lib/sqlite-write-program.js', import.meta.url);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-thread-'));
  path = join(folder, 'r.db');
  openDatabase(path).close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refusalOf = (writing: Promise<unknown>) =>
  writing.then(
    () => {
      throw new Error('it was written');
    },
    (error: unknown) => error as Refusal,
  );

/** A program that ends at the first message that its first run gets, and serves ever after. */
function mortalProgram(): URL {
  const [program, mark] = [join(folder, 'mortal.mjs'), join(folder, 'died')];
  writeFileSync(
    program,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     if (existsSync(${JSON.stringify(mark)})) await import(${JSON.stringify(SERVE.href)});
     else parentPort.once('message', () => { writeFileSync(${JSON.stringify(mark)}, ''); process.exit(7); });`,
  );
  return pathToFileURL(program);
}

test('what is written is on disk when it is answered', async () => {
  const thread = new WriteThread(SERVE, path);
  expect(await thread.write('addFiles', [{ bucket: 'b', key: 'k', monitor: 'm', foundBy: 'notice', foundAt: 1 }])).toBe(1);
  const db = new Sqlite(path, { readonly: true });
  expect(db.prepare('SELECT key FROM files').all()).toEqual([{ key: 'k' }]);
  db.close();
  await thread.close();
});

test('a thread that ends fails what it had, so that the sender sends again, and another takes its place', async () => {
  const thread = new WriteThread(mortalProgram(), path);
  const lost = Array.from({ length: 10 }, () => thread.write('nothing'));
  for (const { status } of await Promise.allSettled(lost)) expect(status).toBe('rejected');
  const refusal = await refusalOf(lost[0]!);
  expect([refusal.code, refusal.status]).toEqual(['store-unavailable', 503]);
  expect((refusal.cause as Error).message).toBe('the thread that writes has ended');
  expect(existsSync(join(folder, 'died'))).toBe(true);
  expect(await thread.write('takeLease', 'n', 'o', 1, 2)).toBe(true);
  await thread.close();
});

test('a thread that cannot be started fails what it was asked for, with the reason for the log', async () => {
  const thread = new WriteThread(pathToFileURL(join(folder, 'none.mjs')), path);
  const refusal = await refusalOf(thread.write('nothing'));
  expect(refusal.code).toBe('store-unavailable');
  expect(errorCode((refusal.cause as Error).cause)).toMatch(/MODULE_NOT_FOUND$/);
  await thread.close();
});

test('a fault of the database keeps its code', async () => {
  const thread = new WriteThread(SERVE, path);
  await thread.write('nothing');
  const other = new Sqlite(path);
  other.exec('BEGIN IMMEDIATE');
  const refusal = await refusalOf(thread.write('nothing'));
  expect([refusal.code, errorCode(refusal.cause)]).toEqual(['store-unavailable', 'SQLITE_BUSY']);
  other.exec('COMMIT');
  other.close();
  await expect(thread.write('nothing')).resolves.toBeUndefined();
  await thread.close();
});

test('closing waits for all that was asked for, takes no more, and can be done twice', async () => {
  const thread = new WriteThread(SERVE, path);
  const written = Array.from({ length: 100 }, (_, index) => thread.write('takeLease', `n${index}`, 'o', 1, 2));
  await thread.close();
  expect(await Promise.all(written)).toEqual(written.map(() => true));
  await expect(thread.write('nothing')).rejects.toMatchObject({ code: 'store-unavailable' });
  await expect(thread.close()).resolves.toBeUndefined();
});

test('what is read is of one moment, though it is written meanwhile', async () => {
  const store = openStore(path);
  let written = 0;
  const writer = async () => {
    for (; written < 1_500; written += 1) await store.save(deliveryOf(`e${written}-${Math.random()}`));
  };
  const writing = Promise.all([writer(), writer(), writer(), writer()]);
  while (written < 1_500) {
    const { signals, messages } = await store.counts();
    expect(messages.signals ?? 0).toBe(signals);
    await setImmediate();
  }
  await writing;
  await store.close();
});

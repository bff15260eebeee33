/**
 * `npm run test:crash [-- --store sqlite|postgres] [--kills N]`: kills receivers with SIGKILL at random moments while messages and log
 * files arrive, and counts: 0 lost, 0 doubled, 0 acknowledged but absent. SQLite: one receiver, 50 times. PostgreSQL: two, 20 times.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { has } from '../support/needs.ts';
import { crash, type Found } from './run.ts';

const { values } = parseArgs({ options: { store: { type: 'string' }, kills: { type: 'string' } } });
const stores = values.store === undefined ? ['sqlite', 'postgres'] : [values.store];
let [passed, failed, skipped] = [0, 0, 0];

for (const store of stores) {
  if (store === 'postgres' && !has('postgres')) {
    console.log('postgres: skipped, since there is no PostgreSQL');
    skipped += 1;
    continue;
  }
  const kills = Number(values.kills ?? (store === 'sqlite' ? 50 : 20));
  const found = await (store === 'sqlite' ? onSqlite(kills) : onPostgres(kills));
  const isGood = found.lost === 0 && found.doubled === 0 && found.acknowledgedButAbsent === 0;
  console.log(`${store}: ${JSON.stringify(found)}`);
  if (isGood) passed += 1;
  else failed += 1;
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

async function onSqlite(kills: number): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  try {
    return await crash(join(folder, 'receiver.db'), 1, kills);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPostgres(kills: number): Promise<Found> {
  const { startPostgres } = await import('../support/postgres.ts');
  const server = await startPostgres();
  try {
    return await crash(await server.database(), 2, kills);
  } finally {
    await server.close();
  }
}

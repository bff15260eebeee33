/** Needs the built package, which `npm test` makes first: Node runs the child without Jest. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../open-store.ts';
import { event, notification, record, sharedAuthority, TOPIC } from '../../../../test/support/receiver.ts';

const library = fileURLToPath(new URL('../../../lib/index.js', import.meta.url));
const CHILD = `
import { createReceiver } from ${JSON.stringify(library)};
const silent = { info() {}, warn() {}, error() {}, debug() {} };
const receiver = createReceiver({ database: process.env.DB, port: 0, logger: silent, fetchCertificate: async () => process.env.PEM });
await receiver.addTopic({ monitor: 'trail', arn: ${JSON.stringify(TOPIC)} });
await receiver.listen();
console.log((await receiver.createWebhook('h' + Date.now())).url);
`;

async function startChild(database: string, pem: string) {
  const env = { ...process.env, DB: database, PEM: pem };
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const hook = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()));
    child.once('exit', (code) => reject(new Error(`the child ended with ${code}`)));
  });
  return { child, hook };
}

test('kill -9 under load: whatever was answered 200 is there, once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  const database = join(folder, 'receiver.db');
  const authority = await sharedAuthority();
  const answered: string[] = [];
  let sent = 0;
  try {
    for (let round = 0; round < 4; round += 1) {
      const { child, hook } = await startChild(database, authority.pem);
      const exited = new Promise((resolve) => child.once('exit', resolve));
      let alive = true;
      const sender = async () => {
        while (alive) {
          const eventID = `crash-${(sent += 1)}`;
          const body = JSON.stringify(authority.seal(notification(event(record({ eventID })))));
          const status = await fetch(hook, { method: 'POST', body }).then(
            (response) => response.status,
            () => 0,
          );
          if (status === 200) answered.push(eventID);
        }
      };
      const senders = Array.from({ length: 16 }, sender);
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 300));
      child.kill('SIGKILL');
      await exited;
      alive = false;
      await Promise.all(senders);
    }
    const store = openStore(database);
    const stored: string[] = [];
    let page = await store.signals({ limit: 500 });
    stored.push(...page.signals.map(({ signal }) => signal.eventId));
    while (page.next !== undefined) {
      page = await store.signals({ limit: 500, after: page.next });
      stored.push(...page.signals.map(({ signal }) => signal.eventId));
    }
    await store.close();
    expect(answered.length).toBeGreaterThan(20);
    const unique = new Set(stored);
    expect(answered.filter((id) => !unique.has(id))).toEqual([]);
    expect(unique.size).toBe(stored.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

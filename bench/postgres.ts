/** Messages a second into PostgreSQL, verified, committed and answered over HTTP: two receivers on one database against one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../test/support/postgres.ts';
import { createAuthority } from '../test/support/sns-authority.ts';
import { alternate, type Benchmark, compare, median } from './benchmark.ts';
import { snsMessage } from './messages.ts';
import { load, type Load } from './webhook/load.ts';

const CONNECTIONS = 64;
const MESSAGES = 1_500;
const ROUNDS = 5;

export const benchmark: Benchmark = async () => {
  const server = await startPostgres();
  const authority = await createAuthority();
  const children: ChildProcess[] = [];
  const start = async (database: string, name: string) => {
    const program = fileURLToPath(new URL('webhook/ours.ts', import.meta.url));
    const env = { ...process.env, BENCH_DATABASE: database, BENCH_PEM: authority.pem, BENCH_WEBHOOK: name };
    const child = spawn(process.execPath, ['--no-warnings', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return line.toString('utf8').trim();
  };
  const bodies = () =>
    Array.from({ length: MESSAGES }, (_, index) => Buffer.from(JSON.stringify(snsMessage(authority, index, 8, 16))));
  try {
    const [alone, together] = [await server.database(), await server.database()];
    const one = await start(alone, 'one');
    const two = [await start(together, 'first'), await start(together, 'second')];
    const halves = async () => {
      const all = bodies();
      const half = (which: number) => all.filter((_, index) => index % 2 === which);
      const found = await Promise.all(two.map((url, which) => load(url, half(which), CONNECTIONS / 2)));
      const [first, second] = found as [Load, Load];
      return {
        perSecond: first.perSecond + second.perSecond,
        p50: Math.max(first.p50, second.p50),
        p99: Math.max(first.p99, second.p99),
      };
    };
    await load(one, bodies(), CONNECTIONS);
    await halves();
    const found = await alternate<Load>(ROUNDS, halves, () => load(one, bodies(), CONNECTIONS));
    return {
      ...compare(found.map(({ ours, peer }) => ({ ours: ours.perSecond, peer: peer.perSecond }))),
      unit: 'messages/s',
      peerName: 'one receiver',
      p99Ms: { ours: median(found.map(({ ours }) => ours.p99)), peer: median(found.map(({ peer }) => peer.p99)) },
      replicas: 2,
      connections: CONNECTIONS,
      messages: MESSAGES,
      rounds: ROUNDS,
      sharing: 'the receivers, PostgreSQL and the load have the same processors',
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await server.close();
  }
};

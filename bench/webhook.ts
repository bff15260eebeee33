/** Messages a second that are verified, on disk and answered over HTTP: the receiver against the plain stack that one would write. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAuthority } from '../test/support/sns-authority.ts';
import { alternate, type Benchmark, compare, median } from './benchmark.ts';
import { snsMessage } from './messages.ts';
import { load, type Load } from './webhook/load.ts';

const CONNECTIONS = 64;
const MESSAGES = 2_000;
const ROUNDS = 7;

/** Messages of 2 to 3 KB, half of signature version 2 and half of version 1. Both servers get the same ones. */
export const benchmark: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-webhook-'));
  const authority = await createAuthority();
  const ours = await start('ours', folder, authority.pem);
  const peer = await start('peer', folder, authority.pem);
  try {
    const rounds: Buffer[][] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      rounds.push(
        Array.from({ length: MESSAGES }, (_, index) => Buffer.from(JSON.stringify(snsMessage(authority, index, 8, 16)))),
      );
    }
    const warmUp = rounds.pop()!;
    await load(ours.url, warmUp, CONNECTIONS);
    await requireSignal(ours.url, JSON.stringify(snsMessage(authority, 0, 8, 16)));
    await load(peer.url, warmUp, CONNECTIONS);
    const turns = { ours: 0, peer: 0 };
    const found = await alternate<Load>(
      ROUNDS,
      () => load(ours.url, rounds[turns.ours++]!, CONNECTIONS),
      () => load(peer.url, rounds[turns.peer++]!, CONNECTIONS),
    );
    const sizes = rounds.flat().map(({ length }) => length);
    return {
      ...compare(found.map((round) => ({ ours: round.ours.perSecond, peer: round.peer.perSecond }))),
      unit: 'messages/s',
      peerName: 'Hono + sns-validator 0.3.5 + an insert each',
      p50Ms: { ours: median(found.map((round) => round.ours.p50)), peer: median(found.map((round) => round.peer.p50)) },
      p99Ms: { ours: median(found.map((round) => round.ours.p99)), peer: median(found.map((round) => round.peer.p99)) },
      connections: CONNECTIONS,
      messages: MESSAGES,
      rounds: ROUNDS,
      smallestBytes: Math.min(...sizes),
      largestBytes: Math.max(...sizes),
      signatureVersions: 'half 2, half 1',
    };
  } finally {
    for (const { child } of [ours, peer]) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
};

/** @throws Error where a message comes to anything else: what is quarantined is another work than what is measured. */
async function requireSignal(url: string, body: string): Promise<void> {
  const answer = (await (await fetch(url, { method: 'POST', body })).json()) as { readonly outcome?: string };
  if (answer.outcome !== 'signals') throw new Error(`the outcome is ${String(answer.outcome)}`);
}

async function start(name: 'ours' | 'peer', folder: string, pem: string): Promise<{ child: ChildProcess; url: string }> {
  const program = fileURLToPath(new URL(`webhook/${name}.ts`, import.meta.url));
  const env = { ...process.env, BENCH_DATABASE: join(folder, `${name}.db`), BENCH_PEM: pem };
  const child = spawn(process.execPath, ['--no-warnings', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: line.toString('utf8').trim() };
}

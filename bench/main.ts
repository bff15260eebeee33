/** `npm run bench -- <name> [--json]`: runs one benchmark and prints one line. */
import { type Benchmark, type Result } from './benchmark.ts';

const BENCHMARKS: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  archive: () => import('./archive.ts'),
  'archive-memory': () => import('./archive-memory.ts'),
  'archive-parse': () => import('./archive-parse.ts'),
  postgres: () => import('./postgres.ts'),
  synth: () => import('./synth.ts'),
  verify: () => import('./verify.ts'),
  webhook: () => import('./webhook.ts'),
};

const args = process.argv.slice(2);
const name = args.find((argument) => !argument.startsWith('--')) ?? '';
const load = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
if (load === undefined) {
  console.error(`the benchmark must be one of ${Object.keys(BENCHMARKS).join(', ')}, got: '${name}'`);
  process.exit(2);
}
const { benchmark } = await load();
const result: Result = { name, ...(await benchmark()), node: process.version };
if (args.includes('--json')) console.log(JSON.stringify(result));
else
  console.log(
    `${name}: ours ${result.ours}, peer ${result.peer} ${result.unit}, ratio ${result.ratio} (${result.peerName}, node ${result.node})`,
  );

/**
 * Time and memory to import and synthesize `ClarionAccount`, against the same resources written by hand with L1 constructs, in both
 * engines. The peer's programs are written from what ours synthesizes, so they always make the same.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { command } from '../test/support/command.ts';
import { alternate, type Benchmark, compare } from './benchmark.ts';
import { cdkByHand, type Template } from './synth/cdk-by-hand.ts';
import { cdktfByHand, type Synthesized } from './synth/cdktf-by-hand.ts';

const ROUNDS = 7;
const AT_MOST = 1.3;
const here = fileURLToPath(new URL('synth/', import.meta.url));
/** In the repository, so that the peer's programs find the same modules. They stay, for whoever wants to read them. */
const scratch = fileURLToPath(new URL('../.cache/bench-synth/', import.meta.url));

/**
 * What one run of a program took. It waits for nothing, so on an idle machine both times are the same; on a busy one, the wall's says more
 * of its neighbours, and is shown but not judged.
 */
interface Cost {
  /** In ms. */
  readonly processorTime: number;
  /** In ms. */
  readonly wallTime: number;
  /** At its peak, in MB. */
  readonly memory: number;
}
/** What a program makes, by address or logical id. */
type Resources = Readonly<Record<string, unknown>>;
interface Engine {
  readonly name: string;
  /** What it wrote, below its folder. */
  readonly output: string;
  readonly resources: (output: string) => Resources;
  readonly byHand: (output: string) => string;
}

const ENGINES: readonly Engine[] = [
  {
    name: 'cdk',
    output: 'stack.template.json',
    resources: (output) => (JSON.parse(output) as Template).Resources,
    byHand: (output) => cdkByHand(JSON.parse(output) as Template),
  },
  {
    name: 'cdktf',
    output: 'stacks/stack/cdk.tf.json',
    resources: (output) => addresses(JSON.parse(output) as Synthesized),
    byHand: (output) => cdktfByHand(JSON.parse(output) as Synthesized),
  },
];

export const benchmark: Benchmark = async () => {
  const engines = [];
  for (const engine of ENGINES) engines.push(await measure(engine));
  const judged = engines.flatMap(({ engine, processorTime, memory }) => [
    { ...processorTime, unit: `ms of the processor, ${engine}` },
    { ...memory, unit: `MB at the peak, ${engine}` },
  ]);
  const worst = judged.reduce((one, other) => (other.ratio > one.ratio ? other : one));
  return {
    ...worst,
    peerName: 'the same resources by hand with L1 constructs',
    atMost: AT_MOST,
    rounds: ROUNDS,
    engines,
  };
};

async function measure(engine: Engine) {
  const ours = join(here, `${engine.name}.cjs`);
  const peer = join(scratch, `${engine.name}-by-hand.cjs`);
  await mkdir(scratch, { recursive: true });
  await run(ours, 'ours');
  const output = await outputOf('ours', engine);
  await writeFile(peer, engine.byHand(output));
  await run(peer, 'peer');
  const made = engine.resources(output);
  verifySame(made, engine.resources(await outputOf('peer', engine)));

  const found = await alternate(
    ROUNDS,
    () => run(ours, 'ours'),
    () => run(peer, 'peer'),
  );
  const figure = (name: keyof Cost) => compare(found.map(({ ours, peer }) => ({ ours: ours[name], peer: peer[name] })));
  return {
    engine: engine.name,
    resources: Object.keys(made).length,
    processorTime: figure('processorTime'),
    wallTime: figure('wallTime'),
    memory: figure('memory'),
  };
}

/** Runs a program in a process of its own. CDK's validation of templates is off: two seconds and 350 MB on either side. */
async function run(file: string, side: string): Promise<Cost> {
  const out = join(scratch, side);
  const env = { ...process.env, CDK_VALIDATION: 'false', CDK_OUTDIR: out, CDKTF_OUTDIR: out };
  const { stdout } = await command(process.execPath, [join(here, 'measure.cjs'), file], { cwd: scratch, env });
  return JSON.parse(stdout) as Cost;
}

const outputOf = (side: string, engine: Engine) => readFile(join(scratch, side, engine.output), 'utf8');

/** @throws Error where the peer does not make what ours makes, since it would then be compared with something else. */
function verifySame(ours: Resources, peer: Resources): void {
  const ids = [...new Set([...Object.keys(ours), ...Object.keys(peer)])];
  const different = ids.filter((id) => !isDeepStrictEqual(ours[id], peer[id]));
  if (different.length > 0) throw new Error(`by hand, these are not as ClarionAccount makes them: ${different.join(', ')}`);
}

/** Everything but the construct's path, which is not Terraform's. */
function addresses({ resource, data = {} }: Synthesized): Resources {
  const flat = Object.entries({ ...resource, ...prefixed(data) }).flatMap(([type, instances]) =>
    Object.entries(instances).map(([id, { '//': _path, ...config }]) => [`${type}.${id}`, config] as const),
  );
  return Object.fromEntries(flat);
}

const prefixed = (blocks: NonNullable<Synthesized['data']>) =>
  Object.fromEntries(Object.entries(blocks).map(([type, instances]) => [`data.${type}`, instances]));

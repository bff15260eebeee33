import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from './support/command.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'clarion-front-ends-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Every file that a process of its own has loaded when it is done with `module`. */
async function loadedBy(module: string): Promise<string[]> {
  const env = { ...process.env, CDK_OUTDIR: scratch, CDKTF_OUTDIR: scratch };
  const script = 'require(process.argv[1]); console.log(JSON.stringify(Object.keys(require.cache)))';
  const { stdout } = await command(process.execPath, ['-e', script, module], { cwd: root, env });
  return JSON.parse(stdout) as string[];
}
const CDK = /\/node_modules\/(aws-cdk-lib|@aws-cdk)\/|\/constructs\/lib\/cdk\//;
const CDKTF = /\/node_modules\/(cdktf|@cdktf)\/|\/constructs\/lib\/cdktf\//;

describe('a program that sets up an account', () => {
  test('loads nothing of cdktf where it is written in CDK', async () => {
    const loaded = await loadedBy('./bench/synth/cdk.cjs');
    expect(loaded.filter((file) => CDK.test(file))).not.toEqual([]);
    expect(loaded.filter((file) => CDKTF.test(file))).toEqual([]);
  });

  test('loads nothing of CDK where it is written in cdktf, and not the whole of the provider', async () => {
    const loaded = await loadedBy('./bench/synth/cdktf.cjs');
    expect(loaded.filter((file) => CDKTF.test(file))).not.toEqual([]);
    expect(loaded.filter((file) => CDK.test(file))).toEqual([]);
    expect(loaded.filter((file) => /@cdktf\/provider-aws\/lib\/(index|lazy-index)\.js$/.test(file))).toEqual([]);
  });
});

test('the blueprint loads nothing but itself', async () => {
  const loaded = await loadedBy('clarion-aws-constructs/blueprint');
  expect(loaded).not.toEqual([]);
  expect(loaded.filter((file) => !file.includes('/constructs/lib/blueprint/'))).toEqual([]);
});

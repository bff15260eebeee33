import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from '../support/command.ts';
import { forProvider5, type Configuration } from '../support/provider-6.ts';

/** A path in the repository. */
export const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Where each engine's command line says what its app is, and how it tells the app where to write. */
const CDK = { file: 'cdk.json', folder: 'CDK_OUTDIR', written: 'ClarionStack.template.json' };
const RECEIVER = { ...CDK, written: 'ClarionReceiver.template.json' };
const CDKTF = { file: 'cdktf.json', folder: 'CDKTF_OUTDIR', written: 'stacks/clarion/cdk.tf.json' };
const EXAMPLES = { cdk: CDK, cdktf: CDKTF, 'hub-and-spokes': CDKTF, organization: CDK, 'receiver-on-aws': RECEIVER };

/** What `synth` of an example would write, by the command that it would run. @param more of its environment */
export async function synthesize(
  name: keyof typeof EXAMPLES,
  webhookUrl = '',
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { file, folder, written } = EXAMPLES[name];
  const example = path(`examples/${name}/`);
  const { app } = JSON.parse(readFileSync(join(example, file), 'utf8')) as { app: string };
  const [program = '', ...args] = app.split(' ');
  const out = mkdtempSync(join(tmpdir(), `clarion-${name}-`));
  try {
    const env = { ...process.env, ...more, [folder]: out, CLARION_WEBHOOK_URL: webhookUrl };
    await command(program, args, { cwd: example, env });
    return readFileSync(join(out, written), 'utf8');
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** What an example in cdktf writes, for the provider that there is here, and without the place of the state, which names its folder. */
export async function synthesizeForHere(name: 'cdktf' | 'hub-and-spokes', webhookUrl?: string): Promise<Record<string, string>> {
  const synthesized = JSON.parse(await synthesize(name, webhookUrl)) as Configuration & { terraform: { backend?: unknown } };
  delete synthesized.terraform.backend;
  return {
    'cdk.tf.json': JSON.stringify(forProvider5(synthesized)),
    'version_override.tf.json': JSON.stringify({
      terraform: { required_providers: { aws: { source: 'aws', version: '5.100.0' } } },
    }),
  };
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from '../support/command.ts';

/** A path in the repository. */
export const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Where each engine's command line says what its app is, and how it tells the app where to write. */
const ENGINES = {
  cdk: { file: 'cdk.json', folder: 'CDK_OUTDIR', written: 'ClarionStack.template.json' },
  cdktf: { file: 'cdktf.json', folder: 'CDKTF_OUTDIR', written: 'stacks/clarion/cdk.tf.json' },
} as const;

/** What `synth` of an example's engine would write, by the command that it would run. */
export async function synthesize(engine: keyof typeof ENGINES, webhookUrl = ''): Promise<string> {
  const { file, folder, written } = ENGINES[engine];
  const example = path(`examples/${engine}/`);
  const { app } = JSON.parse(readFileSync(join(example, file), 'utf8')) as { app: string };
  const [program = '', ...args] = app.split(' ');
  const out = mkdtempSync(join(tmpdir(), `clarion-${engine}-`));
  try {
    await command(program, args, { cwd: example, env: { ...process.env, [folder]: out, CLARION_WEBHOOK_URL: webhookUrl } });
    return readFileSync(join(out, written), 'utf8');
  } finally {
    rmSync(out, { recursive: true });
  }
}

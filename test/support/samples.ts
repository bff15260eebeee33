/** The samples of a page, made into a program for each engine, which is checked by the compiler and run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import * as blueprint from 'clarion-aws-constructs/blueprint';
import * as cdk from 'clarion-aws-constructs/cdk';
import * as cdktf from 'clarion-aws-constructs/cdktf';
import { command } from './command.ts';

export type Engine = 'cdk' | 'cdktf';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The samples in TypeScript that are for an engine: for both, unless the fence names one, as in "```ts cdktf". */
export const samplesFor = (engine: Engine, page: string): readonly string[] =>
  [...page.matchAll(/^```ts ?(\w*)\n(.*?)^```/gms)].flatMap(([, only, text]) => (only === '' || only === engine ? [text!] : []));

/** What each engine's samples stand in: `this` is a stack, and `app` its app. */
const SURROUNDINGS = {
  cdk: `import { App, Aspects, Stack } from 'aws-cdk-lib';
const stackOf = (app: App) => new Stack(app, 'Stack');`,
  cdktf: `import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { App, Aspects, TerraformStack } from 'cdktf';
const stackOf = (app: App) => {
  const stack = new TerraformStack(app, 'stack');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  return stack;
};`,
};

/** What the samples leave to the reader. */
const GIVEN = {
  webhookUrl: 'https://hooks.example.com/hooks/0123456789',
  principalArn: 'arn:aws:iam::444455556666:role/agent',
  externalId: 'workspace-1',
  hubBusArn: 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub',
  topic: { topicArn: 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail' },
  bucket: 'my-templates',
  region: 'us-east-1',
  key: 'cloudtrail-events.template.yaml',
};

const COMPILER_OPTIONS: ts.CompilerOptions = {
  ...{ noEmit: true, strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, types: ['node'] },
  ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

/** Makes one program of the samples, has the compiler check it, and runs it. Throws what goes wrong. */
export async function verifySamples(engine: Engine, samples: readonly string[]): Promise<void> {
  const file = join(root, '.cache', 'samples', `${engine}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program(engine, samples));
  const found = ts.getPreEmitDiagnostics(ts.createProgram([file], COMPILER_OPTIONS));
  const host = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' };
  if (found.length > 0) throw new Error(ts.formatDiagnostics(found, host));

  const outdir = mkdtempSync(join(tmpdir(), `clarion-samples-${engine}-`));
  try {
    await command(process.execPath, ['--no-warnings', file], { cwd: outdir, env: { ...process.env, CDK_VALIDATION: 'false' } });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function program(engine: Engine, samples: readonly string[]): string {
  const used = (module: object) => Object.keys(module).filter((name) => samples.some((text) => text.includes(`${name}(`)));
  return [
    SURROUNDINGS[engine],
    `import { ${used(blueprint).join(', ')} } from 'clarion-aws-constructs/blueprint';`,
    `import { ${used({ cdk, cdktf }[engine]).join(', ')} } from 'clarion-aws-constructs/${engine}';`,
    ...Object.entries(GIVEN).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`),
    'const samples: ((this: ReturnType<typeof stackOf>, app: App) => void)[] = [',
    ...samples.map((text) => `function (app) {\n${text}},`),
    '];',
    'samples.forEach((sample, index) => {',
    '  const app = new App({ outdir: String(index) });',
    '  sample.call(stackOf(app), app);',
    '  app.synth();',
    '});',
  ].join('\n');
}

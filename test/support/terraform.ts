import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { command, type Finished } from './command.ts';
import type { Emulator } from './emulator.ts';
import { providerMirror } from './provider-mirror.ts';
import { withRunningProvider } from './running-provider.ts';

export interface TerraformRootOptions {
  /** Where the provider finds AWS. Without one, it finds none: enough for `validate`, and for `test` with mocked providers. */
  readonly emulator?: Emulator;
  /** Files of the root module, by a path within it. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders of modules, each to be had by `source = "./modules/<name>"`, read from where it lies. */
  readonly modules?: Readonly<Record<string, string>>;
}

export interface TerraformRoot {
  readonly folder: string;
  init(): Promise<Finished>;
  validate(): Promise<Finished>;
  /** With `detailedExitcode`, `code` is 2 when something would change. */
  plan(options?: { readonly detailedExitcode?: boolean; readonly args?: readonly string[] }): Promise<Finished>;
  /** The plan, as `terraform show -json` tells it. */
  planJson(...args: readonly string[]): Promise<Record<string, unknown>>;
  apply(...args: readonly string[]): Promise<Finished>;
  destroy(...args: readonly string[]): Promise<Finished>;
  /** Every output's value, by name. */
  output(): Promise<Record<string, unknown>>;
  /** The state, as `terraform show -json` tells it. */
  showJson(): Promise<Record<string, unknown>>;
  /** Of tests whose providers are all mocked. */
  test(...args: readonly string[]): Promise<Finished>;
  /** Write or replace files of the root module. */
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/**
 * The root's provider settings. Without path style S3 asks DNS for `bucket.localhost`; without few retries, what the emulator lacks
 * hangs for minutes.
 */
const PROVIDER_OVERRIDE = `provider "aws" {
  region                      = "us-east-1"
  s3_use_path_style           = true
  max_retries                 = 2
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}
`;

/** A root module in a folder of its own. Its commands never reach a registry or AWS. */
export function terraformRoot({ emulator, files, modules = {} }: TerraformRootOptions): TerraformRoot {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-terraform-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const write = (written: Readonly<Record<string, string>>) => {
    for (const [name, content] of Object.entries(written)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  };

  const mirror = providerMirror();
  if (mirror === undefined) throw new Error('no folder of Terraform providers on this machine: set TF_PROVIDER_MIRROR');
  write({ '.terraformrc': `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n` });
  // Merged only where there is a block without an alias to merge into: an override of nothing is an error.
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    if (/^[^/]+\.tf\.json$/.test(name))
      return [JSON.parse(content).provider?.aws ?? []].flat().map((block) => JSON.stringify(block));
    return /^[^/]+\.tf$/.test(name) ? (content.match(/^provider "aws" \{[^}]*\}/gm) ?? []) : [];
  });
  const declares = blocks.some((block) => !/\balias\b/.test(block));
  write({ ...files, [declares ? 'emulator_override.tf' : 'emulator.tf']: emulator === undefined ? '' : PROVIDER_OVERRIDE });
  for (const [name, source] of Object.entries(modules)) {
    mkdirSync(join(folder, 'modules'), { recursive: true });
    symlinkSync(resolve(source), join(folder, 'modules', name), 'dir');
  }

  const env = {
    ...(emulator?.env ?? { PATH: process.env['PATH'], HOME: process.env['HOME'] }),
    TF_CLI_CONFIG_FILE: join(folder, '.terraformrc'),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
  const once = (args: readonly string[], accept?: readonly number[]) =>
    command('terraform', args, { cwd: folder, env, ...(accept && { accept }) });
  // Beside another one that starts, Terraform at times does not see a provider that is there. It has done nothing then.
  const run = (args: readonly string[], accept?: readonly number[]) =>
    once(args, accept).catch((error: unknown) => {
      if (String(error).includes('Required plugins are not installed')) return once(args, accept);
      throw error;
    });
  const json = async (...args: readonly string[]) => JSON.parse((await run(args)).stdout) as Record<string, unknown>;

  return {
    folder,
    init: () => run(['init', '-no-color', '-backend=false']),
    validate: () => run(['validate', '-no-color']),
    plan: ({ detailedExitcode = false, args = [] } = {}) =>
      run(['plan', '-no-color', ...(detailedExitcode ? ['-detailed-exitcode'] : []), ...args], detailedExitcode ? [0, 2] : [0]),
    planJson: async (...args) => {
      await run(['plan', '-no-color', '-out=planned', ...args]);
      return json('show', '-json', 'planned');
    },
    apply: (...args) => run(['apply', '-no-color', '-auto-approve', ...args]),
    destroy: (...args) => run(['destroy', '-no-color', '-auto-approve', ...args]),
    output: async () => {
      const outputs = (await json('output', '-json')) as Record<string, { value: unknown }>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    showJson: () => json('show', '-json'),
    test: (...args) =>
      withRunningProvider(folder, (where) =>
        command('terraform', ['test', '-no-color', ...args], { cwd: folder, env: { ...env, ...where } }),
      ),
    write,
    remove,
  };
}

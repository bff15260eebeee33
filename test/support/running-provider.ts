import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Runs the aws provider of an initialized root for as long as `use` takes, and tells Terraform where it is. Terraform starts a provider
 * of its own for each run of a test file, which takes most of the time of a run where nothing but the provider's schema is asked for.
 *
 * For mocked providers alone: one that runs has one configuration, whoever asks.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/debugging#debugger-based-debugging
 */
export async function withRunningProvider<Result>(
  folder: string,
  use: (env: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const versions = join(folder, '.terraform/providers/registry.terraform.io/hashicorp/aws');
  const file = inside(versions)
    .flatMap(inside)
    .flatMap(inside)
    .find((each) => basename(each).startsWith('terraform-provider-aws'));
  if (file === undefined) throw new Error('the root has no aws provider');
  const provider = spawn(file, ['-debug'], { env: {}, stdio: ['ignore', 'pipe', 'ignore'] });
  const kill = () => void provider.kill('SIGKILL');
  process.once('exit', kill);
  const closed = new Promise((resolve) => provider.once('close', resolve));
  try {
    const where = await new Promise<string>((resolve, reject) => {
      let said = '';
      provider.once('error', reject);
      provider.once('close', (code) => reject(new Error(`the provider ended with ${code}: ${said}`)));
      provider.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const found = /TF_REATTACH_PROVIDERS='(.*)'/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    return await use({ TF_REATTACH_PROVIDERS: where });
  } finally {
    process.removeListener('exit', kill);
    kill();
    await closed;
  }
}

const inside = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

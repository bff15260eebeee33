/**
 * What stands in for npm where the Dockerfile's steps are done again: installs from this checkout instead of the registry, and compiles
 * without checking the types. Knows the commands that are used there, and refuses any other.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { installProduction } from './production.ts';
import { repository } from './repository.ts';

const folder = process.cwd();
const WORKSPACES = ['clarion-aws-constructs', 'clarion-receiver'];

/** All of it, by links: but those to the workspaces, which lead to the folder's own. */
function installAll(): void {
  for (const [from, to] of [
    ['node_modules', 'node_modules'],
    ['receiver/node_modules', 'receiver/node_modules'],
  ] as const) {
    mkdirSync(join(folder, to), { recursive: true });
    for (const name of readdirSync(repository(from))) {
      if (!WORKSPACES.includes(name)) symlinkSync(join(repository(from), name), join(folder, to, name));
    }
  }
  symlinkSync('../constructs', join(folder, 'node_modules/clarion-aws-constructs'));
  symlinkSync('../receiver', join(folder, 'node_modules/clarion-receiver'));
}

const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const command = process.argv.slice(2).join(' ');
switch (command) {
  case 'ci':
    installAll();
    break;
  case 'ci --omit=dev --workspace receiver --ignore-scripts':
    installProduction('receiver', folder);
    break;
  case 'run build': {
    const env = { ...process.env, PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH']}` };
    process.exitCode = spawnSync('sh', ['-c', `${scripts['build']} --noCheck`], { env, stdio: 'inherit' }).status ?? 1;
    break;
  }
  default:
    throw new Error(`npm ${command} stands for nothing here`);
}

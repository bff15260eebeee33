import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { IgnoreStrategy } from 'aws-cdk-lib';
import { command } from '../support/command.ts';
import { stage, type Instruction } from './dockerfile.ts';
import { repository } from './repository.ts';

const isIgnored = IgnoreStrategy.docker(repository(''), readFileSync(repository('.dockerignore'), 'utf8').split('\n'));

/** Whether a file of the checkout is part of the build. */
export const isInContext = (path: string) => !isIgnored.ignores(repository(path).replace(/\/$/, ''));

/** What a build made, in a folder of its own. */
export interface Built {
  /** Where a path of the image is. */
  at(path: string): string;
  remove(): void;
}

/**
 * Does again what the Dockerfile does: copies what it copies, from what is part of the build and from nothing else, and runs what the first
 * stage runs. What the last one runs is about the system that it is put on, and is left out.
 */
export async function replay(): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-image-'));
  const [build, image, bin] = [join(folder, 'build'), join(folder, 'image'), join(folder, 'bin')];
  for (const each of [build, image, bin]) mkdirSync(each);
  const npm = `#!/bin/sh\nexec '${process.execPath}' --no-warnings '${repository('test/container/npm.ts')}' "$@"\n`;
  writeFileSync(join(bin, 'npm'), npm, { mode: 0o755 });
  symlinkSync(process.execPath, join(bin, 'node'));

  await follow(stage('build'), {
    root: build,
    async run(text, workdir) {
      const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
      // The one place outside of it that it writes to.
      await command('sh', ['-c', text.replaceAll(/(?<= )\/app\b/g, join(build, 'app'))], { cwd: workdir, env });
    },
  });
  await follow(stage('receiver'), { root: image, others: { build }, run: async () => undefined });
  return { at: (path) => join(image, path), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

interface Following {
  readonly root: string;
  /** Where the stages are that it copies from. */
  readonly others?: Readonly<Record<string, string>>;
  readonly run: (text: string, workdir: string) => Promise<unknown>;
}

async function follow(instructions: readonly Instruction[], { root, others = {}, run }: Following): Promise<void> {
  let workdir = root;
  for (const { name, flags, text, words } of instructions) {
    if (name === 'WORKDIR') mkdirSync((workdir = join(root, text)), { recursive: true });
    if (name === 'RUN') await run(text, workdir);
    if (name === 'COPY') {
      const sources = words.slice(0, -1);
      const to = words.at(-1)!;
      for (const source of sources) copy(source, flags['from'] && others[flags['from']], place(root, workdir, source, to));
    }
  }
}

/** A folder goes with what is in it, a file under its own name when the target ends with a slash, as Docker does it. */
const place = (root: string, workdir: string, source: string, to: string) => {
  const target = to.startsWith('/') ? join(root, to) : resolve(workdir, to);
  return to.endsWith('/') ? join(target, basename(source)) : target;
};

function copy(source: string, stageRoot: string | undefined, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const from = stageRoot === undefined ? repository(source) : join(stageRoot, source);
  const filter = (file: string) => stageRoot !== undefined || !isIgnored.ignores(file);
  cpSync(from, target, { recursive: true, verbatimSymlinks: true, filter });
}

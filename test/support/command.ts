import { spawn } from 'node:child_process';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that are answers rather than failures. @default [0] */
  readonly accept?: readonly number[];
}

const TAIL = 4_000;

/** Run a command without holding up this process, so that a receiver in it can answer meanwhile. Any other exit code is thrown. */
export async function command(file: string, args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  const child = spawn(file, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
    });
    if (!(options.accept ?? [0]).includes(code)) {
      // Some say what is wrong on one, some on the other.
      const said = [stdout, stderr].map((text) => text.slice(-TAIL).trim()).filter((text) => text !== '');
      throw new Error(`${file} ${args.slice(0, 3).join(' ')} exited with ${code}:\n${said.join('\n')}`);
    }
    return { code, stdout, stderr };
  } finally {
    process.removeListener('exit', kill);
  }
}

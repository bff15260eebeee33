import { proveBySts } from '../aws/prove.ts';
import { ConfigError } from '../config/error.ts';
import { packageJson } from '../json.ts';
import { Mistake } from '../registry/mistake.ts';
import { endOnClosedPipe } from './closed-pipe.ts';
import type { Command } from './context.ts';
import { USAGE } from './usage.ts';

/** Each is loaded when it is asked for: most need neither AWS's clients nor a server. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ['start', async () => (await import('./start.ts')).start],
  ['webhook', async () => (await import('./webhook.ts')).webhook],
  ['monitor', async () => (await import('./monitor.ts')).monitor],
  ['account', async () => (await import('./account.ts')).account],
  ['workspace', async () => (await import('./workspace.ts')).workspace],
  ['apply', async () => (await import('./apply.ts')).apply],
  ['jobs', async () => (await import('./jobs.ts')).jobs],
  ['signals', async () => (await import('./signals.ts')).signals],
  ['redrive', async () => (await import('./redrive.ts')).redrive],
]);

/**
 * Runs a command line.
 *
 * @returns the exit code: 0, 2 for a mistake of the user, 1 for anything else. Both come with one message and no stack trace.
 */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const print = (text: string) => void process.stdout.write(text);
  const [name, ...rest] = args;
  // A receiver goes on receiving, whoever has stopped reading its signals.
  endOnClosedPipe(process.stderr, ...(name === 'start' ? [] : [process.stdout]));
  try {
    if (name === '--version') print(`${String(packageJson('package.json')['version'])}\n`);
    else if (name === 'help' || args.some((arg) => arg === '--help' || arg === '-h')) print(USAGE);
    else {
      const command = COMMANDS.get(name ?? '');
      if (command !== undefined) return await (await command())(rest, { env, print, prove: proveBySts() });
      const got = name === undefined ? 'no command' : JSON.stringify(name.slice(0, 100));
      throw new Mistake(`a command must be one of ${[...COMMANDS.keys()].join(', ')}, got ${got}: see clarion-receiver --help`);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`clarion-receiver: ${told(error)}\n`);
    return error instanceof Mistake || error instanceof ConfigError ? 2 : 1;
  }
}

/** An error with its cause, in one line: "the database … : SQLITE_CANTOPEN". */
function told(error: unknown): string {
  if (!(error instanceof Error)) return 'an unexpected error';
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}

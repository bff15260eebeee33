import { ConfigError } from '../config/error.ts';
import { packageJson } from '../json.ts';
import { Mistake } from '../registry/add.ts';
import { endOnClosedPipe } from './closed-pipe.ts';
import type { Command } from './context.ts';
import { monitor } from './monitor.ts';
import { signals } from './signals.ts';
import { start } from './start.ts';
import { USAGE } from './usage.ts';
import { webhook } from './webhook.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['start', start],
  ['webhook', webhook],
  ['monitor', monitor],
  ['signals', signals],
]);

/**
 * Runs a command line.
 *
 * @returns the exit code: 0, 2 for a mistake of the user, 1 for anything else. Both come with one message and no stack trace.
 */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  endOnClosedPipe(process.stdout, process.stderr);
  const print = (text: string) => void process.stdout.write(text);
  const [name, ...rest] = args;
  try {
    if (name === '--version') print(`${String(packageJson('package.json')['version'])}\n`);
    else if (name === 'help' || args.some((arg) => arg === '--help' || arg === '-h')) print(USAGE);
    else {
      const command = COMMANDS.get(name ?? '');
      if (command !== undefined) return await command(rest, { env, print });
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

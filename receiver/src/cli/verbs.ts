import { Mistake } from '../registry/mistake.ts';
import type { Command } from './context.ts';

/** A command of several verbs. */
export function verbs(name: string, commands: Readonly<Record<string, Command>>): Command {
  return async ([verb, ...args], context) => {
    const command = Object.hasOwn(commands, verb ?? '') ? commands[verb ?? ''] : undefined;
    if (command !== undefined) return command(args, context);
    const names = Object.keys(commands);
    const known = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
    throw new Mistake(`\`${name}\` takes ${known}, got ${JSON.stringify(verb ?? '')}: see clarion-receiver --help`);
  };
}

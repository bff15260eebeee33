import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Mistake } from '../registry/mistake.ts';

/**
 * Options and positionals, strictly.
 *
 * @throws Mistake for an option that does not exist or lacks its value.
 */
export function parse<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    const [sentence = ''] = String((error as Error).message).split('\n');
    throw new Mistake(`${sentence.slice(0, 300)}: see clarion-receiver --help`);
  }
}

/**
 * The one positional of a command.
 *
 * @throws Mistake when there is none, or another.
 */
export function only(positionals: readonly string[], command: string, what: string): string {
  const [value, ...more] = positionals;
  if (value === undefined || more.length > 0) throw new Mistake(`\`${command}\` takes one ${what}, got ${positionals.length}`);
  return value;
}

/** Lines of what was changed, or that nothing was. */
export function told(lines: readonly string[]): string {
  return lines.length === 0 ? 'nothing to change: it is so already\n' : `${lines.join('\n')}\n`;
}

/** One value for a program to read: what the API answers too. */
export function asJson(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Mistake } from '../registry/add.ts';

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

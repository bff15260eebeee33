import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from './record.ts';

/** What `--help` prints. */
export const USAGE = `Sends CloudTrail records through a local SNS to a real receiver, over HTTP, and shows what came of them.

Usage
  npm run demo
  npm run demo -- --records DIR

Options
  --records DIR   a folder of CloudTrail records or log files, gzipped or not; subfolders count
                  (default: the project's own sample set, examples/demo/records)
  --help          this text

Nothing is sent to AWS or to Clarion, no credentials are used, and what the demo writes is removed at its end.
`;

/** What was asked for on the command line. */
export interface Arguments {
  readonly help: boolean;
  /** An absolute path; undefined for the sample set. */
  readonly records: string | undefined;
}

/**
 * Reads the command line.
 *
 * @param from the folder that a relative path starts at.
 * @throws UserError for anything that is no option.
 */
export function readArguments(args: readonly string[], from: string): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { records: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.records === '') throw new Error('--records needs a folder');
    return { help: values.help === true, records: values.records === undefined ? undefined : resolve(from, values.records) };
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/[\n.]/);
    throw new UserError(`${sentence}: see npm run demo -- --help`);
  }
}

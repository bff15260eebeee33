/**
 * Tests that need what not every machine has: they are skipped there, counted and named, and with `CI=true` they fail instead.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { providerMirror } from './provider-mirror.ts';

const answers = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Real input that is other people's, so it lies beside the checkout and is never committed. `CLARION_SHARED_DATA` names another place. */
export const SHARED_DATA = process.env['CLARION_SHARED_DATA'] ?? `${repository}../shared/data/`;

const TOOLS = {
  terraform: () => answers('terraform', 'version') && providerMirror() !== undefined,
  moto: () => answers('python3', '-c', 'import moto.server, boto3'),
  'aws-cli': () => answers('aws', '--version'),
  'cfn-lint': () => answers('cfn-lint', '--version'),
  'shared data': () => existsSync(SHARED_DATA),
} as const;
export type Tool = keyof typeof TOOLS;

const found = new Map<Tool, boolean>();

/** Whether this machine has a tool. Asked once a file. */
export function has(tool: Tool): boolean {
  if (!found.has(tool)) found.set(tool, TOOLS[tool]());
  return found.get(tool) === true;
}

/** `needs(['terraform'], 'the module', () => { … })`: a `describe` that is skipped where a tool is missing, unless `CI=true`. */
export function needs(tools: readonly Tool[], name: string, tests: () => void): void {
  const missing = tools.filter((tool) => !has(tool));
  if (missing.length === 0) return describe(name, tests);
  const title = `${name} [needs ${missing.join(' and ')}]`;
  if (process.env['CI'] !== 'true') return describe.skip(title, tests);
  describe(title, () => {
    test('has what it needs', () => {
      throw new Error(`CI must have ${missing.join(' and ')}: nothing may be skipped there`);
    });
  });
}

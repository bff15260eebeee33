import { existsSync } from 'node:fs';
import { isPostgresUrl, type Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { ChangeContext } from '../registry/change.ts';
import type { ProveAccount } from '../registry/connect.ts';
import { Mistake } from '../registry/mistake.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store/store.ts';

/** What a command has to work with. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Tries an account's role. */
  readonly prove: ProveAccount;
}

/** A command: takes what stands after its name, and gives the exit code. */
export type Command = (args: readonly string[], context: CommandContext) => Promise<number>;

/** Runs `work` with the configured store, and closes it whatever happens. */
export async function withStore<T>(env: NodeJS.ProcessEnv, work: (store: Store, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(env);
  const store = openStore(config.database);
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}

/**
 * The same for a command that only reads.
 *
 * @throws Mistake when there is no database: one that is made empty would hide that another was meant.
 */
export async function withExistingStore<T>(
  env: NodeJS.ProcessEnv,
  work: (store: Store, config: Config) => Promise<T>,
): Promise<T> {
  const { database } = loadConfig(env);
  if (!isPostgresUrl(database) && !existsSync(database)) {
    throw new Mistake(
      `there is no database ${JSON.stringify(database)}: set CLARION_DATABASE to the receiver's own, or start it first`,
    );
  }
  return withStore(env, work);
}

/** What a change of the workspace needs. */
export function changeContext(store: Store, configured: Config): ChangeContext {
  return { store, configured, now: Date.now };
}

import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { openSqlite } from '../store/sqlite/store.ts';
import type { Store } from '../store/store.ts';

/** What a command has to work with. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
}

/** A command: takes what stands after its name, and gives the exit code. */
export type Command = (args: readonly string[], context: CommandContext) => Promise<number>;

/** Runs `work` with the configured store, and closes it whatever happens. */
export async function withStore<T>(env: NodeJS.ProcessEnv, work: (store: Store, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(env);
  const store = openSqlite(config.database);
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}

import { loadConfig } from '../config/load.ts';
import { createReceiver, type Receiver } from '../receiver.ts';
import { parse } from './args.ts';
import type { Command } from './context.ts';
import { stopped } from './stopped.ts';

/** `start`: runs until SIGINT or SIGTERM, then stops gracefully. A second signal ends it at once. */
export const start: Command = async (args, { env }) => {
  parse(args, {});
  await runUntilStopped(createReceiver(loadConfig(env)));
  return 0;
};

/** Listens until the process is asked to stop, and finishes what is under way. */
export async function runUntilStopped(receiver: Pick<Receiver, 'listen' | 'close'>): Promise<void> {
  const stop = stopped();
  try {
    await receiver.listen();
    await stop;
  } finally {
    await receiver.close();
  }
}

import { loadConfig } from '../config/load.ts';
import { createReceiver } from '../receiver.ts';
import { parse } from './args.ts';
import type { Command } from './context.ts';

/** `start`: runs until SIGINT or SIGTERM, then stops gracefully. A second signal ends it at once. */
export const start: Command = async (args, { env }) => {
  parse(args, {});
  const receiver = createReceiver(loadConfig(env));
  const stop = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    await receiver.listen();
    await stop;
  } finally {
    await receiver.close();
  }
  return 0;
};

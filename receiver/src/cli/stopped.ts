import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Resolves at the first SIGINT or SIGTERM. The second of either ends the process at once, with the exit code that shells know it by: by
 * our own hand, since the first process of a container is not ended by a signal that it has no handler for.
 */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0;
    const stop = (signal: NodeJS.Signals) => {
      asked += 1;
      if (asked > 1) process.exit(128 + constants.signals[signal]);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}

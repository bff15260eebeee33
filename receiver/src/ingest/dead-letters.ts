import type { TakeDeadLetter } from '../aws/redrive-queue.ts';
import type { Config } from '../config/config.ts';
import { Refusal } from '../error.ts';
import { createLogger } from '../log.ts';
import { Registry } from '../registry/registry.ts';
import { Verifier, type FetchCertificate } from '../sns/index.ts';
import type { Store } from '../store/store.ts';
import { FirstTimes } from './first-times.ts';
import { createIntake } from './intake.ts';

/** By which the messages of dead-letter queues come, as others come by the name of a webhook. */
export const DEAD_LETTERS = 'dead-letters';

/**
 * Takes dead letters as deliveries are taken: proven like them, except that their age is waived. Those of EventBridge, which nothing
 * signed, are marked as unverified.
 */
export async function deadLetterIntake(
  store: Store,
  config: Config,
  fetchCertificate?: FetchCertificate,
): Promise<TakeDeadLetter> {
  const registry = new Registry(store, config);
  await registry.reload();
  const intake = createIntake({
    registry,
    verifier: new Verifier(fetchCertificate === undefined ? {} : { fetchCertificate }),
    store,
    // What is written to standard output is the command's.
    log: createLogger('silent'),
    metrics: { stored: () => undefined, filesFound: () => undefined },
    now: Date.now,
    unwanted: new FirstTimes(),
  });
  return async (body, source, ruleArn) => {
    try {
      if (source === 'eventbridge') await intake.unsigned(body, DEAD_LETTERS, ruleArn);
      else await intake.fromQueue(body, { webhook: DEAD_LETTERS, ageWaived: true });
      return 'stored';
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 429 || error.code === 'message-from-the-future') throw error;
      return { refused: `${error.code}: ${error.message}` };
    }
  };
}

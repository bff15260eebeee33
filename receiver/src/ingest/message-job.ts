import { dead, DONE, type JobOutcome } from '../jobs/outcome.ts';
import type { JobHandler } from '../jobs/runner.ts';
import type { Registry } from '../registry/registry.ts';
import type { MessageKey } from '../store/messages.ts';
import type { Store } from '../store/store.ts';
import { messageText, UNSIGNED } from './message-view.ts';
import { readMessage } from './read-message.ts';

/** What reading messages again needs. */
export interface MessageJobContext {
  readonly store: Store;
  readonly registry: Registry;
}

/** Reads a message again that could not be used, as if it came now: after an account was connected, or a newer release knows its form. */
export function messageJob({ store, registry }: MessageJobContext): JobHandler {
  return async ({ payload }): Promise<JobOutcome> => {
    const key = JSON.parse(payload) as MessageKey;
    const message = await store.message(key);
    if (message === undefined) return dead('message-gone: it is no longer kept');
    await registry.reload();
    const monitors = message.type === UNSIGNED ? registry.takers() : (await registry.topic(key.topicArn))?.monitors;
    if (monitors === undefined)
      return dead('topic-not-allowed: no monitor trusts the topic any more: add it, or discard the letter');
    const {
      outcome,
      reason,
      deadLetters = [],
      ...consequences
    } = readMessage(messageText(message), {
      ...{ ...key, receivedAt: message.receivedAt, monitors },
      ...(message.type === UNSIGNED ? { unverified: true } : {}),
    });
    await store.revise(key, outcome, reason, consequences);
    // This letter stands for all of it, and says what is still wrong.
    return deadLetters[0] === undefined ? DONE : dead(deadLetters[0].reason);
  };
}

import { Refusal } from '../error.ts';
import type { Logger } from '../log.ts';
import type { Registry } from '../registry/registry.ts';
import { parseEnvelope, type Verifier } from '../sns/index.ts';
import type { ConfirmationChange, StoredConfirmation } from '../store/confirmations.ts';
import { backoffMs } from './backoff.ts';
import type { Confirm } from './sns-client.ts';

/** How often an unproven one asks again for its topic. Adding the topic wakes it at once. */
const WAIT_MS = 60_000;

/** What an attempt needs. */
export interface AttemptContext {
  readonly registry: Registry;
  readonly verifier: Verifier;
  readonly confirm: Confirm;
  readonly log: Logger;
  readonly now: () => number;
}

/** One attempt at a confirmation: proves it if nothing has yet, then confirms it. Never throws. */
export async function attempt(
  task: StoredConfirmation,
  context: AttemptContext,
  abort: AbortSignal,
): Promise<ConfirmationChange> {
  const { registry, confirm, log, now } = context;
  const { topicArn, webhook, attempts } = task;
  const about = { topicArn, webhook, messageId: task.messageId };
  const settle = (state: ConfirmationChange['state'], reason?: string): ConfirmationChange => ({
    state,
    attempts: attempts + 1,
    nextAt: now(),
    ...(reason === undefined ? {} : { reason }),
  });
  const later = (reason: string): ConfirmationChange => ({
    ...settle(task.state, reason),
    nextAt: now() + backoffMs(attempts + 1),
  });

  if (now() >= task.expiresAt) {
    log.warn(about, 'a subscription was not confirmed in time: subscribe the webhook to the topic again');
    return settle('expired', 'the token lived 48 hours');
  }
  try {
    if (task.state === 'waiting-for-topic') {
      const topic = await registry.topic(topicArn);
      if (topic === undefined) return { state: task.state, attempts, nextAt: now() + WAIT_MS };
      await context.verifier.verify(parseEnvelope(new TextEncoder().encode(task.envelope)), topic, { ageWaived: true });
    }
  } catch (error) {
    if (!(error instanceof Refusal)) return later('unexpected error');
    // A clock that was behind says nothing about the message, and will be set right.
    if (error.status >= 429 || error.code === 'message-from-the-future') return later(error.code);
    log.warn({ ...about, code: error.code }, 'a kept confirmation is not genuine, and was not confirmed');
    return settle('failed', error.code);
  }
  const answer = await confirm(task, abort);
  if (answer.result === 'confirmed') {
    if (answer.warning !== undefined) log.warn(about, answer.warning);
    log.info(about, 'subscription confirmed');
    return settle('confirmed', answer.warning);
  }
  if (answer.result === 'retry') {
    log.warn({ ...about, reason: answer.reason }, 'SNS did not confirm; it is tried again');
    return { ...later(answer.reason), state: 'pending' };
  }
  log.warn({ ...about, reason: answer.reason }, 'SNS does not know the token: subscribe the webhook to the topic again');
  return settle('failed', answer.reason);
}

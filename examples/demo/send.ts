import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalSns } from '../../test/support/local-sns.ts';

/** SNS takes no larger message, and EventBridge gets no larger record from CloudTrail. In bytes. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** More than this under way would only fill memory. */
const MAX_UNDER_WAY = 500;
const POLL_MS = 20;

/** Publishes messages, no faster than they are taken. Resolves when all are handed to SNS, which goes on delivering. */
export async function publish(
  sns: LocalSns,
  topicArn: string,
  messages: readonly string[],
  onProgress: () => void,
): Promise<void> {
  for (const message of messages) {
    while (underWay(sns) >= MAX_UNDER_WAY) {
      onProgress();
      await sleep(POLL_MS);
    }
    sns.publish(topicArn, message);
  }
  onProgress();
}

/** Waits until SNS has delivered so many, or has nothing left to deliver. */
export async function delivered(sns: LocalSns, wanted: number, onProgress: () => void): Promise<void> {
  while (sns.stats.delivered < wanted && underWay(sns) > 0) await sleep(1);
  onProgress();
}

/** Waits until SNS has delivered everything, or given up on it. */
export async function settle(sns: LocalSns, onProgress: () => void): Promise<void> {
  const timer = setInterval(onProgress, POLL_MS);
  await sns.settled();
  clearInterval(timer);
  onProgress();
}

function underWay({ stats }: LocalSns): number {
  return stats.published - stats.delivered - stats.dead;
}

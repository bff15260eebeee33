import { Refusal } from '../error.ts';
import type { Logger } from '../log.ts';
import type { SqsBatchResponse, SqsEvent } from './event.ts';

/** Takes messages, wherever they come from. */
export interface MessageTaker {
  /**
   * Takes one envelope of SNS, proven and stored when the promise resolves.
   *
   * @throws Refusal when it is not taken.
   */
  take(body: string, options: { readonly webhook: string; readonly ageWaived: boolean }): Promise<unknown>;
}

/**
 * Takes what a topic puts into a queue, raw message delivery off. Only age is waived of what makes a message genuine, since a queue keeps
 * it for up to 14 days. A message that is not taken stays in the queue, whyever it is: what heals is taken the next time, and what does not
 * ends in the queue's own dead-letter queue, where a person finds it. None is deleted that is not stored.
 */
export function createSqsHandler(
  receiver: () => Promise<MessageTaker>,
  log: () => Logger,
): (event: SqsEvent) => Promise<SqsBatchResponse> {
  return async ({ Records }) => {
    const taker = await receiver();
    const left = await Promise.all(
      Records.map(async ({ messageId, body, eventSourceARN }) => {
        try {
          await taker.take(body, { webhook: webhookOf(eventSourceARN), ageWaived: true });
          return [];
        } catch (error) {
          const about = { sqsMessageId: messageId, queue: eventSourceARN };
          if (error instanceof Refusal) {
            const { code, about: more, cause } = error;
            log().warn(
              { code, ...more, ...about, ...(cause === undefined ? {} : { err: cause }) },
              'refused; it stays in the queue',
            );
          } else log().error({ err: error, ...about }, 'unexpected error; the message stays in the queue');
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: left.flat() };
  };
}

/** No webhook is called so, since a name has no colon. */
const webhookOf = (queueArn: string) => `sqs:${queueArn.split(':').at(-1)}`;

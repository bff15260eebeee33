import type { Statement } from './policy';

/**
 * Where messages wait that could not be delivered: as long as SQS keeps them, encrypted by SQS itself unless a key is given.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 */
export const DEAD_LETTER_QUEUE = { messageRetentionSeconds: 14 * 24 * 60 * 60 } as const;

/** SNS may put what this topic could not deliver, and no other topic's messages. */
export function topicDeadLetterPolicy(refs: { readonly queueArn: string; readonly topicArn: string }): Statement[] {
  return [send('SnsDeadLetters', 'sns.amazonaws.com', refs.queueArn, refs.topicArn)];
}

/** EventBridge may put what these rules could not deliver, and no other rule's events. */
export function ruleDeadLetterPolicy(refs: { readonly queueArn: string; readonly ruleArns: readonly string[] }): Statement[] {
  return [send('EventBridgeDeadLetters', 'events.amazonaws.com', refs.queueArn, refs.ruleArns)];
}

function send(sid: string, service: string, queueArn: string, sourceArn: string | readonly string[]): Statement {
  return {
    sid,
    principal: { service },
    actions: ['sqs:SendMessage'],
    resources: [queueArn],
    conditions: [{ test: 'ArnEquals', variable: 'aws:SourceArn', value: sourceArn }],
  };
}

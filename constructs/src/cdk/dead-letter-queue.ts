import type { CfnCondition } from 'aws-cdk-lib';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  ACKNOWLEDGED_RULES,
  DEAD_LETTER_QUEUE,
  DEAD_LETTERS_WAITING,
  policyDocument,
  tlsOnly,
  type Statement,
  type Switch,
  type TopicOptions,
} from '../blueprint';
import { acknowledge } from './acknowledge';
import { choose, ifGiven, isGiven, makeIf } from './deferred';
import { deliveryAlarm } from './delivery-alarm';

/** A queue for what could not be delivered, and the alarm that says so; or nothing, where it is switched off. */
export class DeadLetterQueue extends Construct {
  public readonly queueArn: string;
  public readonly queueUrl: string;
  private readonly when: Switch<CfnCondition>;

  public constructor(scope: Construct, id: string, options: TopicOptions<CfnCondition>, when: Switch<CfnCondition> = true) {
    super(scope, id);
    this.when = when;
    const queue = makeIf(
      when,
      () =>
        new CfnQueue(this, 'Queue', {
          messageRetentionPeriod: DEAD_LETTER_QUEUE.messageRetentionSeconds,
          sqsManagedSseEnabled: choose(isGiven(options.kmsKeyArn), false, true),
          ...ifGiven('kmsMasterKeyId', options.kmsKeyArn),
        }),
    );
    this.queueArn = queue?.attrArn ?? '';
    this.queueUrl = queue?.ref ?? '';
    if (queue === undefined) return;
    acknowledge(queue, ACKNOWLEDGED_RULES.deadLetterQueue);
    deliveryAlarm(this, 'Alarm', DEAD_LETTERS_WAITING, queue.attrQueueName, options, when);
  }

  /** Sets who may send to the queue, over TLS. Apart from the constructor, since the senders refer to the queue. */
  public admit(statements: readonly Statement[]): void {
    makeIf(this.when, () => {
      const document = policyDocument([...statements, tlsOnly('sqs:*', this.queueArn)]);
      return new CfnQueuePolicy(this, 'Policy', { queues: [this.queueUrl], policyDocument: document });
    });
  }
}

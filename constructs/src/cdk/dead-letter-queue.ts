import type { CfnCondition } from 'aws-cdk-lib';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEAD_LETTER_QUEUE, DEAD_LETTERS_WAITING, policyDocument, type Statement, type TopicOptions } from '../blueprint';
import { choose, ifGiven, isGiven } from './deferred';
import { deliveryAlarm } from './delivery-alarm';

/** A queue for what could not be delivered, and the alarm that says so. */
export class DeadLetterQueue extends Construct {
  public readonly queueArn: string;
  public readonly queueUrl: string;

  public constructor(scope: Construct, id: string, options: TopicOptions<CfnCondition>) {
    super(scope, id);
    const queue = new CfnQueue(this, 'Queue', {
      messageRetentionPeriod: DEAD_LETTER_QUEUE.messageRetentionSeconds,
      sqsManagedSseEnabled: choose(isGiven(options.kmsKeyArn), false, true),
      ...ifGiven('kmsMasterKeyId', options.kmsKeyArn),
    });
    this.queueArn = queue.attrArn;
    this.queueUrl = queue.ref;
    deliveryAlarm(this, 'Alarm', DEAD_LETTERS_WAITING, queue.attrQueueName, options);
  }

  /** Sets who may send to the queue. Apart from the constructor, since the senders refer to the queue. */
  public admit(statements: readonly Statement[]): void {
    new CfnQueuePolicy(this, 'Policy', { queues: [this.queueUrl], policyDocument: policyDocument(statements) });
  }
}

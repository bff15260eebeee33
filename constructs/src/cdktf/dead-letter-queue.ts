import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Token, type IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import { DEAD_LETTER_QUEUE, DEAD_LETTERS_WAITING, plain, type Statement, type TopicOptions } from '../blueprint';
import { choose, isGiven } from './deferred';
import { deliveryAlarm } from './delivery-alarm';
import { policyJson } from './policy';

/** A queue for what could not be delivered, and the alarm that says so. */
export class DeadLetterQueue extends Construct {
  public readonly queueArn: string;
  public readonly queueUrl: string;

  /** @param names the start of the queue's name, at most 54 characters, and the name of its alarm */
  public constructor(
    scope: Construct,
    id: string,
    { namePrefix, alarmName }: { readonly namePrefix: string; readonly alarmName: string },
    options: TopicOptions<IResolvable>,
  ) {
    super(scope, id);
    const { kmsKeyArn, tags } = options;
    const queue = new SqsQueue(this, 'queue', {
      namePrefix,
      messageRetentionSeconds: DEAD_LETTER_QUEUE.messageRetentionSeconds,
      // The provider refuses this argument beside a key, even as `false`.
      sqsManagedSseEnabled: choose<boolean>(isGiven(kmsKeyArn), Token.nullValue() as unknown as boolean, true),
      ...(kmsKeyArn !== undefined && { kmsMasterKeyId: plain(kmsKeyArn)! }),
      ...(tags && { tags }),
    });
    this.queueArn = queue.arn;
    this.queueUrl = queue.url;
    deliveryAlarm(this, 'alarm', DEAD_LETTERS_WAITING, { alarmName, dimensionValue: queue.name }, options);
  }

  /** Sets who may send to the queue. Apart from the constructor, since the senders refer to the queue. */
  public admit(statements: readonly Statement[]): void {
    new SqsQueuePolicy(this, 'policy', { queueUrl: this.queueUrl, policy: policyJson(this, 'policy-document', statements) });
  }
}

import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Token, type IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import {
  DEAD_LETTER_QUEUE,
  DEAD_LETTERS_WAITING,
  plain,
  tlsOnly,
  type Statement,
  type Switch,
  type TopicOptions,
} from '../blueprint';
import { attribute, choose, isGiven, makeIf } from './deferred';
import { deliveryAlarm } from './delivery-alarm';
import { policyJson } from './policy';

/** A queue for what could not be delivered, and the alarm that says so; or nothing, where it is switched off. */
export class DeadLetterQueue extends Construct {
  public readonly queueArn: string;
  public readonly queueUrl: string;
  private readonly when: Switch<IResolvable>;

  /** @param names the start of the queue's name, at most 54 characters, and the name of its alarm */
  public constructor(
    scope: Construct,
    id: string,
    { namePrefix, alarmName }: { readonly namePrefix: string; readonly alarmName: string },
    options: TopicOptions<IResolvable>,
    when: Switch<IResolvable> = true,
  ) {
    super(scope, id);
    this.when = when;
    const { kmsKeyArn, tags } = options;
    const queue = makeIf(
      when,
      (meta) =>
        new SqsQueue(this, 'queue', {
          ...meta,
          namePrefix,
          messageRetentionSeconds: DEAD_LETTER_QUEUE.messageRetentionSeconds,
          // The provider refuses this argument beside a key, even as `false`.
          sqsManagedSseEnabled: choose<boolean>(isGiven(kmsKeyArn), Token.nullValue() as unknown as boolean, true),
          ...(kmsKeyArn !== undefined && { kmsMasterKeyId: plain(kmsKeyArn)! }),
          ...(tags && { tags }),
        }),
    );
    this.queueArn = attribute(queue, 'arn');
    this.queueUrl = attribute(queue, 'url');
    const names = { alarmName, dimensionValue: attribute(queue, 'name') };
    if (queue !== undefined) deliveryAlarm(this, 'alarm', DEAD_LETTERS_WAITING, names, options, when);
  }

  /** Sets who may send to the queue, over TLS. Apart from the constructor, since the senders refer to the queue. */
  public admit(statements: readonly Statement[]): void {
    makeIf(this.when, (meta) => {
      const policy = policyJson(this, 'policy-document', [...statements, tlsOnly('sqs:*', this.queueArn)], meta);
      return new SqsQueuePolicy(this, 'policy', { ...meta, queueUrl: this.queueUrl, policy });
    });
  }
}

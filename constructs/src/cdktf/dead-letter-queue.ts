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

/** How a queue and its alarm are named. */
export interface DeadLetterNames {
  /** The start of the queue's name, at most 54 characters. */
  readonly namePrefix: string;
  /** The name of its alarm. An alarm must have one, and one that is there already would be taken over without a word. */
  readonly alarmName: string;
  /**
   * Whether nothing else gives an alarm that name. Otherwise it is named like the queue, whose name is generated.
   *
   * @default true
   */
  readonly alarmNameIsOurs?: Switch<IResolvable>;
}

/** A queue for what could not be delivered, and the alarm that says so; or nothing, where it is switched off. */
export class DeadLetterQueue extends Construct {
  public readonly queueArn: string;
  public readonly queueUrl: string;
  private readonly when: Switch<IResolvable>;

  public constructor(
    scope: Construct,
    id: string,
    { namePrefix, alarmName, alarmNameIsOurs = true }: DeadLetterNames,
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
    const queueName = attribute(queue, 'name');
    const names = { alarmName: choose(alarmNameIsOurs, alarmName, queueName), dimensionValue: queueName };
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

import { createHash } from 'node:crypto';
import { Aws, CfnDeletionPolicy, Fn, Tags, Tokenization, type CfnCondition } from 'aws-cdk-lib';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import {
  DELIVERY_POLICY,
  keyPolicy,
  NOTIFICATIONS_FAILED,
  plain,
  resolveTopic,
  tlsOnly,
  topicDeadLetterPolicy,
  topicPolicy,
  type Optional,
  type Publisher,
  type Switch,
  type TopicOptions,
} from '../blueprint';
import { DeadLetterQueue } from './dead-letter-queue';
import { both, choose, either, ifGiven, isGiven, known, makeIf, not } from './deferred';
import { deliveryAlarm } from './delivery-alarm';
import { policyObject } from './policy';

/** Properties of `ClarionTopic`. */
export interface ClarionTopicProps extends TopicOptions<CfnCondition> {
  /** The services that may publish to the topic, each from this account. Its policy admits nobody else. */
  readonly publishers: readonly Optional<Publisher, CfnCondition>[];
  /**
   * Whether there is a topic at all, for a construct that may do without one.
   *
   * @default true
   */
  readonly when?: Switch<CfnCondition>;
}

/** What others need of a topic that they share. */
export type SharedTopic = Pick<
  ClarionTopic,
  'topicArn' | 'topicName' | 'admittedArn' | 'publishers' | 'policy' | 'deadLetterQueueUrl' | 'keyPolicy' | 'requiredPolicy'
>;

/**
 * A topic that delivers to the Clarion webhook: signed, retried for most of an hour, then kept in a dead-letter queue for 14 days.
 * Its own, or one that is there already.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html
 */
export class ClarionTopic extends Construct {
  /** Paste this into Clarion's SNS topic ARN field: it takes messages from no other topic. */
  public readonly topicArn: string;
  /** The topic's name. */
  public readonly topicName: string;
  /** The services that may publish. */
  public readonly publishers: readonly Optional<Publisher, CfnCondition>[];
  /** Admits the publishers. What publishes must depend on it, since EventBridge does not try again what was refused. */
  public readonly policy: IDependable;
  /** The topic's ARN, for what publishes to it: where only deployment decides whether it is made, this waits for its policy. */
  public readonly admittedArn: string;
  /** What the policy of a topic that was there already must hold, so that the publishers may publish. A topic of our own has it. */
  public readonly requiredPolicy: object;
  /** Where messages wait that SNS could not deliver. Empty for a topic that was there already, unless a webhook is subscribed to it. */
  public readonly deadLetterQueueArn: string;
  /** The same queue, as the tools that read it want it. */
  public readonly deadLetterQueueUrl: string;
  /** What a customer managed key's policy must hold, so that this topic can use it. */
  public readonly keyPolicy: object;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: ClarionTopicProps) {
    super(scope, id);
    const { namePrefix, signatureVersion } = resolveTopic(props, known);
    const { publishers, when = true, subscribe = true, webhookUrl, previousWebhookUrl } = props;
    const existing = plain(props.existingTopicArn) ?? '';
    // What is made with the topic need not ask whether it is there: only one that may be there already is a choice.
    const made = not(this, 'IsMade', isGiven(props.existingTopicArn));
    const own = both(this, 'IsWanted', when, made);
    const topic = makeIf(
      own,
      () =>
        new CfnTopic(this, 'Topic', {
          topicName: choose(isGiven(props.topicName), plain(props.topicName) ?? '', namePrefix),
          signatureVersion: Tokenization.stringifyNumber(signatureVersion),
          ...ifGiven('kmsMasterKeyId', props.kmsKeyArn),
        }),
    );
    this.topicArn = choose(made, topic?.ref ?? '', existing);
    this.topicName = choose(made, topic?.attrTopicName ?? '', nameOf(existing));
    this.publishers = publishers;
    this.keyPolicy = policyObject(keyPolicy(publishers));
    const admits = (topicArn: string) => topicPolicy(publishers, { topicArn, accountId: Aws.ACCOUNT_ID });
    this.requiredPolicy = policyObject(admits(this.topicArn));
    const policy = makeIf(own, () => {
      const statements = [...admits(topic!.ref), tlsOnly('sns:Publish', topic!.ref)];
      return new CfnTopicPolicy(this, 'Policy', { topics: [topic!.ref], policyDocument: policyObject(statements) });
    });
    // CloudFormation waits for what may not be made only where it is referred to: `DependsOn` must name what is there.
    this.policy = policy !== undefined && own === true ? policy : new DependencyGroup();
    this.admittedArn = typeof own === 'boolean' ? this.topicArn : choose(made, afterwards(topic!.ref, policy!.attrId), existing);

    const subscribed = isGiven(props.existingTopicArn) === false ? false : isGiven(webhookUrl);
    const delivers = either(this, 'Delivers', own, subscribed);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props, delivers);
    deadLetters.admit(topicDeadLetterPolicy({ queueArn: deadLetters.queueArn, topicArn: this.topicArn }));
    const shown = own === made ? delivers : either(this, 'ShowsDeadLetters', made, subscribed);
    this.deadLetterQueueArn = choose(shown, deadLetters.queueArn, '');
    this.deadLetterQueueUrl = choose(shown, deadLetters.queueUrl, '');

    const subscribes = both(this, 'IsSubscribed', when, both(this, 'Subscribes', subscribe, isGiven(webhookUrl)));
    this.subscribe('Subscription', subscribes, webhookUrl, deadLetters.queueArn);
    const rotates = both(this, 'IsRotated', when, isGiven(previousWebhookUrl));
    this.subscribe('PreviousSubscription', rotates, previousWebhookUrl, deadLetters.queueArn);
    if (topic !== undefined) deliveryAlarm(this, 'FailedAlarm', NOTIFICATIONS_FAILED, topic.attrTopicName, props, own);
    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
  }

  /** A URL keeps its subscription, and so its confirmation, when it moves from `webhookUrl` to `previousWebhookUrl`. */
  private subscribe(
    id: string,
    when: Switch<CfnCondition>,
    url: Optional<string, CfnCondition> | undefined,
    deadLetterTargetArn: string,
  ): void {
    const endpoint = plain(url);
    if (endpoint === undefined) return;
    makeIf(when, () => {
      const subscription = new CfnSubscription(this, known(endpoint) ? `Subscription${digest(endpoint)}` : id, {
        topicArn: this.topicArn,
        protocol: 'https',
        endpoint,
        rawMessageDelivery: false,
        deliveryPolicy: DELIVERY_POLICY,
        redrivePolicy: { deadLetterTargetArn },
      });
      if (!known(endpoint)) {
        // A replaced subscription stays: SNS gives the one to `PreviousSubscription`, which asks for the same URL, and that removes it.
        subscription.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
        subscription.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
      }
      return subscription;
    });
  }
}

/** A value that is there only when another is. */
const afterwards = (value: string, other: string): string => Fn.select(0, [value, other]);

/** The last part of a topic's ARN. */
const nameOf = (topicArn: string): string => Fn.select(5, Fn.split(':', topicArn));

/** Names a URL without showing it. */
const digest = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 12);

import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription, type SnsTopicSubscriptionConfig } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Fn, Token, type IResolvable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  DELIVERY_POLICY,
  isDeferred,
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
import { alsoIf, attribute, both, choose, either, isGiven, known, makeIf, not } from './deferred';
import { deliveryAlarm } from './delivery-alarm';
import { policyJson, policyObject } from './policy';
import { digest, eachUrl } from './webhook-urls';

/** Properties of `ClarionTopic`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface ClarionTopicProps extends TopicOptions<IResolvable> {
  /** The services that may publish to the topic, each from this account. Its policy admits nobody else. */
  readonly publishers: readonly Optional<Publisher, IResolvable>[];
  /**
   * Whether there is a topic at all, for a construct that may do without one.
   *
   * @default true
   */
  readonly when?: Switch<IResolvable>;
}

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
  /** The same, of a topic that is made here: what is made with it need not ask whether it is. */
  public readonly ownTopicName: string;
  /** The services that may publish. */
  public readonly publishers: readonly Optional<Publisher, IResolvable>[];
  /** Admits the publishers. What publishes must depend on it, since EventBridge does not try again what was refused. */
  public readonly policy: ITerraformDependable | undefined;
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
    const { publishers, when = true, kmsKeyArn, tags, webhookUrl } = props;
    const existing = plain(props.existingTopicArn) ?? '';
    const made = not(isGiven(props.existingTopicArn));
    const own = both(when, made);
    const topic = makeIf(
      own,
      (meta) =>
        new SnsTopic(this, 'topic', {
          ...meta,
          name: choose(isGiven(props.topicName), plain(props.topicName) ?? '', namePrefix),
          signatureVersion,
          ...(kmsKeyArn !== undefined && { kmsMasterKeyId: plain(kmsKeyArn)! }),
          ...(tags && { tags }),
        }),
    );
    this.topicArn = choose(own, attribute(topic, 'arn'), existing);
    this.topicName = choose(own, attribute(topic, 'name'), nameOf(existing));
    this.ownTopicName = attribute(topic, 'name');
    this.publishers = publishers;
    this.keyPolicy = policyObject(keyPolicy(publishers));
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    const admits = (topicArn: string) => topicPolicy(publishers, { topicArn, accountId });
    this.requiredPolicy = policyObject(admits(this.topicArn));
    this.policy = makeIf(own, (meta) => {
      const arn = attribute(topic, 'arn');
      const statements = [...admits(arn), tlsOnly('sns:Publish', arn)].map((each) => alsoIf(own, each));
      const policy = policyJson(this, 'policy-document', statements, meta);
      return new SnsTopicPolicy(this, 'policy', { ...meta, arn, policy });
    });

    const names = {
      namePrefix: `${namePrefix}-undelivered-`,
      alarmName: `${this.ownTopicName}-undelivered`,
      alarmNameIsOurs: made,
    };
    const subscribed = isGiven(props.existingTopicArn) === false ? false : isGiven(webhookUrl);
    const delivers = either(own, subscribed);
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', names, props, delivers);
    deadLetters.admit(topicDeadLetterPolicy({ queueArn: deadLetters.queueArn, topicArn: this.topicArn }));
    this.deadLetterQueueArn = choose(delivers, deadLetters.queueArn, '');
    this.deadLetterQueueUrl = choose(delivers, deadLetters.queueUrl, '');

    this.subscribe(props, deadLetters.queueArn);
    const failed = { alarmName: `${this.ownTopicName}-failed`, dimensionValue: this.ownTopicName };
    if (topic !== undefined) deliveryAlarm(this, 'failed-alarm', NOTIFICATIONS_FAILED, failed, props, own);
  }

  /** A URL keeps its subscription, and so its confirmation, when it moves from `webhookUrl` to `previousWebhookUrl`. */
  private subscribe(
    { when = true, subscribe = true, webhookUrl, previousWebhookUrl }: ClarionTopicProps,
    deadLetterTargetArn: string,
  ): void {
    if (isDeferred(webhookUrl) || isDeferred(previousWebhookUrl)) {
      const wanted = (url: Optional<string, IResolvable> | undefined, on: Switch<IResolvable>) =>
        choose(on, plain(url) ?? null, null);
      const urls = [wanted(webhookUrl, both(when, subscribe)), wanted(previousWebhookUrl, when)];
      const { forEach, endpoint } = eachUrl(this, urls);
      this.subscription('subscription', { forEach, endpoint }, deadLetterTargetArn);
      return;
    }
    const slots = [
      { id: 'subscription', url: webhookUrl, on: both(when, subscribe) },
      { id: 'previous-subscription', url: previousWebhookUrl, on: when },
    ];
    for (const { id, url: endpoint, on } of slots) {
      if (endpoint === undefined) continue;
      const name = known(endpoint) ? `subscription-${digest(endpoint)}` : id;
      makeIf(on, (meta) => this.subscription(name, { ...meta, endpoint }, deadLetterTargetArn));
    }
  }

  private subscription(
    id: string,
    config: Pick<SnsTopicSubscriptionConfig, 'endpoint' | 'count' | 'forEach'>,
    deadLetterTargetArn: string,
  ): SnsTopicSubscription {
    return new SnsTopicSubscription(this, id, {
      ...config,
      topicArn: this.topicArn,
      protocol: 'https',
      rawMessageDelivery: false,
      // Clarion confirms by itself; with `true`, an apply would wait for it, and fail after a minute.
      endpointAutoConfirms: false,
      deliveryPolicy: Fn.jsonencode(DELIVERY_POLICY),
      redrivePolicy: Fn.jsonencode({ deadLetterTargetArn }),
    });
  }
}

/** The last part of a topic's ARN. */
const nameOf = (topicArn: string): string => Token.asString(Fn.element(Fn.split(':', topicArn), 5));

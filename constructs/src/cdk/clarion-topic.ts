import { createHash } from 'node:crypto';
import { Aws, CfnDeletionPolicy, Tags, Tokenization, type CfnCondition } from 'aws-cdk-lib';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct, type IDependable } from 'constructs';
import {
  DELIVERY_POLICY,
  keyPolicy,
  NOTIFICATIONS_FAILED,
  plain,
  policyDocument,
  resolveTopic,
  topicDeadLetterPolicy,
  topicPolicy,
  type Optional,
  type Publisher,
  type Switch,
  type TopicOptions,
} from '../blueprint';
import { DeadLetterQueue } from './dead-letter-queue';
import { both, choose, ifGiven, isGiven, known, makeIf } from './deferred';
import { deliveryAlarm } from './delivery-alarm';

/** Properties of `ClarionTopic`. */
export interface ClarionTopicProps extends TopicOptions<CfnCondition> {
  /** The services that may publish to the topic, each from this account. Its policy names nobody else. */
  readonly publishers: readonly Publisher[];
}

/**
 * A topic that delivers to the Clarion webhook: signed, retried for most of an hour, then kept in a dead-letter queue for 14 days.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html
 */
export class ClarionTopic extends Construct {
  /** Paste this into Clarion's SNS topic ARN field: it takes messages from no other topic. */
  public readonly topicArn: string;
  /** The topic's name. */
  public readonly topicName: string;
  /** The services that may publish. */
  public readonly publishers: readonly Publisher[];
  /** Admits the publishers. What publishes must depend on it, since EventBridge does not try again what was refused. */
  public readonly policy: IDependable;
  /** Where messages wait that SNS could not deliver. */
  public readonly deadLetterQueueArn: string;
  /** The same queue, as the tools that read it want it. */
  public readonly deadLetterQueueUrl: string;
  /** What a customer managed key's policy must hold, so that this topic can use it. */
  public readonly keyPolicy: object;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: ClarionTopicProps) {
    super(scope, id);
    const { namePrefix, signatureVersion } = resolveTopic(props, known);
    const topic = new CfnTopic(this, 'Topic', {
      topicName: choose(isGiven(props.topicName), plain(props.topicName) ?? '', namePrefix),
      signatureVersion: Tokenization.stringifyNumber(signatureVersion),
      ...ifGiven('kmsMasterKeyId', props.kmsKeyArn),
    });
    this.topicArn = topic.ref;
    this.topicName = topic.attrTopicName;
    this.publishers = props.publishers;
    this.keyPolicy = policyDocument(keyPolicy(props.publishers));
    this.policy = new CfnTopicPolicy(this, 'Policy', {
      topics: [this.topicArn],
      policyDocument: policyDocument(topicPolicy(props.publishers, { topicArn: this.topicArn, accountId: Aws.ACCOUNT_ID })),
    });

    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props);
    deadLetters.admit(topicDeadLetterPolicy({ queueArn: deadLetters.queueArn, topicArn: this.topicArn }));
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const { subscribe = true, webhookUrl, previousWebhookUrl } = props;
    this.subscribe('Subscription', both(this, 'Subscribes', subscribe, isGiven(webhookUrl)), webhookUrl);
    this.subscribe('PreviousSubscription', isGiven(previousWebhookUrl), previousWebhookUrl);
    deliveryAlarm(this, 'FailedAlarm', NOTIFICATIONS_FAILED, this.topicName, props);
    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
  }

  /** A URL keeps its subscription, and so its confirmation, when it moves from `webhookUrl` to `previousWebhookUrl`. */
  private subscribe(id: string, when: Switch<CfnCondition>, url: Optional<string, CfnCondition> | undefined): void {
    const endpoint = plain(url);
    if (endpoint === undefined) return;
    makeIf(when, () => {
      const subscription = new CfnSubscription(this, known(endpoint) ? `Subscription${digest(endpoint)}` : id, {
        topicArn: this.topicArn,
        protocol: 'https',
        endpoint,
        rawMessageDelivery: false,
        deliveryPolicy: DELIVERY_POLICY,
        redrivePolicy: { deadLetterTargetArn: this.deadLetterQueueArn },
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

/** Names a URL without showing it. */
const digest = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 12);

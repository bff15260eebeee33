import type { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { Annotations, type IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import {
  checkCloudTrailEvents,
  CLOUDTRAIL_TOPIC_SUFFIX,
  GLOBAL_EVENTS_WARNING,
  missesGlobalEvents,
  ruleDeadLetterPolicy,
  type CloudTrailEventsOptions,
} from '../blueprint';
import type { ClarionTopic } from './clarion-topic';
import { cloudTrailRules } from './cloudtrail-rules';
import { DeadLetterQueue } from './dead-letter-queue';
import { known, makeIf, withArnOf } from './deferred';
import { eventRule, type RuleConfig } from './event-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';
import { providerRegion } from './provider-region';

/** Properties of `CloudTrailEvents`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface CloudTrailEventsProps extends CloudTrailEventsOptions<IResolvable>, MonitorProps {}

/**
 * Sends this account's CloudTrail events of this Region to Clarion, through EventBridge's default bus and a topic.
 *
 * A trail with logging on must exist, or no event comes.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class CloudTrailEvents extends Construct {
  /** The topic that the events pass through. */
  public readonly topic: ClarionTopic;
  /** The rule for management events. */
  public readonly ruleArn: string;
  /** Where events wait that EventBridge could not publish. They carry no signature. */
  public readonly deadLetterQueueArn: string;
  /** The same queue, as the tools that read it want it. */
  public readonly deadLetterQueueUrl: string;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: CloudTrailEventsProps = {}) {
    super(scope, id);
    checkCloudTrailEvents(props, known);
    const { namePrefix, topic, unpublished } = monitorTopic(this, props, CLOUDTRAIL_TOPIC_SUFFIX, ['events']);
    this.topic = topic;
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', unpublished, props);
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const names = { namePrefix: `${namePrefix}${CLOUDTRAIL_TOPIC_SUFFIX}-`, ...(props.tags && { tags: props.tags }) };
    const [rule, ...others] = cloudTrailRules(props).map(({ source, when, ...config }) =>
      makeIf(when, (meta) => this.rule(source, { ...meta, ...names, ...config })),
    );
    this.ruleArn = rule!.arn;
    const ruleArns = withArnOf(rule!.arn, ...others);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));

    const region = providerRegion(this);
    if (region !== undefined && known(region) && missesGlobalEvents(region))
      Annotations.of(this).addWarning(GLOBAL_EVENTS_WARNING);
  }

  private rule(id: string, config: RuleConfig): CloudwatchEventRule {
    const target = { arn: this.topic.topicArn, deadLetterQueueArn: this.deadLetterQueueArn, admittedBy: this.topic.policy };
    return eventRule(this, id, config, target);
  }
}

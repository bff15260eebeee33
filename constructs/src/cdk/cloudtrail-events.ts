import { Annotations, Stack, Tags, type CfnCondition } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import {
  checkCloudTrailEvents,
  CLOUDTRAIL_TOPIC_SUFFIX,
  GLOBAL_EVENTS_WARNING,
  missesGlobalEvents,
  ruleDeadLetterPolicy,
  type CloudTrailEventsOptions,
} from '../blueprint';
import type { SharedTopic } from './clarion-topic';
import { cloudTrailRules } from './cloudtrail-rules';
import { DeadLetterQueue } from './dead-letter-queue';
import { known, makeIf, withArnOf } from './deferred';
import { eventRule, type RuleConfig } from './event-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';
import { ruleId } from './source-rules';

/** Properties of `CloudTrailEvents`. */
export interface CloudTrailEventsProps extends CloudTrailEventsOptions<CfnCondition>, MonitorProps {}

/**
 * Sends this account's CloudTrail events of this Region to Clarion, through EventBridge's default bus and a topic.
 *
 * A trail with logging on must exist, or no event comes.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class CloudTrailEvents extends Construct {
  /** The topic that the events pass through. */
  public readonly topic: SharedTopic;
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
    const { topic } = monitorTopic(this, props, CLOUDTRAIL_TOPIC_SUFFIX, ['events']);
    this.topic = topic;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props);
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const [rule, ...others] = cloudTrailRules(props).map(({ source, when, ...config }) =>
      makeIf(when, () => this.rule(ruleId(source), config)),
    );
    this.ruleArn = rule!.attrArn;
    const ruleArns = withArnOf(rule!.attrArn, ...others);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));

    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
    const { region } = Stack.of(this);
    if (known(region) && missesGlobalEvents(region))
      Annotations.of(this).addWarningV2('clarion:globalEvents', GLOBAL_EVENTS_WARNING);
  }

  private rule(id: string, config: RuleConfig): CfnRule {
    const target = { arn: this.topic.admittedArn, deadLetterQueueArn: this.deadLetterQueueArn, admittedBy: this.topic.policy };
    return eventRule(this, id, config, target);
  }
}

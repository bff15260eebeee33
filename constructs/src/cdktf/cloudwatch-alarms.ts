import type { IAspect, IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import {
  alarmPattern,
  alarmPublishers,
  CLOUDWATCH_TOPIC_SUFFIX,
  RULE_STATE,
  ruleDeadLetterPolicy,
  SOURCE_DESCRIPTIONS,
  type CloudWatchAlarmsOptions,
} from '../blueprint';
import { AlarmAspect } from './alarm-aspect';
import type { ClarionTopic } from './clarion-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { attribute, choose, makeIf } from './deferred';
import { eventRule } from './event-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';

/** Properties of `CloudWatchAlarms`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface CloudWatchAlarmsProps extends CloudWatchAlarmsOptions<IResolvable>, MonitorProps {}

/**
 * Sends CloudWatch alarms of this account and Region to Clarion, through a topic that they may publish to.
 *
 * An alarm notifies it by `action()`, each alarm of a scope by `aspect()`, and every alarm there is with `allAlarms`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export class CloudWatchAlarms extends Construct {
  /** The topic that the alarms notify. */
  public readonly topic: ClarionTopic;
  /** The rule for all alarms. Empty without one. */
  public readonly ruleArn: string;
  /** Where events wait that EventBridge could not publish. They carry no signature. Empty without a rule. */
  public readonly deadLetterQueueArn: string;
  /** The same queue, as the tools that read it want it. */
  public readonly deadLetterQueueUrl: string;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: CloudWatchAlarmsProps = {}) {
    super(scope, id);
    const { allAlarms = false } = props;
    const { namePrefix, topic, unpublished } = monitorTopic(this, props, CLOUDWATCH_TOPIC_SUFFIX, alarmPublishers(props));
    this.topic = topic;
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', unpublished, props, allAlarms);
    this.deadLetterQueueArn = choose(allAlarms, deadLetters.queueArn, '');
    this.deadLetterQueueUrl = choose(allAlarms, deadLetters.queueUrl, '');

    const rule = makeIf(allAlarms, (meta) =>
      eventRule(
        this,
        'all-alarms',
        {
          ...meta,
          namePrefix: `${namePrefix}${CLOUDWATCH_TOPIC_SUFFIX}-`,
          ...(props.tags && { tags: props.tags }),
          description: SOURCE_DESCRIPTIONS.alarms,
          state: RULE_STATE.withoutReadOnlyEvents,
          eventPattern: alarmPattern(),
        },
        { arn: topic.topicArn, deadLetterQueueArn: deadLetters.queueArn, admittedBy: topic.policy },
      ),
    );
    const ruleArn = attribute(rule, 'arn');
    this.ruleArn = choose(allAlarms, ruleArn, '');
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns: [ruleArn] }));
  }

  /** What one alarm does to notify Clarion: an ARN for its `alarmActions`, and for its `okActions` too, so that the alert ends. */
  public action(): string {
    return this.topic.topicArn;
  }

  /**
   * Makes every alarm of a scope notify Clarion when it goes off and when it ends: `Aspects.of(scope).add(alarms.aspect())`.
   *
   * What an alarm does already stays. Left alone are alarms of another Region than the topic's, those that notify the topic already,
   * and those on Clarion's own deliveries. One that has five actions, the most that AWS takes, is left as it is with a warning; so is
   * one whose list of actions only deployment knows, and one of another stack or with a provider of its own. An alarm whose actions
   * are switched off (`actionsEnabled`) keeps silent, to Clarion too.
   *
   * @see https://developer.hashicorp.com/terraform/cdktf/concepts/aspects
   */
  public aspect(): IAspect {
    return new AlarmAspect(this.topic);
  }
}

import { Tags, type CfnCondition, type IAspect } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
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
import type { SharedTopic } from './clarion-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { choose, makeIf } from './deferred';
import { eventRule } from './event-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';

/** Properties of `CloudWatchAlarms`. */
export interface CloudWatchAlarmsProps extends CloudWatchAlarmsOptions<CfnCondition>, MonitorProps {}

/**
 * Sends CloudWatch alarms of this account and Region to Clarion, through a topic that they may publish to.
 *
 * An alarm notifies it by `action()`, each alarm of a scope by `aspect()`, and every alarm there is with `allAlarms`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export class CloudWatchAlarms extends Construct {
  /** The topic that the alarms notify. */
  public readonly topic: SharedTopic;
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
    const { topic } = monitorTopic(this, props, CLOUDWATCH_TOPIC_SUFFIX, alarmPublishers(props));
    this.topic = topic;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props, allAlarms);
    this.deadLetterQueueArn = choose(allAlarms, deadLetters.queueArn, '');
    this.deadLetterQueueUrl = choose(allAlarms, deadLetters.queueUrl, '');

    const rule = makeIf(allAlarms, () =>
      eventRule(
        this,
        'AllAlarmsRule',
        { description: SOURCE_DESCRIPTIONS.alarms, state: RULE_STATE.withoutReadOnlyEvents, eventPattern: alarmPattern() },
        { arn: topic.admittedArn, deadLetterQueueArn: deadLetters.queueArn, admittedBy: topic.policy },
      ),
    );
    const ruleArn = rule?.attrArn ?? '';
    this.ruleArn = choose(allAlarms, ruleArn, '');
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns: [ruleArn] }));
    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
  }

  /**
   * What one alarm does to notify Clarion: `alarm.addAlarmAction(alarms.action())`, and `addOkAction` too, so that the alert ends. For a
   * `CfnAlarm`, name `topic.topicArn`.
   */
  public action(): IAlarmAction {
    return { bind: () => ({ alarmActionArn: this.topic.topicArn }) };
  }

  /**
   * Makes every alarm of a scope notify Clarion when it goes off and when it ends: `Aspects.of(scope).add(alarms.aspect())`.
   *
   * What an alarm does already stays. Left alone are alarms of another account or Region than the topic's, those that notify the
   * topic already, and those on Clarion's own deliveries. One that has five actions, the most that AWS takes, is left as it is with a
   * warning; so is one whose list of actions only deployment knows. An alarm whose actions are switched off (`actionsEnabled`) keeps
   * silent, to Clarion too.
   *
   * @see https://docs.aws.amazon.com/cdk/v2/guide/aspects.html
   */
  public aspect(): IAspect {
    return new AlarmAspect(this.topic, this);
  }
}

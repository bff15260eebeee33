import type { IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import {
  checkGuardDutyFindings,
  GUARDDUTY_BUS_SUFFIX,
  GUARDDUTY_TOPIC_SUFFIX,
  plain,
  ruleDeadLetterPolicy,
  type GuardDutyFindingsOptions,
} from '../blueprint';
import type { ClarionTopic } from './clarion-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { choose, isGiven, known, withArnOf } from './deferred';
import { eventRule } from './event-rule';
import { FindingsBus } from './findings-bus';
import { findingsRule } from './findings-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';

/** Properties of `GuardDutyFindings`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface GuardDutyFindingsProps extends GuardDutyFindingsOptions<IResolvable>, MonitorProps {}

/**
 * Sends GuardDuty findings of this account and Region to Clarion, through EventBridge and a topic; in GuardDuty's delegated administrator
 * account, those of all members.
 *
 * A detector must be enabled, or no finding comes.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
export class GuardDutyFindings extends Construct {
  /** The topic that the findings pass through. */
  public readonly topic: ClarionTopic;
  /** The rule for findings. */
  public readonly ruleArn: string;
  /** The event bus of their own. Empty where they are taken from the default bus. */
  public readonly busArn: string;
  /** Where findings wait that EventBridge could not forward or publish. They carry no signature. */
  public readonly deadLetterQueueArn: string;
  /** The same queue, as the tools that read it want it. */
  public readonly deadLetterQueueUrl: string;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: GuardDutyFindingsProps = {}) {
    super(scope, id);
    checkGuardDutyFindings(props, known);
    const { customBus = false, tags } = props;
    const { namePrefix, topic, unpublished } = monitorTopic(this, props, GUARDDUTY_TOPIC_SUFFIX, ['events']);
    this.topic = topic;
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', unpublished, props);
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const busName = choose(isGiven(props.busName), plain(props.busName) ?? '', `${namePrefix}${GUARDDUTY_BUS_SUFFIX}`);
    const { deadLetterQueueArn } = this;
    const findings = { ...props, namePrefix, busName, deadLetterQueueArn };
    const bus = customBus !== false && new FindingsBus(this, 'bus', findings, customBus);
    this.busArn = bus ? choose(customBus, bus.busArn, '') : '';
    const on = bus ? { eventBusName: choose(customBus, bus.busName, 'default') } : {};
    const target = { arn: topic.topicArn, deadLetterQueueArn, admittedBy: topic.policy, after: bus ? bus.target : undefined };
    // Switching the bus replaces the rule: the new one stands, and is forwarded to, before the old one goes, so that no finding is lost.
    const lifecycle = { createBeforeDestroy: true };
    const names = { namePrefix: `${namePrefix}${GUARDDUTY_TOPIC_SUFFIX}-`, lifecycle, ...(tags && { tags }) };
    const rule = eventRule(this, 'findings', { ...names, ...findingsRule(props), ...on }, target);
    this.ruleArn = rule.arn;
    const ruleArns = withArnOf(rule.arn, bus ? bus.rule : undefined);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));
  }
}

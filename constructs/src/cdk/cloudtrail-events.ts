import { Annotations, Stack, Tags, type CfnCondition } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import {
  checkCloudTrailEvents,
  CLOUDTRAIL_TOPIC_SUFFIX,
  dataEventPattern,
  excludeRoles,
  GLOBAL_EVENTS_WARNING,
  INSIGHT_DETAIL_TYPE,
  MANAGEMENT_DETAIL_TYPES,
  managementPattern,
  missesGlobalEvents,
  rolesToExclude,
  RULE_STATE,
  ruleDeadLetterPolicy,
  type CloudTrailEventsOptions,
} from '../blueprint';
import type { ClarionTopic } from './clarion-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { choose, isGiven, known, makeIf } from './deferred';
import { eventRule } from './event-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';

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
    const { topic } = monitorTopic(this, props, CLOUDTRAIL_TOPIC_SUFFIX, 'events');
    this.topic = topic;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props);
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const { includeInsights = false, readOnlyEvents = false, includeDataEvents = false } = props;
    const detailTypes = choose<readonly string[]>(
      includeInsights,
      [...MANAGEMENT_DETAIL_TYPES, INSIGHT_DETAIL_TYPE],
      MANAGEMENT_DETAIL_TYPES,
    );
    const roles = rolesToExclude(props);
    const exclusions = (pattern: (clauses: object) => object) =>
      roles === undefined ? pattern({}) : choose(isGiven(props.excludeRoleArns), pattern(excludeRoles(roles)), pattern({}));

    const state = choose<string>(readOnlyEvents, RULE_STATE.withReadOnlyEvents, RULE_STATE.withoutReadOnlyEvents);
    const rule = this.rule(
      'ManagementRule',
      'Management events for Clarion',
      state,
      exclusions((clauses) => managementPattern(detailTypes, clauses)),
    );
    const dataRule = makeIf(includeDataEvents, () =>
      this.rule('DataEventsRule', 'Data events for Clarion', RULE_STATE.withoutReadOnlyEvents, exclusions(dataEventPattern)),
    );
    this.ruleArn = rule.attrArn;
    const ruleArns =
      dataRule === undefined ? [rule.attrArn] : choose(includeDataEvents, [rule.attrArn, dataRule.attrArn], [rule.attrArn]);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));

    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
    const { region } = Stack.of(this);
    if (known(region) && missesGlobalEvents(region))
      Annotations.of(this).addWarningV2('clarion:globalEvents', GLOBAL_EVENTS_WARNING);
  }

  private rule(id: string, description: string, state: string, eventPattern: object): CfnRule {
    const target = { arn: this.topic.admittedArn, deadLetterQueueArn: this.deadLetterQueueArn, admittedBy: this.topic.policy };
    return eventRule(this, id, { description, state, eventPattern }, target);
  }
}

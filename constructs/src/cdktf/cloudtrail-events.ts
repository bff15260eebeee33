import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Annotations, Fn, type IResolvable, type TerraformCount } from 'cdktf';
import { Construct } from 'constructs';
import {
  BlueprintError,
  checkCloudTrailEvents,
  checkSharedTopic,
  CLOUDTRAIL_TOPIC_SUFFIX,
  dataEventPattern,
  excludeRoles,
  GLOBAL_EVENTS_WARNING,
  INSIGHT_DETAIL_TYPE,
  MANAGEMENT_DETAIL_TYPES,
  managementPattern,
  missesGlobalEvents,
  plain,
  resolveTopic,
  rolesToExclude,
  RULE_STATE,
  ruleDeadLetterPolicy,
  TARGET_RETRY,
  type CloudTrailEventsOptions,
} from '../blueprint';
import { ClarionTopic } from './clarion-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { providerRegion } from './provider-region';
import { attributeOfOne, choose, isGiven, known, makeIf, withArnOf, withKeysIf } from './deferred';

/** Properties of `CloudTrailEvents`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface CloudTrailEventsProps extends CloudTrailEventsOptions<IResolvable> {
  /**
   * A topic to use instead of one of its own. It must admit the publisher `events`.
   *
   * @default - a topic of its own, made from the other options
   */
  readonly topic?: ClarionTopic;
}

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
    const { namePrefix } = resolveTopic(props, known, CLOUDTRAIL_TOPIC_SUFFIX);
    checkSharedTopic(props);
    const topicName = choose(isGiven(props.topicName), plain(props.topicName) ?? '', `${namePrefix}${CLOUDTRAIL_TOPIC_SUFFIX}`);
    this.topic = props.topic ?? new ClarionTopic(this, 'topic', { ...props, topicName, publishers: ['events'] });
    if (!this.topic.publishers.includes('events')) {
      throw new BlueprintError(
        'publisher-not-admitted',
        `a topic for ${this.topic.publishers.join(', ')}`,
        "Add 'events' to its publishers.",
      );
    }
    // Alarms have fixed names, which a topic that is shared would give twice.
    const alarmName = `${this.topic.topicName}${props.topic === undefined ? '' : CLOUDTRAIL_TOPIC_SUFFIX}-unpublished`;
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', { namePrefix: `${namePrefix}-unpublished-`, alarmName }, props);
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const { includeInsights = false, readOnlyEvents = false, includeDataEvents = false } = props;
    const insights = choose<readonly string[]>(includeInsights, [INSIGHT_DETAIL_TYPE], []);
    const detailTypes: unknown = known(insights)
      ? [...MANAGEMENT_DETAIL_TYPES, ...insights]
      : Fn.concat([[...MANAGEMENT_DETAIL_TYPES], insights]);
    const roles = rolesToExclude(props);
    const exclusions = roles === undefined ? {} : excludeRoles(roles);
    const excluding = <Pattern extends { detail: object }>(pattern: Pattern) => ({
      ...pattern,
      detail: withKeysIf(isGiven(props.excludeRoleArns), pattern.detail, exclusions),
    });

    const state = choose<string>(readOnlyEvents, RULE_STATE.withReadOnlyEvents, RULE_STATE.withoutReadOnlyEvents);
    const names = { namePrefix: `${namePrefix}${CLOUDTRAIL_TOPIC_SUFFIX}-`, ...(props.tags && { tags: props.tags }) };
    const rule = this.rule('management', {
      ...names,
      description: 'Management events for Clarion',
      state,
      eventPattern: Fn.jsonencode(excluding(managementPattern(detailTypes))),
    });
    const dataRule = makeIf(includeDataEvents, (meta) =>
      this.rule('data-events', {
        ...meta,
        ...names,
        description: 'Data events for Clarion',
        state: RULE_STATE.withoutReadOnlyEvents,
        eventPattern: Fn.jsonencode(excluding(dataEventPattern())),
      }),
    );
    this.ruleArn = rule.arn;
    const ruleArns = withArnOf(rule.arn, dataRule);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));

    const region = providerRegion(this);
    if (region !== undefined && known(region) && missesGlobalEvents(region))
      Annotations.of(this).addWarning(GLOBAL_EVENTS_WARNING);
  }

  private rule(
    id: string,
    config: ConstructorParameters<typeof CloudwatchEventRule>[2] & { count?: TerraformCount },
  ): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, `${id}-rule`, config);
    new CloudwatchEventTarget(this, `${id}-target`, {
      ...(config.count !== undefined && { count: config.count }),
      rule: config.count === undefined ? rule.name : attributeOfOne(rule, 'name'),
      arn: this.topic.topicArn,
      targetId: 'clarion',
      deadLetterConfig: { arn: this.deadLetterQueueArn },
      retryPolicy: {
        maximumEventAgeInSeconds: TARGET_RETRY.maximumEventAgeSeconds,
        maximumRetryAttempts: TARGET_RETRY.maximumRetryAttempts,
      },
      dependsOn: [this.topic.policy],
    });
    return rule;
  }
}

import { Annotations, Aws, Stack, Tags, type CfnCondition } from 'aws-cdk-lib';
import { CfnEventBus, CfnEventBusPolicy, type CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import {
  checkHub,
  HUB_BUS_DESCRIPTION,
  HUB_SUFFIX,
  hubBusPolicy,
  ofAccounts,
  ofOrganization,
  plain,
  policyDocument,
  publishQuotaWarning,
  ruleDeadLetterPolicy,
  spokeRoleArns,
  type Condition,
  type HubOptions,
} from '../blueprint';
import type { SharedTopic } from './clarion-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { choose, isGiven, known, makeIf, withArnOf } from './deferred';
import { eventRule, type RuleConfig } from './event-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';
import { ruleId, sourceRules } from './source-rules';

/** Properties of `ClarionHub`. */
export interface ClarionHubProps extends HubOptions<CfnCondition>, MonitorProps {}

/**
 * Where the events of many accounts and Regions meet: one event bus that only spokes may send to, and one topic for Clarion.
 *
 * Nothing comes until there are spokes, of the same `namePrefix`: one in each account and Region that is watched, the hub's own included.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export class ClarionHub extends Construct {
  /** The topic that all events pass through. */
  public readonly topic: SharedTopic;
  /** What every spoke is given. */
  public readonly busArn: string;
  /** The bus's name. */
  public readonly busName: string;
  /** Where events wait that EventBridge could not publish. They carry no signature. */
  public readonly deadLetterQueueArn: string;
  /** The same queue, as the tools that read it want it. */
  public readonly deadLetterQueueUrl: string;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: ClarionHubProps) {
    super(scope, id);
    checkHub(props, known);
    const { namePrefix, topic } = monitorTopic(this, props, HUB_SUFFIX, ['events']);
    this.topic = topic;
    const bus = new CfnEventBus(this, 'Bus', {
      name: choose(isGiven(props.busName), plain(props.busName) ?? '', `${namePrefix}${HUB_SUFFIX}`),
      description: HUB_BUS_DESCRIPTION,
    });
    this.busArn = bus.attrArn;
    this.busName = bus.ref;
    this.admit(namePrefix, props);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props);
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const [rule, ...others] = sourceRules(props).map(({ source, when, ...config }) =>
      makeIf(when, () => this.rule(ruleId(source), { ...config, eventBusName: this.busName })),
    );
    const ruleArns = withArnOf(rule!.attrArn, ...others);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));

    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
    const { region } = Stack.of(this);
    const warning = known(region) ? publishQuotaWarning(region) : undefined;
    if (warning !== undefined) Annotations.of(this).addWarningV2('clarion:publishQuota', warning);
  }

  /** Lets spokes in, of the organization or of the listed accounts. */
  private admit(namePrefix: string, { organizationId, accountIds }: ClarionHubProps): void {
    const roleArns = spokeRoleArns(Aws.PARTITION, namePrefix);
    const admitting = (from: Condition) => policyDocument(hubBusPolicy({ busArn: this.busArn, from, roleArns })).Statement[0]!;
    const { Sid: statementId, ...organization } = admitting(ofOrganization(plain(organizationId) ?? ''));
    const { Sid: _same, ...listed } = admitting(ofAccounts(plain(accountIds) ?? []));
    new CfnEventBusPolicy(this, 'BusPolicy', {
      eventBusName: this.busName,
      statementId,
      statement: choose<object>(isGiven(organizationId), organization, listed),
    });
  }

  private rule(id: string, config: RuleConfig): CfnRule {
    const target = { arn: this.topic.admittedArn, deadLetterQueueArn: this.deadLetterQueueArn, admittedBy: this.topic.policy };
    return eventRule(this, id, config, target);
  }
}

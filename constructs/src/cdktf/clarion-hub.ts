import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { CloudwatchEventBusPolicy } from '@cdktf/provider-aws/lib/cloudwatch-event-bus-policy';
import type { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { Annotations, type IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import {
  checkHub,
  HUB_BUS_DESCRIPTION,
  HUB_SUFFIX,
  hubBusPolicy,
  ofAccounts,
  ofOrganization,
  plain,
  publishQuotaWarning,
  ruleDeadLetterPolicy,
  spokeRoleArns,
  type HubOptions,
} from '../blueprint';
import type { ClarionTopic } from './clarion-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { choose, isGiven, known, makeIf, withArnOf } from './deferred';
import { eventRule, type RuleConfig } from './event-rule';
import { monitorTopic, type MonitorProps } from './monitor-topic';
import { policyJson } from './policy';
import { providerRegion } from './provider-region';
import { sourceRules } from './source-rules';

/** Properties of `ClarionHub`. Where an option is left to deploy time and is not given, its value is `null`. */
export interface ClarionHubProps extends HubOptions<IResolvable>, MonitorProps {}

/**
 * Where the events of many accounts and Regions meet: one event bus that only spokes may send to, and one topic for Clarion.
 *
 * Nothing comes until there are spokes, of the same `namePrefix`: one in each account and Region that is watched, the hub's own included.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export class ClarionHub extends Construct {
  /** The topic that all events pass through. */
  public readonly topic: ClarionTopic;
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
    const { namePrefix, topic, unpublished } = monitorTopic(this, props, HUB_SUFFIX, ['events']);
    this.topic = topic;
    const bus = new CloudwatchEventBus(this, 'bus', {
      name: choose(isGiven(props.busName), plain(props.busName) ?? '', `${namePrefix}${HUB_SUFFIX}`),
      description: HUB_BUS_DESCRIPTION,
      ...(props.tags && { tags: props.tags }),
    });
    this.busArn = bus.arn;
    this.busName = bus.name;
    this.admit(namePrefix, props);
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', unpublished, props);
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const names = { namePrefix: `${namePrefix}${HUB_SUFFIX}-`, ...(props.tags && { tags: props.tags }) };
    const [rule, ...others] = sourceRules(props).map(({ source, when, ...config }) =>
      makeIf(when, (meta) => this.rule(source, { ...meta, ...names, ...config, eventBusName: this.busName })),
    );
    const ruleArns = withArnOf(rule!.arn, ...others);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));

    const region = providerRegion(this);
    const warning = region !== undefined && known(region) ? publishQuotaWarning(region) : undefined;
    if (warning !== undefined) Annotations.of(this).addWarning(warning);
  }

  /** Lets spokes in, of the organization or of the listed accounts. */
  private admit(namePrefix: string, { organizationId, accountIds }: ClarionHubProps): void {
    const { partition } = new DataAwsPartition(this, 'partition');
    const [organization, listed] = [ofOrganization(plain(organizationId) ?? ''), ofAccounts(plain(accountIds) ?? [])];
    const one = isGiven(organizationId);
    const from = {
      ...listed,
      variable: choose(one, organization.variable, listed.variable),
      value: choose<string | readonly string[]>(one, [organization.value as string], listed.value),
    };
    const statements = hubBusPolicy({ busArn: this.busArn, from, roleArns: spokeRoleArns(partition, namePrefix) });
    new CloudwatchEventBusPolicy(this, 'bus-policy', {
      eventBusName: this.busName,
      policy: policyJson(this, 'bus-policy-document', statements),
    });
  }

  private rule(id: string, config: RuleConfig): CloudwatchEventRule {
    const target = { arn: this.topic.topicArn, deadLetterQueueArn: this.deadLetterQueueArn, admittedBy: this.topic.policy };
    return eventRule(this, id, config, target);
  }
}

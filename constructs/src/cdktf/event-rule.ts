import { CloudwatchEventRule, type CloudwatchEventRuleConfig } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Fn, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { TARGET_ID, TARGET_RETRY } from '../blueprint';
import { attribute } from './deferred';

/** A rule, as far as ours differ: its name, or the start of a generated one. */
export interface RuleConfig extends Pick<CloudwatchEventRuleConfig, 'count' | 'name' | 'namePrefix' | 'tags' | 'lifecycle'> {
  readonly description: string;
  readonly state: string;
  readonly eventPattern: object;
  /** @default - the default bus */
  readonly eventBusName?: string;
}

/** Where a rule sends what it matches: a topic, or another bus. */
export interface RuleTarget {
  readonly arn: string;
  readonly deadLetterQueueArn: string;
  /** The role that may put events on another bus. A topic's own policy admits EventBridge. @default - none */
  readonly roleArn?: string;
  /** Admits the rule. It must be there first, since EventBridge does not try again what was refused. */
  readonly admittedBy: ITerraformDependable | undefined;
  /** What else must be there first. @default - nothing */
  readonly after?: ITerraformDependable | undefined;
}

/** A rule that keeps what it cannot send. */
export function eventRule(
  scope: Construct,
  id: string,
  { eventPattern, ...config }: RuleConfig,
  target: RuleTarget,
): CloudwatchEventRule {
  const rule = new CloudwatchEventRule(scope, `${id}-rule`, { ...config, eventPattern: Fn.jsonencode(eventPattern) });
  const first = [target.admittedBy, target.after].filter((each) => each !== undefined);
  new CloudwatchEventTarget(scope, `${id}-target`, {
    ...(config.count !== undefined && { count: config.count }),
    ...(config.lifecycle !== undefined && { lifecycle: config.lifecycle }),
    ...(config.eventBusName !== undefined && { eventBusName: config.eventBusName }),
    rule: attribute(rule, 'name'),
    arn: target.arn,
    targetId: TARGET_ID,
    ...(target.roleArn !== undefined && { roleArn: target.roleArn }),
    deadLetterConfig: { arn: target.deadLetterQueueArn },
    retryPolicy: {
      maximumEventAgeInSeconds: TARGET_RETRY.maximumEventAgeSeconds,
      maximumRetryAttempts: TARGET_RETRY.maximumRetryAttempts,
    },
    ...(first.length > 0 && { dependsOn: first }),
  });
  return rule;
}

import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct, IDependable } from 'constructs';
import { TARGET_ID, TARGET_RETRY } from '../blueprint';

/** A rule, as far as ours differ. */
export interface RuleConfig {
  /** Fixed where something refers to the rule before it is made. @default - generated */
  readonly name?: string;
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
  /** Admits the rule. It must be there first, since EventBridge does not try again what was refused. @default - the role */
  readonly admittedBy?: IDependable;
}

/** A rule that keeps what it cannot send. */
export function eventRule(
  scope: Construct,
  id: string,
  { eventBusName, name, ...config }: RuleConfig,
  target: RuleTarget,
): CfnRule {
  const rule = new CfnRule(scope, id, {
    ...config,
    ...(name !== undefined && { name }),
    ...(eventBusName !== undefined && { eventBusName }),
    targets: [
      {
        id: TARGET_ID,
        arn: target.arn,
        ...(target.roleArn !== undefined && { roleArn: target.roleArn }),
        deadLetterConfig: { arn: target.deadLetterQueueArn },
        retryPolicy: {
          maximumEventAgeInSeconds: TARGET_RETRY.maximumEventAgeSeconds,
          maximumRetryAttempts: TARGET_RETRY.maximumRetryAttempts,
        },
      },
    ],
  });
  if (target.admittedBy !== undefined) rule.node.addDependency(target.admittedBy);
  return rule;
}

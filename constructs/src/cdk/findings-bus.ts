import { Aws, type CfnCondition } from 'aws-cdk-lib';
import { CfnEventBus, type CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import {
  findingsPattern,
  FORWARDING_DESCRIPTIONS,
  forwardingPermissions,
  forwardingTrust,
  GUARDDUTY_BUS_DESCRIPTION,
  RULE_STATE,
  ruleArn,
  type RoleOptions,
  type Switch,
} from '../blueprint';
import { makeIf } from './deferred';
import { eventRule } from './event-rule';
import { serviceRole } from './service-role';

/** Properties of `FindingsBus`. */
export interface FindingsBusProps extends RoleOptions<CfnCondition> {
  /** The name of the bus, and of the rule that forwards to it. */
  readonly busName: string;
  /** Where findings wait that could not be forwarded. */
  readonly deadLetterQueueArn: string;
}

/** An event bus for findings, to which a rule forwards from the default bus by a role of its own; or nothing, where it is switched off. */
export class FindingsBus extends Construct {
  public readonly busArn: string;
  /** The bus's name, for what stands on it. */
  public readonly busName: string;
  /** The rule that forwards. */
  public readonly rule: CfnRule | undefined;

  public constructor(scope: Construct, id: string, props: FindingsBusProps, when: Switch<CfnCondition>) {
    super(scope, id);
    const { busName: name, deadLetterQueueArn } = props;
    const bus = makeIf(when, () => new CfnEventBus(this, 'Bus', { name, description: GUARDDUTY_BUS_DESCRIPTION }));
    this.busArn = bus?.attrArn ?? '';
    this.busName = bus?.ref ?? '';

    // The rule's name is fixed, since the role's trust names the rule before it is made. The account has one bus of that name.
    const forwarding = ruleArn({ partition: Aws.PARTITION, region: Aws.REGION, accountId: Aws.ACCOUNT_ID }, name);
    const role = makeIf(when, () => {
      const description = FORWARDING_DESCRIPTIONS.findingsRole;
      const trust = forwardingTrust({ ruleArns: [forwarding], accountId: Aws.ACCOUNT_ID });
      return serviceRole(this, 'ForwardingRole', { description, trust, permissions: forwardingPermissions(this.busArn) }, props);
    });
    this.rule = makeIf(when, () => {
      const config = { name, state: RULE_STATE.withoutReadOnlyEvents, eventPattern: findingsPattern() };
      const target = { arn: this.busArn, roleArn: role!.attrArn, deadLetterQueueArn };
      return eventRule(this, 'ForwardingRule', { ...config, description: FORWARDING_DESCRIPTIONS.findingsRule }, target);
    });
  }
}

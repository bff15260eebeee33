import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import type { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import type { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import type { IResolvable, ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  findingsPattern,
  FORWARDING_DESCRIPTIONS,
  forwardingPermissions,
  forwardingTrust,
  GUARDDUTY_BUS_DESCRIPTION,
  GUARDDUTY_TOPIC_SUFFIX,
  RULE_STATE,
  ruleArn,
  type RoleOptions,
  type Switch,
} from '../blueprint';
import { attribute, makeIf } from './deferred';
import { eventRule } from './event-rule';
import { permissionsOf, serviceRole } from './service-role';

/** Properties of `FindingsBus`. */
export interface FindingsBusProps extends RoleOptions<IResolvable> {
  /** The name of the bus, and of the rule that forwards to it. */
  readonly busName: string;
  /** Starts the name of the role. */
  readonly namePrefix: string;
  /** Where findings wait that could not be forwarded. */
  readonly deadLetterQueueArn: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** An event bus for findings, to which a rule forwards from the default bus by a role of its own; or nothing, where it is switched off. */
export class FindingsBus extends Construct {
  public readonly busArn: string;
  /** The bus's name, for what stands on it. */
  public readonly busName: string;
  /** The rule that forwards. */
  public readonly rule: CloudwatchEventRule | undefined;
  /** Where that rule sends: without it, nothing reaches the bus. */
  public readonly target: ITerraformDependable | undefined;

  public constructor(scope: Construct, id: string, props: FindingsBusProps, when: Switch<IResolvable>) {
    super(scope, id);
    const { busName: name, deadLetterQueueArn } = props;
    const tags = { ...(props.tags && { tags: props.tags }) };
    const bus = makeIf(
      when,
      (meta) => new CloudwatchEventBus(this, 'bus', { ...meta, name, description: GUARDDUTY_BUS_DESCRIPTION, ...tags }),
    );
    this.busArn = attribute(bus, 'arn');
    this.busName = attribute(bus, 'name');

    // The rule's name is fixed, since the role's trust names the rule before it is made. The account has one bus of that name.
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    const { partition } = new DataAwsPartition(this, 'partition');
    const { id: region } = new DataAwsRegion(this, 'region');
    const forwarding = ruleArn({ partition, region, accountId }, name);
    const role = makeIf(when, (meta) => {
      const names = { ...meta, namePrefix: `${props.namePrefix}${GUARDDUTY_TOPIC_SUFFIX}-` };
      const description = FORWARDING_DESCRIPTIONS.findingsRole;
      const trust = forwardingTrust({ ruleArns: [forwarding], accountId });
      return serviceRole(
        this,
        'forwarding-role',
        { ...names, description, trust, permissions: forwardingPermissions(this.busArn) },
        props,
      );
    });
    this.rule = makeIf(when, (meta) => {
      const config = { ...meta, name, state: RULE_STATE.withoutReadOnlyEvents, eventPattern: findingsPattern(), ...tags };
      const target = { arn: this.busArn, roleArn: attribute(role, 'arn'), deadLetterQueueArn, admittedBy: permissionsOf(role!) };
      return eventRule(this, 'forwarding', { ...config, description: FORWARDING_DESCRIPTIONS.findingsRule }, target);
    });
    this.target = this.node.tryFindChild('forwarding-target') as CloudwatchEventTarget | undefined;
  }
}

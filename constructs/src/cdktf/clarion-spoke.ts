import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Op, type IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import {
  FORWARDING_DESCRIPTIONS,
  forwardingPermissions,
  forwardingTrust,
  mayEncrypt,
  plain,
  policyDocument,
  resolveSpoke,
  ruleArn,
  ruleDeadLetterPolicy,
  SOURCES,
  spokeRoleName,
  spokeRuleName,
  type SpokeOptions,
  type Switch,
} from '../blueprint';
import { DeadLetterQueue } from './dead-letter-queue';
import { both, either, isGiven, known, makeIf, not, withArnOf } from './deferred';
import { eventRule } from './event-rule';
import { permissionsOf, serviceRole } from './service-role';
import { sourceRules } from './source-rules';
import { refuseThirdBus } from './third-bus';

/** Properties of `ClarionSpoke`. Where an option is left to deploy time and is not given, its value is `null`. */
export type ClarionSpokeProps = SpokeOptions<IResolvable>;

/**
 * Forwards the events of one account and Region to a hub, from the default bus.
 *
 * One in each account and Region that is watched, the hub's own included. A trail with logging on must exist, or no event comes.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export class ClarionSpoke extends Construct {
  /** The role that EventBridge assumes to put events on the hub's bus. */
  public readonly roleArn: string;
  /** The rule for management events. */
  public readonly ruleArn: string;
  /** Where events wait that could not be put on the hub's bus. They carry no signature. */
  public readonly deadLetterQueueArn: string;
  /** The same queue, as the tools that read it want it. */
  public readonly deadLetterQueueUrl: string;
  /** What a customer managed key's policy must hold, so that EventBridge can use it. */
  public readonly keyPolicy = policyDocument([mayEncrypt('events')]);

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: ClarionSpokeProps) {
    super(scope, id);
    const { namePrefix } = resolveSpoke(props, known);
    const { hubBusArn, deliveryAlarms = false, tags } = props;
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    const { partition } = new DataAwsPartition(this, 'partition');
    const { id: region } = new DataAwsRegion(this, 'region');
    const ownRules = SOURCES.map((source) => ruleArn({ partition, region, accountId }, spokeRuleName(namePrefix, source)));
    const role = serviceRole(
      this,
      'role',
      {
        name: spokeRoleName(namePrefix, region),
        description: FORWARDING_DESCRIPTIONS.spokeRole,
        trust: forwardingTrust({ ruleArns: ownRules, accountId }),
        permissions: forwardingPermissions(hubBusArn),
      },
      props,
    );
    this.roleArn = role.arn;
    const names = { namePrefix: `${namePrefix}-spoke-`, alarmName: `${namePrefix}-spoke-unsent` };
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', names, { ...props, deliveryAlarms });
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const admittedBy = permissionsOf(role);
    const target = { arn: hubBusArn, roleArn: this.roleArn, deadLetterQueueArn: this.deadLetterQueueArn, admittedBy };
    const findings = forwardsFindings(accountId, props);
    if (findings !== false) refuseThirdBus(this);
    const [rule, ...others] = sourceRules({ ...props, guardDuty: findings }, this.roleArn).map(({ source, when, ...config }) =>
      makeIf(when, (meta) => {
        const named = { ...meta, ...config, name: spokeRuleName(namePrefix, source), ...(tags && { tags }) };
        return eventRule(this, source, named, target);
      }),
    );
    this.ruleArn = rule!.arn;
    const ruleArns = withArnOf(this.ruleArn, ...others);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));
  }
}

/** Whether findings are forwarded from this account: from any, or only from that one. */
function forwardsFindings(accountId: string, { guardDuty = true, guardDutyAccountId }: ClarionSpokeProps): Switch<IResolvable> {
  const only = plain(guardDutyAccountId);
  if (only === undefined) return guardDuty;
  return both(guardDuty, either(not(isGiven(guardDutyAccountId)), Op.eq(accountId, only)));
}

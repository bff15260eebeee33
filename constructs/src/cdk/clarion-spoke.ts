import { Aws, CfnCondition, Fn, Stack, Tags } from 'aws-cdk-lib';
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
import { serviceRole } from './service-role';
import { ruleId, sourceRules } from './source-rules';
import { refuseThirdBus } from './third-bus';

/** Properties of `ClarionSpoke`. */
export type ClarionSpokeProps = SpokeOptions<CfnCondition>;

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
    const { hubBusArn, deliveryAlarms = false } = props;
    const place = { partition: Aws.PARTITION, region: Aws.REGION, accountId: Aws.ACCOUNT_ID };
    const ownRules = SOURCES.map((source) => ruleArn(place, spokeRuleName(namePrefix, source)));
    const role = serviceRole(
      this,
      'Role',
      {
        roleName: spokeRoleName(namePrefix, Aws.REGION),
        description: FORWARDING_DESCRIPTIONS.spokeRole,
        trust: forwardingTrust({ ruleArns: ownRules, accountId: Aws.ACCOUNT_ID }),
        permissions: forwardingPermissions(hubBusArn),
      },
      props,
    );
    this.roleArn = role.attrArn;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', { ...props, deliveryAlarms });
    this.deadLetterQueueArn = deadLetters.queueArn;
    this.deadLetterQueueUrl = deadLetters.queueUrl;

    const target = { arn: hubBusArn, roleArn: this.roleArn, deadLetterQueueArn: this.deadLetterQueueArn };
    const findings = forwardsFindings(this, props);
    if (findings !== false) refuseThirdBus(this);
    const [rule, ...others] = sourceRules({ ...props, guardDuty: findings }, this.roleArn).map(({ source, when, ...config }) =>
      makeIf(when, () => eventRule(this, ruleId(source), { ...config, name: spokeRuleName(namePrefix, source) }, target)),
    );
    this.ruleArn = rule!.attrArn;
    const ruleArns = withArnOf(this.ruleArn, ...others);
    deadLetters.admit(ruleDeadLetterPolicy({ queueArn: deadLetters.queueArn, ruleArns }));
    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
  }
}

/** Whether findings are forwarded from this account: from any, or only from that one. */
function forwardsFindings(scope: Construct, { guardDuty = true, guardDutyAccountId }: ClarionSpokeProps): Switch<CfnCondition> {
  const only = plain(guardDutyAccountId);
  if (only === undefined) return guardDuty;
  const { account } = Stack.of(scope);
  const isThis =
    known(account) && known(only)
      ? account === only
      : new CfnCondition(scope, 'IsGuardDutyAccount', { expression: Fn.conditionEquals(Aws.ACCOUNT_ID, only) });
  const fromAny = not(scope, 'IsAnyGuardDutyAccount', isGiven(guardDutyAccountId));
  return both(scope, 'ForwardsFindings', guardDuty, either(scope, 'MayForwardFindings', fromAny, isThis));
}

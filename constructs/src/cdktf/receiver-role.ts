import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import type { IResolvable } from 'cdktf';
import { Construct } from 'constructs';
import {
  assumeRoleStatements,
  confirmStatements,
  deadLetterKeyStatements,
  deadLetterStatements,
  plain,
  RECEIVER_ROLE_DESCRIPTION,
  receiverTrust,
  resolveReceiverRole,
  statementsIf,
  unlessEmpty,
  type Optional,
  type ReceiverRoleOptions,
  type Statement,
} from '../blueprint';
import { isGiven, known } from './deferred';
import { serviceRole } from './service-role';

/** Properties of `ReceiverRole`. Where an option is left to deploy time and is not given, its value is `null`. */
export type ReceiverRoleProps = ReceiverRoleOptions<IResolvable>;

/**
 * The role that a receiver of your own runs with: it confirms the named topics, assumes the named roles, empties the named dead-letter
 * queues, and does nothing else.
 */
export class ReceiverRole extends Construct {
  /** Give this as `principalArn` to each role that the receiver assumes. */
  public readonly roleArn: string;
  /** The role's name. */
  public readonly roleName: string;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: ReceiverRoleProps) {
    super(scope, id);
    const { roleName } = resolveReceiverRole(props, known);
    const { trustedService, topicArns } = props;
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    const { dnsSuffix } = new DataAwsPartition(this, 'partition');
    const role = serviceRole(
      this,
      'role',
      {
        name: roleName,
        description: RECEIVER_ROLE_DESCRIPTION,
        trust: receiverTrust({ trustedService, accountId }),
        permissions: [
          ...confirmStatements(topicArns),
          ...whereGiven(props.assumeRoleArns, assumeRoleStatements),
          ...whereGiven(props.deadLetterQueueArns, deadLetterStatements),
          ...whereGiven(props.queueKeyArns, (keyArns) => deadLetterKeyStatements({ keyArns, dnsSuffix })),
        ],
      },
      props,
    );
    this.roleArn = role.arn;
    this.roleName = role.name;
  }
}

/** What a list of ARNs lets the role do, unless there are none. */
function whereGiven(
  option: Optional<readonly string[], IResolvable> | undefined,
  make: (arns: readonly string[]) => Statement[],
): Optional<Statement, IResolvable>[] {
  const arns = unlessEmpty(option);
  return statementsIf(isGiven(arns), make(plain(arns) ?? []));
}

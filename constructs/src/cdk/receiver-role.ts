import { Aws, type CfnCondition } from 'aws-cdk-lib';
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

/** Properties of `ReceiverRole`. */
export type ReceiverRoleProps = ReceiverRoleOptions<CfnCondition>;

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
    const role = serviceRole(
      this,
      'Role',
      {
        roleName,
        description: RECEIVER_ROLE_DESCRIPTION,
        trust: receiverTrust({ trustedService, accountId: Aws.ACCOUNT_ID }),
        permissions: [
          ...confirmStatements(topicArns),
          ...whereGiven(props.assumeRoleArns, assumeRoleStatements),
          ...whereGiven(props.deadLetterQueueArns, deadLetterStatements),
          ...whereGiven(props.queueKeyArns, (keyArns) => deadLetterKeyStatements({ keyArns, dnsSuffix: Aws.URL_SUFFIX })),
        ],
      },
      props,
    );
    this.roleArn = role.attrArn;
    this.roleName = role.ref;
  }
}

/** What a list of ARNs lets the role do, unless there are none. */
function whereGiven(
  option: Optional<readonly string[], CfnCondition> | undefined,
  make: (arns: readonly string[]) => Statement[],
): Optional<Statement, CfnCondition>[] {
  const arns = unlessEmpty(option);
  return statementsIf(isGiven(arns), make(plain(arns) ?? []));
}

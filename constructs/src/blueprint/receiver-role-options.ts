import type { Optional } from './deferred';
import { BlueprintError } from './error';
import { RECEIVER_ARNS_LIMIT } from './receiver-role';
import { checkRoleName, type RoleOptions } from './role-options';
import { plain } from './topic-options';

/** What is chosen for the role that a receiver of your own runs with. */
export interface ReceiverRoleOptions<Deferred = never> extends RoleOptions<Deferred> {
  /** What the receiver runs on: the service that gives it the role. On EC2, put the role into an instance profile. */
  readonly trustedService: ReceiverService;
  /** The topics whose subscriptions the receiver confirms: full ARNs, without wildcards. Those of other accounts must admit it themselves. */
  readonly topicArns: readonly string[];
  /**
   * The roles that the receiver may assume: full ARNs, without wildcards. Each trusts this role in turn, as `principalArn`.
   *
   * @default - none
   */
  readonly assumeRoleArns?: Optional<readonly string[], Deferred>;
  /**
   * The dead-letter queues that the receiver may empty: full ARNs, without wildcards.
   *
   * @default - none
   */
  readonly deadLetterQueueArns?: Optional<readonly string[], Deferred>;
  /**
   * The keys of those queues, where they have any: ARNs of the keys themselves, not of aliases.
   *
   * @default - none; the queues are encrypted by SQS
   */
  readonly queueKeyArns?: Optional<readonly string[], Deferred>;
  /**
   * The role's name. The roles it assumes know it by its ARN, so changing it, or replacing the role, ends their trust.
   *
   * @default 'ClarionReceiverRole'
   */
  readonly roleName?: string;
  /**
   * Tags for everything that can have them.
   *
   * @default - no tags
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a receiver may run on. */
export const RECEIVER_SERVICES = ['ecs-tasks.amazonaws.com', 'lambda.amazonaws.com', 'ec2.amazonaws.com'] as const;
export type ReceiverService = (typeof RECEIVER_SERVICES)[number];

export const RECEIVER_SERVICE_PATTERN = '^(ecs-tasks|lambda|ec2)[.]amazonaws[.]com$';

export const DEFAULT_RECEIVER_ROLE_NAME = 'ClarionReceiverRole';

export const RECEIVER_ROLE_DESCRIPTION = 'What a Clarion receiver runs with';

/** Full ARNs, as expressions that JavaScript, Terraform and CloudFormation read the same way. */
export const RECEIVER_ARN_PATTERNS = {
  assumeRoleArns: '^arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$',
  topicArns: '^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$',
  deadLetterQueueArns: '^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$',
  queueKeyArns: '^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$',
} as const;

/** The options that name what the receiver may use. */
export const RECEIVER_LISTS = Object.keys(RECEIVER_ARN_PATTERNS) as (keyof typeof RECEIVER_ARN_PATTERNS)[];

/**
 * Fills in the defaults, and refuses what would admit more than is named.
 *
 * @param known whether a value is known now; one that is not is checked by AWS
 * @throws BlueprintError
 */
export function resolveReceiverRole(options: ReceiverRoleOptions<unknown>, known: (value: unknown) => boolean) {
  const { roleName = DEFAULT_RECEIVER_ROLE_NAME, trustedService } = options;
  checkRoleName(roleName, known);
  if (known(trustedService) && !RECEIVER_SERVICES.includes(trustedService)) {
    throw new BlueprintError('trusted-service-unknown', trustedService, `Choose from ${RECEIVER_SERVICES.join(', ')}.`);
  }
  for (const [name, pattern] of Object.entries(RECEIVER_ARN_PATTERNS)) {
    const arns = plain(options[name as keyof typeof RECEIVER_ARN_PATTERNS]);
    if (arns === undefined || !known(arns)) continue;
    const wrong = arns.find((arn) => known(arn) && !new RegExp(pattern).test(arn));
    if (wrong !== undefined) throw new BlueprintError('resource-arn-invalid', `${wrong} in ${name}`, 'Name each one in full.');
  }
  if (known(options.topicArns) && options.topicArns.length === 0) {
    throw new BlueprintError('resource-arn-invalid', 'no topicArns', 'Name the topics that the receiver listens to.');
  }
  checkLength(options, known);
  return { roleName };
}

/** What is known must fit: what is not can only make it longer. */
function checkLength(options: ReceiverRoleOptions<unknown>, known: (value: unknown) => boolean): void {
  const lists = RECEIVER_LISTS.map((name) => plain(options[name]) ?? []).filter(known);
  const length = lists.reduce((sum, arns) => sum + JSON.stringify(arns.filter(known)).length, 0);
  if (length <= RECEIVER_ARNS_LIMIT) return;
  const cure = 'Leave some out, and attach a managed policy of your own for those to the role.';
  throw new BlueprintError('receiver-policy-too-long', `${lists.flat().length} ARNs of ${length} characters`, cure);
}

import { checkCloudTrailEvents, type CloudTrailExclusionOptions } from './cloudtrail-options';
import { CLOUDTRAIL_DETAIL_TYPES, excludeRoles, managementPattern, PATTERN_LIMIT } from './cloudtrail-pattern';
import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import { checkAccountId, HUB_SUFFIX } from './hub-options';
import { DEFAULT_PATH, type RoleOptions } from './role-options';
import type { SourceOptions } from './sources';
import { spokeRoleName } from './spoke-names';
import { plain, resolveTopic } from './topic-options';

/** What is chosen for a spoke, which forwards the events of one account and Region to a hub. */
export interface SpokeOptions<Deferred = never>
  extends RoleOptions<Deferred>, SourceOptions<Deferred>, CloudTrailExclusionOptions<Deferred> {
  /**
   * The hub's event bus, by its ARN. It may be in any account and Region of the partition.
   *
   * Not a default bus: the rules there are the customer's own, and would match what comes from elsewhere.
   */
  readonly hubBusArn: string;
  /**
   * The account that GuardDuty's findings are forwarded from, by its id: the delegated administrator of an organization, where those of all
   * members arrive. Spokes of other accounts then forward none, which would come again from there.
   *
   * @default - each account's own are forwarded
   */
  readonly guardDutyAccountId?: Optional<string, Deferred>;
  /**
   * Starts the names of what is made, and is the same as the hub's, which lets in no other.
   *
   * 1 to 20 letters, digits and hyphens. Changing it replaces the role, the rules and the dead-letter queue: empty that first.
   *
   * @default 'clarion'
   */
  readonly namePrefix?: string;
  /**
   * A customer managed key of this Region for the dead-letter queue, by its ARN. Its policy must admit EventBridge: see the `keyPolicy`
   * output. We never write to the key.
   *
   * @default - the queue is encrypted by SQS
   */
  readonly kmsKeyArn?: Optional<string, Deferred>;
  /**
   * Whether to make an alarm on waiting dead letters. It costs about 0.10 $ a month, times accounts, times Regions.
   *
   * @default false
   */
  readonly deliveryAlarms?: Switch<Deferred>;
  /**
   * Whom that alarm notifies: at most five ARNs of your own. Not a Clarion topic, which is what it watches.
   *
   * @default - nobody; the alarm changes its state only
   */
  readonly alarmActions?: Optional<readonly string[], Deferred>;
  /**
   * Tags for everything that can have them.
   *
   * @default - no tags
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export const BUS_ARN_PATTERN = '^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._-]{1,256}$';
export const DEFAULT_BUS_ARN_PATTERN = ':event-bus/default$';

/**
 * Fills in the defaults, and refuses what AWS would refuse later, or take and lose events.
 *
 * @throws BlueprintError
 */
export function resolveSpoke(options: SpokeOptions<unknown>, known: (value: unknown) => boolean) {
  const { hubBusArn, path = DEFAULT_PATH } = options;
  if (known(hubBusArn) && (!new RegExp(BUS_ARN_PATTERN).test(hubBusArn) || new RegExp(DEFAULT_BUS_ARN_PATTERN).test(hubBusArn))) {
    throw new BlueprintError('bus-arn-invalid', hubBusArn, "Give the hub's busArn.");
  }
  const findingsFrom = plain(options.guardDutyAccountId);
  if (findingsFrom !== undefined) checkAccountId(findingsFrom, known);
  checkCloudTrailEvents(options, known, spokeExcludedRolesLimit(known(path) ? path : DEFAULT_PATH));
  // Its alarm notifies no topic of a hub either.
  const { namePrefix } = resolveTopic(options, known, HUB_SUFFIX);
  return { namePrefix };
}

/** The longest that the roles to exclude may be, as a JSON list, where the spoke's own role, with its path, is in the pattern too. */
export function spokeExcludedRolesLimit(path: string): number {
  const own = `arn:aws-us-gov:iam::111122223333:role${path}${spokeRoleName('p'.repeat(20), 'r'.repeat(16))}`;
  const taken = JSON.stringify(managementPattern(CLOUDTRAIL_DETAIL_TYPES, excludeRoles([], [own]))).length + ','.length;
  return Math.floor((PATTERN_LIMIT - taken) / 2 + '[]'.length);
}

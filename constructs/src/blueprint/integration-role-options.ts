import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import { ATHENA_BUCKETS_LIMIT, DEFAULT_PERMISSION_GROUPS, PERMISSION_GROUP_IDS, type PermissionGroup } from './permissions';
import { policyDocument } from './policy';
import { checkRoleName, type RoleOptions } from './role-options';
import { plain } from './topic-options';
import { previousTrustStatements, sessionTagStatements, TRUST_POLICY_LIMIT, trustStatements } from './trust';

/** What is chosen for the role that Clarion's agent tools assume, step 4 of the setup guide. */
export interface IntegrationRoleOptions<Deferred = never> extends RoleOptions<Deferred> {
  /**
   * Who may assume the role: the ARN of an account, role or user that Clarion shows, or an account ID of 12 digits.
   *
   * IAM keeps the identity behind the ARN of a role or user: where Clarion makes that anew, the trust ends until it is written again.
   */
  readonly principalArn: string;
  /**
   * What the principal must say, as Clarion shows it. No secret, but nobody else's.
   *
   * 2 to 1,224 letters, digits and `_+=,.@:/-`.
   */
  readonly externalId: string;
  /**
   * The external IDs before the last change, which are taken too until Clarion uses the new one. Then leave them out again.
   *
   * @default - only `externalId` is taken
   */
  readonly previousExternalIds?: Optional<readonly string[], Deferred>;
  /**
   * Whether the principal may tag its sessions.
   *
   * @default false
   */
  readonly allowSessionTags?: Switch<Deferred>;
  /**
   * What the role may do: a list, or a switch by group.
   *
   * @default - `cloudtrail`, `cloudwatch` and `route53`
   */
  readonly permissionGroups?: readonly PermissionGroup[] | Readonly<Partial<Record<PermissionGroup, Switch<Deferred>>>>;
  /**
   * The workgroup that queries of the group `athena` run in, in every Region where there is one of this name.
   *
   * @default 'clarion'
   */
  readonly athenaWorkgroup?: string;
  /**
   * Whether to make that workgroup in this Region. It keeps results by itself for a day, and ends a query that would scan more than 100 GB.
   *
   * @default true, where `athena` is among the permission groups
   */
  readonly createAthenaWorkgroup?: Switch<Deferred>;
  /**
   * The ARNs of the buckets that queries of the group `athena` may read, through Athena alone. At most 20. The keys of buckets with
   * SSE-KMS are left to you.
   *
   * @default - none: queries find tables, and read nothing
   */
  readonly athenaBucketArns?: Optional<readonly string[], Deferred>;
  /**
   * The role's name, by which Clarion knows it.
   *
   * @default 'ClarionIntegrationRole'
   */
  readonly roleName?: string;
  /**
   * How long a session may last, in seconds: 3,600 to 43,200. A principal that is itself a role gets an hour at most.
   *
   * @default 3600
   */
  readonly maxSessionDuration?: number;
  /**
   * The one Region where the role and its policies are made, so that the same stack can stand in many. Elsewhere only its ARN is known.
   *
   * @default - here
   */
  readonly homeRegion?: Optional<string, Deferred>;
  /**
   * Whether a role of this name exists already. It is then given the policies, and nothing else of it is changed, nor is it deleted. Its
   * trust is yours to write: see the `updateTrustCommand` output. Say so from the start: switched on later, it deletes the role that was
   * made here.
   *
   * @default false
   */
  readonly adopt?: Switch<Deferred>;
  /**
   * Tags for everything that can have them.
   *
   * @default - no tags
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export const DEFAULT_INTEGRATION_ROLE_NAME = 'ClarionIntegrationRole';
export const DEFAULT_ATHENA_WORKGROUP = 'clarion';
export const SESSION_SECONDS = { min: 3600, max: 43_200, default: 3600 } as const;

/** As expressions that JavaScript, Terraform and CloudFormation read the same way. */
export const SESSION_PATTERN = '^(3[6-9][0-9]{2}|[4-9][0-9]{3}|[1-3][0-9]{4}|4[0-2][0-9]{3}|43[01][0-9]{2}|43200)$';
export const PRINCIPAL_PATTERN = '^([0-9]{12}|arn:[a-z-]+:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9_+=,.@/-]+))$';
/** The length is apart, as Terraform's expressions count to 1,000 only. */
export const EXTERNAL_ID_PATTERN = '^[A-Za-z0-9_+=,.@:/-]+$';
export const EXTERNAL_ID_LENGTH = { min: 2, max: 1224 } as const;
export const WORKGROUP_PATTERN = '^[A-Za-z0-9._-]{1,100}$';
export const BUCKET_ARN_PATTERN = '^arn:[a-z-]+:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$';
export const REGION_PATTERN = '^[a-z]{2,}(-[a-z]+)+-[0-9]+$';

/**
 * Fills in the defaults, and refuses what AWS would refuse later with less to say.
 *
 * @param known whether a value is known now; one that is not is checked by AWS
 * @throws BlueprintError
 */
export function resolveIntegrationRole<Deferred>(options: IntegrationRoleOptions<Deferred>, known: (value: unknown) => boolean) {
  const { roleName = DEFAULT_INTEGRATION_ROLE_NAME, maxSessionDuration = SESSION_SECONDS.default } = options;
  const { athenaWorkgroup = DEFAULT_ATHENA_WORKGROUP } = options;
  checkRoleName(roleName, known);
  checkTrust(options, known);
  if (known(maxSessionDuration) && !(maxSessionDuration >= SESSION_SECONDS.min && maxSessionDuration <= SESSION_SECONDS.max)) {
    throw new BlueprintError('session-duration-invalid', String(maxSessionDuration), 'Leave it out for an hour.');
  }
  const home = plain(options.homeRegion);
  if (home !== undefined && known(home) && !new RegExp(REGION_PATTERN).test(home)) {
    throw new BlueprintError('region-unknown', home, "Use one like 'us-east-1', or leave it out.");
  }
  if (known(athenaWorkgroup) && !new RegExp(WORKGROUP_PATTERN).test(athenaWorkgroup)) {
    throw new BlueprintError('workgroup-name-invalid', athenaWorkgroup, "Leave it out for 'clarion'.");
  }
  checkAthenaBuckets(plain(options.athenaBucketArns), known);
  return { roleName, maxSessionDuration, athenaWorkgroup, groups: switchedGroups(options.permissionGroups) };
}

/** Each group with whether it is granted. */
function switchedGroups<Deferred>(
  chosen: IntegrationRoleOptions<Deferred>['permissionGroups'] = DEFAULT_PERMISSION_GROUPS,
): Readonly<Record<PermissionGroup, Switch<Deferred>>> {
  const names = Array.isArray(chosen) ? (chosen as readonly string[]) : Object.keys(chosen);
  for (const name of names) {
    if (!(PERMISSION_GROUP_IDS as readonly string[]).includes(name)) {
      throw new BlueprintError('permission-group-unknown', name, `Choose from ${PERMISSION_GROUP_IDS.join(', ')}.`);
    }
  }
  const switches = Array.isArray(chosen)
    ? Object.fromEntries(names.map((name) => [name, true]))
    : (chosen as Readonly<Partial<Record<PermissionGroup, Switch<Deferred>>>>);
  const all = PERMISSION_GROUP_IDS.map((id) => [id, switches[id] ?? false]);
  return Object.fromEntries(all) as Readonly<Record<PermissionGroup, Switch<Deferred>>>;
}

function checkTrust(options: IntegrationRoleOptions<unknown>, known: (value: unknown) => boolean): void {
  const { principalArn, externalId } = options;
  const previous = plain(options.previousExternalIds) ?? [];
  if (known(principalArn) && !new RegExp(PRINCIPAL_PATTERN).test(principalArn)) {
    throw new BlueprintError('principal-invalid', principalArn, 'Copy it from Clarion; there is no default.');
  }
  const ids = known(previous) ? [externalId, ...previous] : [externalId];
  for (const id of ids.filter(known)) {
    if (id.length < EXTERNAL_ID_LENGTH.min || id.length > EXTERNAL_ID_LENGTH.max || !new RegExp(EXTERNAL_ID_PATTERN).test(id)) {
      throw new BlueprintError('external-id-invalid', id, 'Copy it from Clarion; there is no default.');
    }
  }
  if (!known(previous)) return;
  const twice = ids.find((id, index) => known(id) && ids.indexOf(id) !== index);
  if (twice !== undefined) throw new BlueprintError('external-id-twice', twice, 'Leave it out of previousExternalIds.');
  if (!ids.every(known) || !known(principalArn)) return;
  const { length } = JSON.stringify(
    policyDocument([
      ...trustStatements(options),
      ...(previous.length > 0 ? previousTrustStatements({ principalArn, previousExternalIds: previous }) : []),
      ...(options.allowSessionTags === undefined || options.allowSessionTags === false ? [] : sessionTagStatements(options)),
    ]),
  );
  if (length > TRUST_POLICY_LIMIT) {
    throw new BlueprintError('trust-policy-too-long', `${length} characters`, 'Keep fewer previous external IDs.');
  }
}

function checkAthenaBuckets(buckets: readonly string[] | undefined, known: (value: unknown) => boolean): void {
  if (buckets === undefined || !known(buckets)) return;
  if (buckets.length > ATHENA_BUCKETS_LIMIT) {
    throw new BlueprintError('athena-buckets-invalid', `${buckets.length} buckets`, 'Attach a policy of your own for more.');
  }
  for (const bucket of buckets.filter(known)) {
    if (!new RegExp(BUCKET_ARN_PATTERN).test(bucket)) {
      throw new BlueprintError('athena-buckets-invalid', bucket, 'Write it like arn:aws:s3:::logs, without a prefix.');
    }
  }
}

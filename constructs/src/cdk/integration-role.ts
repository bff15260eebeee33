import { Aws, CfnCondition, CfnResource, Fn } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  ATHENA_BUCKETS,
  athenaWorkgroup,
  DEFAULT_PATH,
  groupPolicyDescription,
  groupStatements,
  PERMISSION_GROUP_IDS,
  plain,
  previousTrustStatements,
  resolveIntegrationRole,
  sessionTagStatements,
  statementsIf,
  statementsOf,
  trustStatements,
  unlessEmpty,
  updateTrustCommand,
  type AthenaRefs,
  type IntegrationRoleOptions,
  type PermissionGroup,
  type Optional,
  type Statement,
  type Switch,
} from '../blueprint';
import { acknowledgeWildcards } from './acknowledge';
import { both, choose, either, isGiven, known, makeIf, eachWith, not } from './deferred';
import { policyObject, policyText } from './policy';
import { serviceRole } from './service-role';

/** Properties of `IntegrationRole`. */
export type IntegrationRoleProps = IntegrationRoleOptions<CfnCondition>;

/**
 * The role that Clarion's agent tools assume in this account: whom it trusts, and one managed policy for each permission group.
 *
 * A role is there in every Region, so where a stack stands in many, name its `homeRegion`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export class IntegrationRole extends Construct {
  /** Paste this into Clarion's AWS integration. Known in every Region. */
  public readonly roleArn: string;
  /** The role's name, by which more policies can be attached: where the role is made here, they wait for it. */
  public readonly roleName: string;
  /** What Clarion must say. Paste it into Clarion, unless it is from there. */
  public readonly externalId: string;
  /** Whom the role trusts, as JSON: for a role that was there before, whose trust is not written here. */
  public readonly trustPolicy: string;
  /** The command that writes it, in place of the trust that the role has. */
  public readonly updateTrustCommand: string;

  /** @throws BlueprintError */
  public constructor(scope: Construct, id: string, props: IntegrationRoleProps) {
    super(scope, id);
    const { roleName, maxSessionDuration, athenaWorkgroup: workgroup, groups } = resolveIntegrationRole(props, known);
    const { adopt = false, createAthenaWorkgroup = true, externalId } = props;
    this.roleArn = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role${props.path ?? DEFAULT_PATH}${roleName}`;
    this.externalId = externalId;
    const trust = trustOf(props);
    this.trustPolicy = policyText(trust);
    this.updateTrustCommand = updateTrustCommand({ roleName, policy: this.trustPolicy });

    const refs = { partition: Aws.PARTITION, accountId: Aws.ACCOUNT_ID, athenaWorkgroup: workgroup };
    const home = this.isHome(props);
    const makes = both(this, 'MakesRole', home, not(this, 'IsNew', adopt));
    const role = makeIf(makes, () =>
      serviceRole(this, 'Role', { roleName, description: "Assumed by Clarion's agent tools", maxSessionDuration, trust }, props),
    );
    this.roleName = choose(makes, role?.ref ?? '', roleName);
    for (const group of PERMISSION_GROUP_IDS) {
      const name = group.split('-').map(capital).join('');
      makeIf(both(this, `Grants${name}`, home, groups[group]), () => {
        const permissions = permissionsOf(group, refs, props);
        const policy = new CfnManagedPolicy(this, `${name}Policy`, {
          description: groupPolicyDescription(group),
          policyDocument: policyObject(permissions),
          // By name where the role was there before.
          roles: [choose(adopt, roleName, role?.ref ?? '')],
        });
        acknowledgeWildcards(policy, permissions);
        return policy;
      });
    }
    makeIf(both(this, 'MakesWorkgroup', groups.athena, createAthenaWorkgroup), () => {
      const { Type, Properties } = athenaWorkgroup(workgroup);
      const tags = Object.entries(props.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
      return new CfnResource(this, 'Workgroup', {
        type: Type,
        properties: { ...Properties, ...(tags.length > 0 && { Tags: tags }) },
      });
    });
  }

  private isHome({ homeRegion }: IntegrationRoleProps): Switch<CfnCondition> {
    const region = plain(homeRegion);
    if (region === undefined) return true;
    const isHere = new CfnCondition(this, 'IsHomeRegion', { expression: Fn.conditionEquals(Aws.REGION, region) });
    return either(this, 'IsHome', not(this, 'HasNoHomeRegion', isGiven(homeRegion)), isHere);
  }
}

function trustOf({
  principalArn,
  externalId,
  previousExternalIds,
  allowSessionTags = false,
}: IntegrationRoleProps): Optional<Statement, CfnCondition>[] {
  const previous = unlessEmpty(previousExternalIds);
  return [
    ...trustStatements({ principalArn, externalId }),
    ...statementsIf(isGiven(previous), previousTrustStatements({ principalArn, previousExternalIds: plain(previous) ?? [] })),
    ...statementsIf(allowSessionTags, sessionTagStatements({ principalArn })),
  ];
}

function permissionsOf(
  group: PermissionGroup,
  refs: AthenaRefs,
  props: IntegrationRoleProps,
): Optional<Statement, CfnCondition>[] {
  const statements = groupStatements(group, refs);
  if (group !== 'athena') return statements;
  const buckets = unlessEmpty(props.athenaBucketArns);
  const bucketArns = plain(buckets) ?? [];
  const read = statementsOf(ATHENA_BUCKETS, { bucketArns, objectArns: eachWith(bucketArns, '/*') });
  return [...statements, ...statementsIf(isGiven(buckets), read)];
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

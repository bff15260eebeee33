import { CloudformationStack } from '@cdktf/provider-aws/lib/cloudformation-stack';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Fn, Op, TerraformLocal, type IResolvable } from 'cdktf';
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
import { attribute, both, choose, either, isGiven, known, makeIf, eachWith, not } from './deferred';
import { policyData, policyJson } from './policy';
import { serviceRole } from './service-role';

/** Properties of `IntegrationRole`. Where an option is left to deploy time and is not given, its value is `null`. */
export type IntegrationRoleProps = IntegrationRoleOptions<IResolvable>;

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
    const { adopt = false, createAthenaWorkgroup = true, externalId, tags } = props;
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    const { partition } = new DataAwsPartition(this, 'partition');
    this.roleArn = `arn:${partition}:iam::${accountId}:role${props.path ?? DEFAULT_PATH}${roleName}`;
    this.externalId = externalId;
    const trust = policyData(this, 'trust', trustOf(props));
    this.trustPolicy = trust.minifiedJson;
    this.updateTrustCommand = updateTrustCommand({ roleName, policy: this.trustPolicy });

    const refs = { partition, accountId, athenaWorkgroup: workgroup };
    const home = this.isHome(props);
    const makes = both(home, not(adopt));
    const role = makeIf(makes, (meta) =>
      serviceRole(
        this,
        'role',
        { ...meta, name: roleName, description: "Assumed by Clarion's agent tools", maxSessionDuration, trust: trust.json },
        props,
      ),
    );
    this.roleName = choose(makes, attribute(role, 'id'), roleName);
    for (const group of PERMISSION_GROUP_IDS) {
      makeIf(both(home, groups[group]), (meta) => {
        const policy = new IamPolicy(this, `${group}-policy`, {
          ...meta,
          namePrefix: `${roleName}-${group}-`,
          description: groupPolicyDescription(group),
          policy: policyJson(this, `${group}-policy-document`, permissionsOf(group, refs, props)),
          ...(tags && { tags }),
        });
        new IamRolePolicyAttachment(this, `${group}-attachment`, {
          ...meta,
          // By name where the role was there before. The id of one that is made tells Terraform to attach anew to one that replaces it.
          role: choose(adopt, roleName, attribute(role, 'id')),
          policyArn: attribute(policy, 'arn'),
        });
      });
    }
    makeIf(
      both(groups.athena, createAthenaWorkgroup),
      (meta) =>
        new CloudformationStack(this, 'workgroup', {
          ...meta,
          name: `clarion-athena-${hyphenated(workgroup)}`,
          templateBody: Fn.jsonencode({ Resources: { Workgroup: athenaWorkgroup(workgroup) } }),
          ...(tags && { tags }),
        }),
    );
  }

  private isHome({ homeRegion }: IntegrationRoleProps): Switch<IResolvable> {
    const region = plain(homeRegion);
    if (region === undefined) return true;
    const isHere = Op.eq(new DataAwsRegion(this, 'region').id, region);
    const isHome = either(not(isGiven(homeRegion)), isHere);
    return typeof isHome === 'boolean' ? isHome : (new TerraformLocal(this, 'is-home', isHome).expression as IResolvable);
  }
}

function trustOf({
  principalArn,
  externalId,
  previousExternalIds,
  allowSessionTags = false,
}: IntegrationRoleProps): Optional<Statement, IResolvable>[] {
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
): Optional<Statement, IResolvable>[] {
  const statements = groupStatements(group, refs);
  if (group !== 'athena') return statements;
  const buckets = unlessEmpty(props.athenaBucketArns);
  const bucketArns = plain(buckets) ?? [];
  const read = statementsOf(ATHENA_BUCKETS, { bucketArns, objectArns: eachWith(bucketArns, '/*') });
  return [...statements, ...statementsIf(isGiven(buckets), read)];
}

/** A stack's name has neither dots nor underscores. */
const hyphenated = (name: string): string =>
  known(name) ? name.replace(/[^A-Za-z0-9]/g, '-') : Fn.replace(name, '/[^A-Za-z0-9]/', '-');

import { byName, sorted, type Kind } from '../facts.ts';

/** Roles with policies of their own. */
export const SERVICE_ROLES: Kind = {
  name: 'service roles',
  cloudFormation: ['AWS::IAM::Role', 'AWS::IAM::RolePolicy'],
  terraform: ['aws_iam_role', 'aws_iam_role_policy'],
  fromCloudFormation: ({ of, policy }) =>
    byName(
      of('AWS::IAM::Role').map(([id, role]) => [
        id,
        {
          name: role.RoleName,
          path: role.Path,
          boundary: role.PermissionsBoundary,
          session: Number(role.MaxSessionDuration ?? 3600),
          trust: policy(role.AssumeRolePolicyDocument),
          permissions: sorted([
            ...(role.Policies ?? []).map((each: any) => policy(each.PolicyDocument)),
            ...of('AWS::IAM::RolePolicy')
              .filter(([, each]) => each.RoleName === id)
              .map(([, each]) => policy(each.PolicyDocument)),
          ]),
        },
      ]),
    ),
  fromTerraform: ({ of, policy }) =>
    byName(
      of('aws_iam_role').map(([id, role]) => [
        id,
        {
          name: role.name_prefix ? undefined : (role.name ?? undefined),
          path: role.path,
          boundary: role.permissions_boundary ?? undefined,
          session: role.max_session_duration ?? 3600,
          trust: policy(role.assume_role_policy),
          permissions: sorted(
            of('aws_iam_role_policy')
              .filter(([, each]) => each.role === id)
              .map(([, each]) => policy(each.policy)),
          ),
        },
      ]),
    ),
};

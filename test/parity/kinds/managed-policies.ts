import { byName, type Kind } from '../facts.ts';

/** Managed policies, and whom they are attached to. Their names are generated. */
export const MANAGED_POLICIES: Kind = {
  name: 'managed policies',
  cloudFormation: ['AWS::IAM::ManagedPolicy'],
  terraform: ['aws_iam_policy', 'aws_iam_role_policy_attachment'],
  fromCloudFormation: ({ of, policy }) =>
    byName(
      of('AWS::IAM::ManagedPolicy').map(([id, managed]) => [
        id,
        {
          name: managed.ManagedPolicyName,
          description: managed.Description,
          attachedTo: managed.Roles,
          document: policy(managed.PolicyDocument),
        },
      ]),
    ),
  fromTerraform: ({ of, policy }) =>
    byName(
      of('aws_iam_policy').map(([id, managed]) => [
        id,
        {
          name: managed.name_prefix ? undefined : managed.name,
          description: managed.description,
          attachedTo: of('aws_iam_role_policy_attachment')
            .filter(([, each]) => each.policy_arn === id)
            .map(([, each]) => each.role),
          document: policy(managed.policy),
        },
      ]),
    ),
};

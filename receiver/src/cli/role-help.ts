import { DEFAULT_INTEGRATION_ROLE_NAME, quoted } from 'clarion-aws-constructs/blueprint';
import type { AccountRow, Workspace } from '../store/workspace.ts';

/** What goes into the trust policy of an account's role, and the ways to make the role. Each takes who may assume it beside. */
export function roleHelp({ roleArn, externalId: own }: AccountRow, workspace: Workspace): string {
  const externalId = own ?? workspace.externalId;
  const name = roleArn.split('/').at(-1) ?? DEFAULT_INTEGRATION_ROLE_NAME;
  const { permissionGroups: groups } = workspace;
  return `
The role's trust policy must ask for this external ID (sts:ExternalId):

  ${externalId}

and name who may assume the role: the ARN of the role that this receiver runs with. Make the role in one of these ways, then connect it:

  Terraform       module terraform/integration-role: external_id = ${JSON.stringify(externalId)}, role_name = ${JSON.stringify(name)}, permission_groups = ${JSON.stringify(groups)}
  CloudFormation  template cloudformation/integration-role.template.yaml: ExternalId=${externalId}, RoleName=${name}, PrincipalArn=ARN, and a switch for each group
  AWS CLI         examples/cli/integration-role.sh --principal-arn ARN --external-id ${quoted(externalId)} --role-name ${quoted(name)}${groups.map((group) => ` --permission-group ${group}`).join('')}
`;
}

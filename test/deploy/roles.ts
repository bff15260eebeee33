/** Roles as IAM has them, and what they let in and do by a judge that is not ours. */
import { permitted } from '../support/simulate.ts';
import { ACCOUNT, type ReceiverEndpoint } from './receiver-endpoint.ts';

type Asks = Pick<ReceiverEndpoint, 'ask'>;

export const CLARION = '444455556666';
export const AGENT = `arn:aws:iam::${CLARION}:role/agent`;
export const INTEGRATION_ROLE = `arn:aws:iam::${ACCOUNT}:role/ClarionIntegrationRole`;

/** Everything of the kinds that a role's path makes. */
export async function rolesThere({ ask }: Asks) {
  const { Roles } = await ask<{ Roles: { RoleName: string }[] }>('iam', 'list-roles');
  const { Policies } = await ask<{ Policies: { PolicyName: string }[] }>('iam', 'list-policies', { Scope: 'Local' });
  const { WorkGroups } = await ask<{ WorkGroups: { Name: string }[] }>('athena', 'list-work-groups');
  return {
    roles: Roles.map(({ RoleName }) => RoleName),
    policies: Policies.length,
    workgroups: WorkGroups.map(({ Name }) => Name).filter((name) => name !== 'primary'),
  };
}

export const NO_ROLES = { roles: [], policies: 0, workgroups: [] };

/** A role as it is, with what it trusts and all that is attached to it. */
export async function roleNamed({ ask }: Asks, RoleName: string) {
  const { Role } = await ask<{ Role: Record<string, unknown> & { Arn: string; AssumeRolePolicyDocument: unknown } }>(
    'iam',
    'get-role',
    {
      RoleName,
    },
  );
  const { AttachedPolicies } = await ask<{ AttachedPolicies: { PolicyArn: string }[] }>('iam', 'list-attached-role-policies', {
    RoleName,
  });
  const attached = await Promise.all(
    AttachedPolicies.map(async ({ PolicyArn }) => {
      const { Policy } = await ask<{ Policy: { DefaultVersionId: string } }>('iam', 'get-policy', { PolicyArn });
      const { PolicyVersion } = await ask<{ PolicyVersion: { Document: unknown } }>('iam', 'get-policy-version', {
        PolicyArn,
        VersionId: Policy.DefaultVersionId,
      });
      return PolicyVersion.Document;
    }),
  );
  const { PolicyNames } = await ask<{ PolicyNames: string[] }>('iam', 'list-role-policies', { RoleName });
  const inline = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await ask<{ PolicyDocument: unknown }>('iam', 'get-role-policy', { RoleName, PolicyName });
      return PolicyDocument;
    }),
  );
  return { role: Role, attached, inline };
}

/** Whom the role lets in, and what it may do, as far as the setup guide says: found from the role alone. */
export async function verdictsOnRole(asks: Asks, name = 'ClarionIntegrationRole') {
  const { role, attached } = await roleNamed(asks, name);
  const assume = (externalId?: string, principal = AGENT) =>
    permitted({
      principal,
      action: 'sts:AssumeRole',
      resource: role.Arn,
      identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] }],
      resourcePolicy: role.AssumeRolePolicyDocument,
      ...(externalId !== undefined && { context: { 'sts:ExternalId': externalId } }),
    });
  const may = (action: string, resource = '*') =>
    permitted({ principal: role.Arn, action, resource, owner: ACCOUNT, identityPolicies: attached });
  return {
    'Clarion assumes it with the external ID': await assume('workspace-1'),
    'Clarion assumes it with another external ID': await assume('workspace-2'),
    'Clarion assumes it without one': await assume(),
    'another role of that account assumes it': await assume('workspace-1', `arn:aws:iam::${CLARION}:role/other`),
    'it looks up events': await may('cloudtrail:LookupEvents'),
    'it stops a trail': await may('cloudtrail:StopLogging', `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`),
    'it reads records of zones': await may('route53:ListResourceRecordSets', 'arn:aws:route53:::hostedzone/Z1'),
    'it changes records of zones': await may('route53:ChangeResourceRecordSets', 'arn:aws:route53:::hostedzone/Z1'),
    'it reads metrics': await may('cloudwatch:GetMetricData'),
    'it reads logs': await may('logs:StartQuery', `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:app`),
    'it lists users': await may('iam:ListUsers'),
  };
}

/** The least that works, by default. */
export const LEAST_ROLE = {
  'Clarion assumes it with the external ID': true,
  'Clarion assumes it with another external ID': false,
  'Clarion assumes it without one': false,
  'another role of that account assumes it': false,
  'it looks up events': true,
  'it stops a trail': false,
  'it reads records of zones': true,
  'it changes records of zones': false,
  'it reads metrics': true,
  'it reads logs': false,
  'it lists users': false,
};

/** A role that the customer has already, with a trust, a policy and a tag of their own. */
export async function makeRoleBefore({ ask }: Asks): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const permissions = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] };
  const RoleName = 'ClarionIntegrationRole';
  await ask('iam', 'create-role', {
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify(trust),
    Description: 'Ours',
    MaxSessionDuration: 7200,
    Tags: [{ Key: 'owner', Value: 'us' }],
  });
  const { Policy } = await ask<{ Policy: { Arn: string } }>('iam', 'create-policy', {
    PolicyName: 'ours',
    PolicyDocument: JSON.stringify(permissions),
  });
  await ask('iam', 'attach-role-policy', { RoleName, PolicyArn: Policy.Arn });
  await ask('iam', 'put-role-policy', { RoleName, PolicyName: 'ours', PolicyDocument: JSON.stringify(permissions) });
}

import { Tags, type CfnCondition } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkRole, DEFAULT_PATH, policyDocument, type RoleOptions, type Statement } from '../blueprint';
import { ifGiven, known } from './deferred';

/** A role, as far as ours differ. */
export interface RoleConfig {
  /** Fixed where something refers to the role before it is made. @default - generated */
  readonly roleName?: string;
  readonly description: string;
  readonly trust: readonly Statement[];
  readonly permissions: readonly Statement[];
}

/** A role that an AWS service takes on for us. Every such role is made here, so that none lacks the boundary. */
export function serviceRole(
  scope: Construct,
  id: string,
  { roleName, description, trust, permissions }: RoleConfig,
  options: RoleOptions<CfnCondition> & { readonly tags?: Readonly<Record<string, string>> },
): CfnRole {
  checkRole(options, known);
  const role = new CfnRole(scope, id, {
    ...(roleName !== undefined && { roleName }),
    description,
    path: options.path ?? DEFAULT_PATH,
    ...ifGiven('permissionsBoundary', options.permissionsBoundaryArn),
    assumeRolePolicyDocument: policyDocument(trust),
    policies: [{ policyName: 'clarion', policyDocument: policyDocument(permissions) }],
  });
  for (const [key, value] of Object.entries(options.tags ?? {})) Tags.of(role).add(key, value);
  return role;
}

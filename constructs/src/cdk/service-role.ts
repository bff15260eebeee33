import { Tags, type CfnCondition } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkRole, DEFAULT_PATH, type Optional, type RoleOptions, type Statement } from '../blueprint';
import { ifGiven, known } from './deferred';
import { policyObject } from './policy';

/** A role, as far as ours differ. */
export interface RoleConfig {
  /** Fixed where something refers to the role before it is made. @default - generated */
  readonly roleName?: string;
  readonly description: string;
  readonly trust: readonly Optional<Statement, CfnCondition>[];
  /** @default - none of its own */
  readonly permissions?: readonly Optional<Statement, CfnCondition>[];
  /** How long a session may last, in seconds. @default - an hour */
  readonly maxSessionDuration?: number;
}

/** A role that an AWS service, or Clarion, takes on. Every role is made here, so that none lacks the boundary. */
export function serviceRole(
  scope: Construct,
  id: string,
  { trust, permissions, ...config }: RoleConfig,
  options: RoleOptions<CfnCondition> & { readonly tags?: Readonly<Record<string, string>> },
): CfnRole {
  checkRole(options, known);
  const role = new CfnRole(scope, id, {
    ...config,
    path: options.path ?? DEFAULT_PATH,
    ...ifGiven('permissionsBoundary', options.permissionsBoundaryArn),
    assumeRolePolicyDocument: policyObject(trust),
    ...(permissions && { policies: [{ policyName: 'clarion', policyDocument: policyObject(permissions) }] }),
  });
  for (const [key, value] of Object.entries(options.tags ?? {})) Tags.of(role).add(key, value);
  return role;
}

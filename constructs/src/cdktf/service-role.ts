import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { IResolvable, TerraformCount } from 'cdktf';
import type { Construct } from 'constructs';
import { checkRole, DEFAULT_PATH, plain, type RoleOptions, type Statement } from '../blueprint';
import { attribute, known } from './deferred';
import { policyJson } from './policy';

/** A role, as far as ours differ: its name, or the start of a generated one. */
export interface RoleConfig {
  readonly count?: TerraformCount;
  readonly name?: string;
  readonly namePrefix?: string;
  readonly description: string;
  readonly trust: readonly Statement[];
  readonly permissions: readonly Statement[];
}

/** A role that an AWS service takes on for us. Every such role is made here, so that none lacks the boundary. */
export function serviceRole(
  scope: Construct,
  id: string,
  { trust, permissions, description, ...names }: RoleConfig,
  options: RoleOptions<IResolvable> & { readonly tags?: Readonly<Record<string, string>> },
): IamRole {
  checkRole(options, known);
  const meta = names.count === undefined ? {} : { count: names.count };
  const boundary = plain(options.permissionsBoundaryArn);
  const role = new IamRole(scope, id, {
    ...names,
    description,
    path: options.path ?? DEFAULT_PATH,
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
    assumeRolePolicy: policyJson(scope, `${id}-trust`, trust, meta),
    ...(options.tags && { tags: options.tags }),
  });
  const policy = policyJson(scope, `${id}-permissions`, permissions, meta);
  new IamRolePolicy(scope, `${id}-policy`, { ...meta, name: 'clarion', role: attribute(role, 'id'), policy });
  return role;
}

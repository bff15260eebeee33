import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { IResolvable, ITerraformDependable, TerraformCount } from 'cdktf';
import type { Construct } from 'constructs';
import { checkRole, DEFAULT_PATH, plain, type Optional, type RoleOptions, type Statement } from '../blueprint';
import { attribute, known } from './deferred';
import { policyJson } from './policy';

/** A role, as far as ours differ: its name, or the start of a generated one. */
export interface RoleConfig {
  readonly count?: TerraformCount;
  readonly name?: string;
  readonly namePrefix?: string;
  readonly description: string;
  /** Whom the role trusts: as statements, or as the JSON of a document that is there already. */
  readonly trust: readonly Optional<Statement, IResolvable>[] | string;
  /** @default - none of its own */
  readonly permissions?: readonly Optional<Statement, IResolvable>[];
  /** How long a session may last, in seconds. @default - an hour */
  readonly maxSessionDuration?: number;
}

/** A role that an AWS service, or Clarion, takes on. Every role is made here, so that none lacks the boundary. */
export function serviceRole(
  scope: Construct,
  id: string,
  { trust, permissions, ...config }: RoleConfig,
  options: RoleOptions<IResolvable> & { readonly tags?: Readonly<Record<string, string>> },
): IamRole {
  checkRole(options, known);
  const meta = config.count === undefined ? {} : { count: config.count };
  const boundary = plain(options.permissionsBoundaryArn);
  const role = new IamRole(scope, id, {
    ...config,
    path: options.path ?? DEFAULT_PATH,
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
    assumeRolePolicy: typeof trust === 'string' ? trust : policyJson(scope, `${id}-trust`, trust, meta),
    ...(options.tags && { tags: options.tags }),
  });
  if (permissions !== undefined) {
    const policy = policyJson(scope, `${id}-permissions`, permissions, meta);
    new IamRolePolicy(scope, `${id}-policy`, { ...meta, name: 'clarion', role: attribute(role, 'id'), policy });
  }
  return role;
}

/** The permissions of a role that was made here, which must be there before it is used. */
export const permissionsOf = (role: IamRole): ITerraformDependable =>
  role.node.scope!.node.findChild(`${role.node.id}-policy`) as IamRolePolicy;

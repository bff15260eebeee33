import type { Optional } from './deferred';
import { BlueprintError } from './error';
import { plain } from './topic-options';

/** What is chosen for the roles that a construct makes. */
export interface RoleOptions<Deferred = never> {
  /**
   * A permissions boundary for every role that is made, by the ARN of the policy.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundaryArn?: Optional<string, Deferred>;
  /**
   * The path of every role that is made, which starts and ends with a slash. Changing it replaces the role, which
   * CloudFormation does only under another name.
   *
   * @default '/'
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
   */
  readonly path?: string;
}

export const DEFAULT_PATH = '/';
export const PATH_PATTERN = '^/([!-~]{1,510}/)?$';
export const POLICY_ARN_PATTERN = '^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$';

/** A role's name, where it is fixed: what refers to the role must know it before it is made. */
export const ROLE_NAME_PATTERN = '^[A-Za-z0-9_+=,.@-]{1,64}$';

/** @throws BlueprintError */
export function checkRoleName(roleName: string, known: (value: unknown) => boolean): void {
  if (known(roleName) && !new RegExp(ROLE_NAME_PATTERN).test(roleName)) {
    throw new BlueprintError('role-name-invalid', roleName, 'Give the name alone, without its path.');
  }
}

/** @throws BlueprintError */
export function checkRole(options: RoleOptions<unknown>, known: (value: unknown) => boolean): void {
  const { path } = options;
  if (path !== undefined && known(path) && !new RegExp(PATH_PATTERN).test(path)) {
    throw new BlueprintError('path-invalid', path, "Write it like '/security/'.");
  }
  const boundary = plain(options.permissionsBoundaryArn);
  if (boundary !== undefined && known(boundary) && !new RegExp(POLICY_ARN_PATTERN).test(boundary)) {
    throw new BlueprintError('boundary-invalid', boundary, 'Write it like arn:aws:iam::111122223333:policy/boundary.');
  }
}

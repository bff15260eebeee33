import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import {
  ADMINISTRATION_ROLE_DESCRIPTION,
  administrationPermissions,
  administrationRoleName,
  administrationTrust,
  DEFAULT_PATH,
  EXECUTION_ROLE_DESCRIPTION,
  executionPermissions,
  executionRoleName,
  executionTrust,
  plain,
  stackSetName,
  type RoleOptions,
  type Switch,
} from '../blueprint';
import { cloudFormationServices } from './cloudformation-services';
import { attribute, isGiven, makeIf, not } from './deferred';
import { permissionsOf, serviceRole } from './service-role';
import { accountStackSet, type StackSetConfig } from './stack-set';

/** Spokes in the Regions of this account, which no StackSet of an organization reaches where it is the management account. */
export function managementSpokes(
  scope: Construct,
  when: Switch<IResolvable>,
  {
    namePrefix,
    ...place
  }: { readonly partition: string; readonly accountId: string; readonly region: string; readonly namePrefix: string },
  config: Omit<StackSetConfig, 'kind' | 'name'>,
  options: RoleOptions<IResolvable>,
): void {
  const refs = { ...place, namePrefix };
  const roles = { ...options, ...(config.tags && { tags: config.tags }) };
  makeIf(when, (meta) => {
    const administration = serviceRole(
      scope,
      'administration-role',
      {
        ...meta,
        name: administrationRoleName(namePrefix),
        description: ADMINISTRATION_ROLE_DESCRIPTION,
        trust: administrationTrust(refs, cloudFormationServices(config.regions)),
        permissions: administrationPermissions(refs),
      },
      roles,
    );
    const boundary = options.permissionsBoundaryArn;
    const given = isGiven(boundary);
    const execution = serviceRole(
      scope,
      'execution-role',
      {
        ...meta,
        name: executionRoleName(namePrefix),
        description: EXECUTION_ROLE_DESCRIPTION,
        trust: executionTrust(attribute(administration, 'arn')),
        permissions: executionPermissions(
          { ...refs, path: options.path ?? DEFAULT_PATH },
          { arn: plain(boundary) ?? '', given, missing: not(given) },
        ),
      },
      { ...roles, path: DEFAULT_PATH },
    );
    return accountStackSet(
      scope,
      'management-spokes',
      {
        ...config,
        ...meta,
        kind: 'management-spokes',
        name: stackSetName(namePrefix, 'management-spokes'),
        after: [...(config.after ?? []), permissionsOf(administration), permissionsOf(execution)],
      },
      { administrationRoleArn: attribute(administration, 'arn'), executionRoleName: attribute(execution, 'name') },
      place.accountId,
    );
  });
}

import { Aws, type CfnCondition } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  ACKNOWLEDGED_RULES,
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
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import { cloudFormationServices } from './cloudformation-services';
import { isGiven, makeIf, not } from './deferred';
import { serviceRole } from './service-role';
import { accountStackSet, type StackSetConfig } from './stack-set';

/** Spokes in the Regions of this account, which no StackSet of an organization reaches where it is the management account. */
export function managementSpokes(
  scope: Construct,
  when: Switch<CfnCondition>,
  namePrefix: string,
  config: Omit<StackSetConfig, 'kind' | 'stackSetName'>,
  options: RoleOptions<CfnCondition>,
): void {
  const refs = { partition: Aws.PARTITION, accountId: Aws.ACCOUNT_ID, region: Aws.REGION, namePrefix };
  const roles = { ...options, ...(config.tags && { tags: config.tags }) };
  const administration = makeIf(when, () =>
    serviceRole(
      scope,
      'AdministrationRole',
      {
        roleName: administrationRoleName(namePrefix),
        description: ADMINISTRATION_ROLE_DESCRIPTION,
        trust: administrationTrust(refs, cloudFormationServices(scope, config.regions)),
        permissions: administrationPermissions(refs),
      },
      roles,
    ),
  );
  const boundary = options.permissionsBoundaryArn;
  const given = isGiven(boundary);
  const permissions = executionPermissions(
    { ...refs, path: options.path ?? DEFAULT_PATH },
    { arn: plain(boundary) ?? '', given, missing: not(scope, 'HasNoBoundary', given) },
  );
  const execution = makeIf(when, () =>
    serviceRole(
      scope,
      'ExecutionRole',
      {
        roleName: executionRoleName(namePrefix),
        description: EXECUTION_ROLE_DESCRIPTION,
        trust: executionTrust(administration!.attrArn),
        permissions,
      },
      { ...roles, path: DEFAULT_PATH },
    ),
  );
  if (execution !== undefined) {
    acknowledge(execution, ACKNOWLEDGED_RULES.stackSetExecution);
    acknowledgeWildcards(execution, permissions, 'stackSet');
  }
  makeIf(when, () =>
    accountStackSet(
      scope,
      'ManagementSpokesStackSet',
      { ...config, kind: 'management-spokes', stackSetName: stackSetName(namePrefix, 'management-spokes') },
      { administrationRoleArn: administration!.attrArn, executionRoleName: execution!.ref },
    ),
  );
}

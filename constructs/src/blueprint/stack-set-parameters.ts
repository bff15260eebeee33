import { resolveIntegrationRole, type IntegrationRoleOptions } from './integration-role-options';
import { ACCOUNT_EXTERNAL_IDS_LIMIT } from './organization-options';
import { DEFAULT_PATH } from './role-options';
import { resolveSpoke, type SpokeOptions } from './spoke-options';

/** A parameter of the role's template alone: the accounts in which it makes nothing, because they have a StackSet of their own. */
export const OTHER_ACCOUNTS = 'OtherAccounts';

/** Fills the places of `OTHER_ACCOUNTS` where there is no account: the template asks for each place in turn. */
export const NO_ACCOUNT = '-';
export const NO_ACCOUNTS: readonly string[] = Array.from({ length: ACCOUNT_EXTERNAL_IDS_LIMIT }, () => NO_ACCOUNT);

/**
 * The parameters of the role's template, by their names there, with every default filled in.
 *
 * @param otherAccounts as many as the template has places for, or more
 * @throws BlueprintError
 */
export function roleParameters<Deferred>(
  options: IntegrationRoleOptions<Deferred>,
  known: (value: unknown) => boolean,
  otherAccounts: readonly string[] = NO_ACCOUNTS,
): Readonly<Record<string, unknown>> {
  const { roleName, maxSessionDuration, athenaWorkgroup, groups } = resolveIntegrationRole(options, known);
  return {
    PrincipalArn: options.principalArn,
    ExternalId: options.externalId,
    PreviousExternalIds: options.previousExternalIds,
    AllowSessionTags: options.allowSessionTags ?? false,
    ...Object.fromEntries(Object.entries(groups).map(([group, granted]) => [`PermissionGroups${pascalCase(group)}`, granted])),
    AthenaWorkgroup: athenaWorkgroup,
    CreateAthenaWorkgroup: options.createAthenaWorkgroup ?? true,
    AthenaBucketArns: options.athenaBucketArns,
    RoleName: roleName,
    Adopt: options.adopt ?? false,
    MaxSessionDuration: maxSessionDuration,
    PermissionsBoundaryArn: options.permissionsBoundaryArn,
    Path: options.path ?? DEFAULT_PATH,
    [OTHER_ACCOUNTS]: otherAccounts,
  };
}

/**
 * The parameters of a spoke's template, by their names there, with every default filled in. It has none for a key, of which each account
 * and Region would need its own.
 *
 * @throws BlueprintError
 */
export function spokeParameters<Deferred>(
  options: Omit<SpokeOptions<Deferred>, 'kmsKeyArn'>,
  known: (value: unknown) => boolean,
): Readonly<Record<string, unknown>> {
  const { namePrefix } = resolveSpoke(options, known);
  return {
    HubBusArn: options.hubBusArn,
    NamePrefix: namePrefix,
    ReadOnlyEvents: options.readOnlyEvents ?? false,
    IncludeInsights: options.includeInsights ?? false,
    IncludeDataEvents: options.includeDataEvents ?? false,
    GuardDuty: options.guardDuty ?? true,
    AllAlarms: options.allAlarms ?? false,
    GuardDutyAccountId: options.guardDutyAccountId,
    ExcludeRoleArns: options.excludeRoleArns,
    DeliveryAlarms: options.deliveryAlarms ?? false,
    AlarmActions: options.alarmActions,
    PermissionsBoundaryArn: options.permissionsBoundaryArn,
    Path: options.path ?? DEFAULT_PATH,
  };
}

const pascalCase = (words: string): string =>
  words
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

import type { Switch } from './deferred';
import { BlueprintError } from './error';
import { EXTERNAL_ID_LENGTH, EXTERNAL_ID_PATTERN, type IntegrationRoleOptions } from './integration-role-options';
import { partitionOf } from './partitions';
import { spokeRegions } from './sign-in-regions';
import type { SpokeOptions } from './spoke-options';
import { plain } from './topic-options';

/** What is chosen for an organization, step 4B of the setup guide: the role and the spokes as for one account, and where they are. */
export interface OrganizationOptions<Deferred = never>
  extends Omit<IntegrationRoleOptions<Deferred>, 'homeRegion'>, Omit<SpokeOptions<Deferred>, 'kmsKeyArn'> {
  /**
   * The organizational units whose accounts are served, with the units below them: by their ids, or all by the root's id. New accounts are
   * served as they come.
   *
   * The management account is served besides, wherever it stands.
   */
  readonly organizationalUnitIds: readonly string[];
  /**
   * The Regions that are watched, besides those where sign-ins and the events of global services arrive. Each must be turned on in every
   * account, the management account among them.
   *
   * @default - the stack's Region, and where sign-ins and the events of global services arrive
   */
  readonly regions?: readonly string[];
  /**
   * Whether this is an account that the organization has registered as a delegated administrator of StackSets, and not the management
   * account. From there, the management account cannot be served: see `managementAccount`.
   *
   * @default false
   */
  readonly delegatedAdministrator?: Switch<Deferred>;
  /**
   * External IDs of single accounts, by account ID, or by `management` for the management account. Such an account has a StackSet of its own:
   * when it is given one, its role is made anew. To give it the common one again, name that here: what is left out here is removed too late.
   *
   * At most 50 accounts.
   *
   * @default - every account has `externalId`
   */
  readonly accountExternalIds?: Readonly<Record<string, string>>;
  /**
   * The external IDs of those accounts before the last change, which are taken too until Clarion uses the new ones.
   *
   * @default - only those in `accountExternalIds` are taken
   */
  readonly previousAccountExternalIds?: Readonly<Record<string, string>>;
  /**
   * Whether no account is given a role before somebody has decided on its external ID: accounts that join later then have spokes, and no
   * role until it is deployed to them by hand.
   *
   * @default false
   */
  readonly strictExternalIds?: Switch<Deferred>;
  /**
   * In how many of a Region's accounts, of a hundred, a stack may fail before no more are tried: 0 to 100. Some may be denied by policy.
   *
   * @default 10
   */
  readonly failureTolerancePercentage?: number;
  /**
   * Whether the role and the spokes stay in an account that leaves the organizational units, with the access that they give.
   *
   * @default false
   */
  readonly retainStacks?: Switch<Deferred>;
}

/** Stands for the management account, whose ID is not always known. */
export const MANAGEMENT = 'management';

/** The most accounts with an external ID of their own: the role's template has a place for each. */
export const ACCOUNT_EXTERNAL_IDS_LIMIT = 50;

export const ORGANIZATIONAL_UNIT_PATTERN = '^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$';
/** Names an account where it has an external ID of its own. */
export const ACCOUNT_KEY_PATTERN = `^([0-9]{12}|${MANAGEMENT})$`;
export const PERCENTAGE_PATTERN = '^([0-9]|[1-9][0-9]|100)$';

/** The options of an account's role: with its own external ID where it has one, and with the common one otherwise. */
export function withExternalIdOf<Options extends OrganizationOptions<unknown>>(options: Options, account: string): Options {
  const { accountExternalIds: own = {}, previousAccountExternalIds: previous = {} } = options;
  if (own[account] === undefined) return options;
  return {
    ...options,
    externalId: own[account],
    previousExternalIds: previous[account] === undefined ? [] : [previous[account]],
  };
}

/** The member accounts with an external ID of their own. */
export const memberAccounts = (externalIds: Readonly<Record<string, string>>): string[] =>
  Object.keys(externalIds).filter((account) => account !== MANAGEMENT);

/**
 * Refuses what AWS would refuse later with less to say.
 *
 * @param known whether a value is known now; one that is not is checked by AWS
 * @param region the stack's, where it is known
 * @throws BlueprintError
 */
export function checkOrganization(
  options: OrganizationOptions<unknown>,
  known: (value: unknown) => boolean,
  region: string | undefined,
): void {
  if (region !== undefined) checkOrganizationRegion(region);
  const { organizationalUnitIds: units, failureTolerancePercentage: tolerance } = options;
  if (known(units)) {
    if (units.length === 0) throw new BlueprintError('organizational-units-invalid', 'none', UNITS_CURE);
    const wrong = units.find((unit) => known(unit) && !new RegExp(ORGANIZATIONAL_UNIT_PATTERN).test(unit));
    if (wrong !== undefined) throw new BlueprintError('organizational-units-invalid', wrong, UNITS_CURE);
  }
  if (tolerance !== undefined && known(tolerance) && !new RegExp(PERCENTAGE_PATTERN).test(String(tolerance))) {
    throw new BlueprintError('failure-tolerance-invalid', String(tolerance), 'Leave it out for 10.');
  }
  checkExternalIds(options, known);
}

function checkOrganizationRegion(region: string): void {
  if (partitionOf(region).name === 'aws-cn') {
    throw new BlueprintError('organization-in-china', region, 'Deploy the role, a hub and spokes in each account.');
  }
}

/**
 * Where the spokes of an organization are.
 *
 * @param given the Regions that are used
 * @param here the stack's Region, where it is known
 * @throws BlueprintError `region-unknown`, `regions-of-two-partitions`, `organization-in-china`
 */
export function organizationRegions(given: readonly string[], here: string | undefined): string[] {
  const all = spokeRegions(here === undefined ? given : [...given, here]);
  for (const region of all) checkOrganizationRegion(region);
  return all;
}

const UNITS_CURE = "Copy them from AWS Organizations: they look like 'ou-a1b2-c3d4e5f6' and 'r-a1b2'.";

function checkExternalIds(options: OrganizationOptions<unknown>, known: (value: unknown) => boolean): void {
  const { accountExternalIds: current = {}, previousAccountExternalIds: previous = {}, delegatedAdministrator } = options;
  const common = plain(options.previousExternalIds) ?? [];
  if (!known(current) || !known(previous)) return;
  const inList = [...(known(common) ? common : []), ...Object.values(previous)];
  const parted = inList.find((id) => known(id) && id.includes(','));
  if (parted !== undefined)
    throw new BlueprintError('external-id-invalid', parted, 'A StackSet takes no previous one that has a comma.');
  const refuse = (got: string, cure: string): never => {
    throw new BlueprintError('account-external-ids-invalid', got, cure);
  };
  for (const [account, id] of [...Object.entries(current), ...Object.entries(previous)]) {
    if (!new RegExp(ACCOUNT_KEY_PATTERN).test(account)) refuse(account, `Name accounts by 12 digits, or by '${MANAGEMENT}'.`);
    if (!known(id)) continue;
    if (id.length < EXTERNAL_ID_LENGTH.min || id.length > EXTERNAL_ID_LENGTH.max || !new RegExp(EXTERNAL_ID_PATTERN).test(id)) {
      throw new BlueprintError('external-id-invalid', id, `Copy that of ${account} from Clarion.`);
    }
  }
  if (memberAccounts(current).length > ACCOUNT_EXTERNAL_IDS_LIMIT) {
    refuse(`${memberAccounts(current).length} accounts`, 'Give the rest one external ID.');
  }
  if (MANAGEMENT in current && delegatedAdministrator === true) {
    refuse(`${MANAGEMENT} from a delegated administrator`, 'Give its external ID where its role is made.');
  }
  for (const [account, id] of Object.entries(previous)) {
    if (!(account in current)) refuse(`${account} with a previous one only`, 'Name it in accountExternalIds too.');
    if (known(id) && current[account] === id)
      throw new BlueprintError('external-id-twice', id, `Leave ${account} out of the previous.`);
  }
}

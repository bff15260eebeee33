import type { Optional } from './deferred';
import { BlueprintError } from './error';
import { HUB_ACCOUNTS_LIMIT } from './hub-bus-policy';
import type { SourceOptions } from './sources';
import { isDeferred, plain, type TopicOptions } from './topic-options';

/** What is chosen for a hub, where the events of many accounts and Regions meet. */
export interface HubOptions<Deferred = never> extends TopicOptions<Deferred>, SourceOptions<Deferred> {
  /**
   * The organization whose spokes may send here, by its id. Either this or `accountIds` is given.
   *
   * @default - the listed accounts
   */
  readonly organizationId?: Optional<string, Deferred>;
  /**
   * The accounts whose spokes may send here, by their ids, the hub's own among them. About six hundred fit.
   *
   * @default - the organization's accounts
   */
  readonly accountIds?: Optional<readonly string[], Deferred>;
  /**
   * The name of the event bus, which makes its ARN known before anything is deployed.
   *
   * 1 to 256 letters, digits, dots, hyphens and underscores. Changing it replaces the bus, and each spoke must be given the new ARN.
   *
   * @default - the prefix with `-hub`, for example `clarion-hub`
   */
  readonly busName?: Optional<string, Deferred>;
}

/** The end of the default names of a hub's topic and bus, which are both `clarion-hub`. */
export const HUB_SUFFIX = '-hub';

export const HUB_BUS_DESCRIPTION = 'Events for Clarion, from the spokes of many accounts and Regions';

/** Without them, nothing comes: an output of every front end. */
export const HUB_PREREQUISITE =
  "A spoke of the same name prefix must be in each account and Region that is watched, the hub's own included.";

export const ORGANIZATION_ID_PATTERN = '^o-[a-z0-9]{10,32}$';
export const ACCOUNT_ID_PATTERN = '^[0-9]{12}$';
export const BUS_NAME_PATTERN = '^[A-Za-z0-9._-]{1,256}$';
/** On the default bus the customer's own rules would match what comes from elsewhere. */
export const DEFAULT_BUS_NAME_PATTERN = '^default$';

/**
 * Refuses what AWS would refuse later, or take and let nobody in.
 *
 * @throws BlueprintError
 */
export function checkHub(options: HubOptions<unknown>, known: (value: unknown) => boolean): void {
  const { organizationId, accountIds } = options;
  const [organization, accounts, busName] = [plain(organizationId), plain(accountIds), plain(options.busName)];
  // What is left to whoever deploys is checked there.
  if (!isDeferred(organizationId) && !isDeferred(accountIds)) {
    const given = [organization, accounts?.length === 0 ? undefined : accounts].filter((each) => each !== undefined);
    if (given.length !== 1) {
      throw new BlueprintError('hub-admits-one', given.length === 0 ? 'neither' : 'both', 'Give organizationId or accountIds.');
    }
  }
  if (organization !== undefined && known(organization) && !new RegExp(ORGANIZATION_ID_PATTERN).test(organization)) {
    throw new BlueprintError('organization-id-invalid', organization, 'Write it like o-a1b2c3d4e5.');
  }
  if (accounts !== undefined && known(accounts)) {
    for (const id of accounts) checkAccountId(id, known);
    if (accounts.length > HUB_ACCOUNTS_LIMIT) {
      throw new BlueprintError('bus-policy-too-long', `${accounts.length} accounts`, 'Give the organization instead.');
    }
  }
  if (busName !== undefined && known(busName) && !isBusName(busName)) {
    throw new BlueprintError('bus-name-invalid', busName, "Use one like 'clarion-hub'.");
  }
}

/** @throws BlueprintError */
export function checkAccountId(id: string, known: (value: unknown) => boolean): void {
  if (known(id) && !new RegExp(ACCOUNT_ID_PATTERN).test(id)) {
    throw new BlueprintError('account-id-invalid', id, 'Write it like 111122223333.');
  }
}

const isBusName = (name: string) => new RegExp(BUS_NAME_PATTERN).test(name) && !new RegExp(DEFAULT_BUS_NAME_PATTERN).test(name);

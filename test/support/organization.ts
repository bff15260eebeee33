import { aws, type Input } from './aws.ts';
import type { Emulator } from './emulator.ts';

/** An organization of three accounts: two of them in one organizational unit, and the management account, which stands in the root. */
export interface Organization {
  /** As in `aws:PrincipalOrgID`. */
  readonly id: string;
  readonly rootId: string;
  readonly ouId: string;
  /** The emulator's first account, which is where calls go that name no other. */
  readonly management: string;
  /** The accounts of the organizational unit. Ask as one with `aws(emulator, service, operation, input, { account })`. */
  readonly members: readonly [string, string];
}

/** Makes the emulator's first account the management account of an organization with all features. */
export async function createOrganization(emulator: Emulator): Promise<Organization> {
  const ask = <T>(operation: string, input: Input = {}) => aws<T>(emulator, 'organizations', operation, input);
  type Created = { Organization: { Id: string; MasterAccountId: string } };
  const { Organization } = await ask<Created>('create-organization', { FeatureSet: 'ALL' });
  const { Roots } = await ask<{ Roots: [{ Id: string }] }>('list-roots');
  const rootId = Roots[0].Id;
  type Unit = { OrganizationalUnit: { Id: string } };
  const unit = await ask<Unit>('create-organizational-unit', { ParentId: rootId, Name: 'workloads' });
  const ouId = unit.OrganizationalUnit.Id;
  const join = async (AccountName: string) => addAccount(emulator, AccountName, rootId, ouId);
  const members = [await join('first'), await join('second')] as const;
  return { id: Organization.Id, rootId, ouId, management: Organization.MasterAccountId, members };
}

/** Lets CloudFormation deploy service-managed stack sets in the organization, which nothing does before. */
export async function activateStackSets(emulator: Emulator): Promise<void> {
  await aws(emulator, 'cloudformation', 'activate-organizations-access');
}

/** A new account, in this organizational unit. */
export async function addAccount(emulator: Emulator, AccountName: string, rootId: string, ouId: string): Promise<string> {
  const ask = <T>(operation: string, input: Input) => aws<T>(emulator, 'organizations', operation, input);
  type Status = { CreateAccountStatus: { AccountId: string } };
  const { CreateAccountStatus } = await ask<Status>('create-account', { AccountName, Email: `${AccountName}@example.com` });
  const { AccountId } = CreateAccountStatus;
  await ask('move-account', { AccountId, SourceParentId: rootId, DestinationParentId: ouId });
  return AccountId;
}

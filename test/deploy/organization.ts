/** What an organization has of Clarion, in each of its accounts and Regions, whoever deployed it. */
import { aws, type Input, type Place } from '../support/aws.ts';
import type { Organization } from '../support/organization.ts';
import { permitted } from '../support/simulate.ts';
import { HERE } from './events.ts';
import type { ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT, roleNamed } from './roles.ts';
import { leftIn, NOTHING_ANYWHERE } from './spokes.ts';

export const REGIONS = ['us-east-1', 'eu-west-1'] as const;
export const ROLE = 'ClarionIntegrationRole';

const asker =
  ({ emulator }: Pick<ReceiverEndpoint, 'emulator'>, place: Place) =>
  <T = Record<string, any>>(service: string, operation: string, input: Input = {}) =>
    aws<T>(emulator, service, operation, input, place);

/** Each account in each Region: the hub's own place first. */
export const placesOf = (accounts: readonly string[]): Required<Place>[] =>
  accounts.flatMap((account) => REGIONS.map((region) => ({ account, region })));

/** The management account, and the members. */
export const accountsOf = ({ management, members }: Organization): string[] => [management, ...members];

/** What each account has of Clarion: its roles, and the Regions with a spoke. */
export async function servedIn(endpoint: ReceiverEndpoint, accounts: readonly string[]) {
  const served = await Promise.all(
    accounts.map(async (account) => {
      const { Roles } = await asker(endpoint, { account })<{ Roles: { RoleName: string }[] }>('iam', 'list-roles');
      const spokes = await Promise.all(
        REGIONS.map(async (region) => {
          const { Rules } = await asker(endpoint, { account, region })<{ Rules: { Name: string }[] }>('events', 'list-rules');
          return Rules.some(({ Name }) => Name === 'clarion-spoke-management') ? [region] : [];
        }),
      );
      const roles = Roles.map(({ RoleName }) => RoleName).filter((name) => /clarion/i.test(name));
      return [account, { roles: roles.sort(), spokes: spokes.flat() }] as const;
    }),
  );
  return Object.fromEntries(served);
}

/** The role once, and a spoke for each Region. */
export const servedWith = (regions: readonly string[]) => ({
  roles: [ROLE, ...regions.map((region) => `clarion-spoke-${region}`).sort()],
  spokes: REGIONS.filter((region) => regions.includes(region)),
});
/** The same, and the roles by which CloudFormation makes the spokes there. */
export const managementWith = (regions: readonly string[]) => {
  const { roles, spokes } = servedWith(regions);
  return { roles: [...roles, 'clarion-stackset-administration', 'clarion-stackset-execution'], spokes };
};
export const SERVED = servedWith(REGIONS);
export const SERVED_MANAGEMENT = managementWith(REGIONS);
export const NOT_SERVED = { roles: [], spokes: [] };

/** With which of these external IDs the role of an account lets Clarion in. */
export async function externalIdsOf(endpoint: ReceiverEndpoint, account: string, asked: readonly string[]): Promise<string[]> {
  const { role } = await roleNamed({ ask: asker(endpoint, { account }) }, ROLE);
  const assume = (externalId?: string) =>
    permitted({
      principal: AGENT,
      action: 'sts:AssumeRole',
      resource: role.Arn,
      identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] }],
      resourcePolicy: role.AssumeRolePolicyDocument,
      ...(externalId !== undefined && { context: { 'sts:ExternalId': externalId } }),
    });
  expect(await assume()).toBe(false);
  const taken = await Promise.all(asked.map(async (externalId) => ((await assume(externalId)) ? [externalId] : [])));
  return taken.flat();
}

/** Fails where anything of Clarion is left in any account and Region. */
export async function nothingIsLeft(endpoint: ReceiverEndpoint, accounts: readonly string[]): Promise<void> {
  expect(await servedIn(endpoint, accounts)).toEqual(Object.fromEntries(accounts.map((account) => [account, NOT_SERVED])));
  const places = placesOf(accounts);
  const left = await leftIn(endpoint, places);
  expect(left).toEqual(places.map(() => NOTHING_ANYWHERE));
  const { Summaries } = await asker(endpoint, HERE)('cloudformation', 'list-stack-sets', { Status: 'ACTIVE' });
  expect(Summaries).toEqual([]);
}

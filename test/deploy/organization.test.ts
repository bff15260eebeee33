/** The template of an organization, deployed from its management account into two accounts and two Regions. */
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { aws } from '../support/aws.ts';
import { needs } from '../support/needs.ts';
import { activateStackSets, addAccount, createOrganization, type Organization } from '../support/organization.ts';
import { stacks } from '../support/stacks.ts';
import { LEAST_PRIVILEGE, verdicts } from './deployed.ts';
import { byDefault, HERE, putEvents } from './events.ts';
import { path } from './example.ts';
import {
  accountsOf,
  externalIdsOf,
  NOT_SERVED,
  nothingIsLeft,
  placesOf,
  REGIONS,
  SERVED,
  SERVED_MANAGEMENT,
  servedIn,
  servedWith,
} from './organization.ts';
import { startReceiverEndpoint, topicArn, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT } from './roles.ts';
import { HUB_BUS, HUB_TOPIC, LEAST_OF_SPOKE, spokeVerdicts } from './spokes.ts';
import { trustTopic } from '../support/trust-topic.ts';

const TEMPLATE = readFileSync(path('cloudformation/organization.template.yaml'), 'utf8');
type Parameters = Readonly<Record<string, string>>;

needs(['moto'], 'cloudformation/organization.template.yaml', () => {
  let endpoint: ReceiverEndpoint;
  let organization: Organization;

  beforeAll(async () => {
    endpoint = await startReceiverEndpoint();
  });
  beforeEach(async () => {
    await endpoint.emulator.reset();
    organization = await createOrganization(endpoint.emulator);
    await activateStackSets(endpoint.emulator);
  });
  afterAll(() => endpoint?.stop());

  const here = () => stacks(endpoint.emulator, HERE);
  const parameters = (more: Parameters = {}): Parameters => ({
    OrganizationalUnitIds: organization.ouId,
    OrganizationId: organization.id,
    Regions: REGIONS.join(','),
    PrincipalArn: AGENT,
    ExternalId: 'workspace-1',
    ...more,
  });
  const create = (more: Parameters = {}) => here().create('clarion', TEMPLATE, { parameters: parameters(more) });
  const inAll = <Value>(accounts: readonly string[], value: Value) => Object.fromEntries(accounts.map((each) => [each, value]));
  const move = (AccountId: string, SourceParentId: string, DestinationParentId: string) =>
    aws(endpoint.emulator, 'organizations', 'move-account', { AccountId, SourceParentId, DestinationParentId });

  test('brings the role once into each account, and what happens in each Region of each to the receiver, and leaves nothing', async () => {
    const { management, members } = organization;
    await trustTopic(endpoint.receiver, topicArn(HUB_TOPIC));
    await create({ WebhookUrl: await endpoint.createWebhook(`organization-${randomUUID()}`) });
    await endpoint.confirmed(topicArn(HUB_TOPIC), 1);
    expect(await here().outputs('clarion')).toMatchObject({
      TopicArn: topicArn(HUB_TOPIC),
      BusArn: HUB_BUS,
      RoleArn: 'arn:aws:iam::ACCOUNT_ID:role/ClarionIntegrationRole',
      ManagementRoleArn: `arn:aws:iam::${management}:role/ClarionIntegrationRole`,
      Coverage: expect.stringContaining(`${organization.ouId}, with spokes in us-east-1, eu-west-1.`),
      ManagementAccount: 'The management account is served by this stack.',
    });
    expect(await servedIn(endpoint, accountsOf(organization))).toEqual({
      [management]: SERVED_MANAGEMENT,
      ...inAll(members, SERVED),
    });

    for (const place of placesOf(accountsOf(organization))) {
      await putEvents(endpoint, byDefault(HUB_TOPIC), place);
      expect([place, await spokeVerdicts(endpoint, place, organization.id)]).toEqual([place, LEAST_OF_SPOKE]);
    }
    expect(await verdicts(endpoint, topicArn(HUB_TOPIC), 'clarion-hub')).toEqual(LEAST_PRIVILEGE);
    for (const account of accountsOf(organization)) {
      expect(await externalIdsOf(endpoint, account, ['workspace-1', 'workspace-2'])).toEqual(['workspace-1']);
    }

    await here().remove('clarion');
    await nothingIsLeft(endpoint, accountsOf(organization));
  }, 120_000);

  test('serves an account that joins its units, and leaves one that goes', async () => {
    await create();
    const { management, members, rootId, ouId } = organization;
    const third = await addAccount(endpoint.emulator, 'third', rootId, ouId);
    await move(members[0], ouId, rootId);
    expect(await servedIn(endpoint, [...accountsOf(organization), third])).toEqual({
      [management]: SERVED_MANAGEMENT,
      [members[0]]: NOT_SERVED,
      [members[1]]: SERVED,
      [third]: SERVED,
    });
    expect(await externalIdsOf(endpoint, third, ['workspace-1'])).toEqual(['workspace-1']);
    await here().remove('clarion');
    await nothingIsLeft(endpoint, [...accountsOf(organization), third]);
  }, 60_000);

  test('keeps role and spokes in an account that goes, where that is asked for', async () => {
    await create({ RetainStacks: 'true' });
    const { members, rootId, ouId } = organization;
    await move(members[0], ouId, rootId);
    expect(await servedIn(endpoint, [members[0]])).toEqual({ [members[0]]: SERVED });
  }, 60_000);

  test('gives an account that joins later spokes and no role, where external IDs are strict', async () => {
    await create({ StrictExternalIds: 'true' });
    const { members, rootId, ouId } = organization;
    const third = await addAccount(endpoint.emulator, 'third', rootId, ouId);
    expect(await servedIn(endpoint, [...members, third])).toEqual({
      ...inAll(members, SERVED),
      [third]: { ...SERVED, roles: SERVED.roles.filter((name) => name.startsWith('clarion-spoke-')) },
    });
    expect((await here().outputs('clarion'))['NewAccounts']).toContain('no role');
  }, 60_000);

  test('rotates the external ID in every account, with the one before taken too', async () => {
    await create();
    const rotated = parameters({ ExternalId: 'workspace-2', PreviousExternalIds: 'workspace-1' });
    await here().update('clarion', TEMPLATE, { parameters: rotated });
    for (const account of accountsOf(organization)) {
      const ids = await externalIdsOf(endpoint, account, ['workspace-0', 'workspace-1', 'workspace-2']);
      expect([account, ids]).toEqual([account, ['workspace-1', 'workspace-2']]);
    }
  }, 60_000);

  test('brings spokes to a Region that is added, and takes them from one that is left out', async () => {
    await create({ Regions: 'us-east-1' });
    const only = servedWith(['us-east-1']);
    expect(await servedIn(endpoint, organization.members)).toEqual(inAll(organization.members, only));
    await here().update('clarion', TEMPLATE, { parameters: parameters() });
    expect(await servedIn(endpoint, organization.members)).toEqual(inAll(organization.members, SERVED));
    await here().update('clarion', TEMPLATE, { parameters: parameters({ Regions: 'us-east-1' }) });
    expect(await servedIn(endpoint, organization.members)).toEqual(inAll(organization.members, only));
  }, 60_000);

  test('stands beside another of another prefix, which goes without it', async () => {
    await create();
    const again = parameters({ NamePrefix: 'again', RoleName: 'AgainRole' });
    await here().create('again', TEMPLATE, { parameters: again });
    await here().remove('again');
    expect(await servedIn(endpoint, accountsOf(organization))).toEqual({
      [organization.management]: SERVED_MANAGEMENT,
      ...inAll(organization.members, SERVED),
    });
  }, 60_000);

  test('serves no management account from a delegated administrator', async () => {
    const [delegated] = organization.members;
    const ServicePrincipal = 'member.org.stacksets.cloudformation.amazonaws.com';
    await aws(endpoint.emulator, 'organizations', 'register-delegated-administrator', { AccountId: delegated, ServicePrincipal });
    const place = { account: delegated, region: 'us-east-1' };
    await stacks(endpoint.emulator, place).create('clarion', TEMPLATE, {
      parameters: parameters({ DelegatedAdministrator: 'true' }),
    });
    expect(await servedIn(endpoint, accountsOf(organization))).toEqual({
      ...inAll(organization.members, SERVED),
      [organization.management]: NOT_SERVED,
    });
    const { ManagementAccount, ManagementRoleArn } = await stacks(endpoint.emulator, place).outputs('clarion');
    expect(ManagementAccount).toContain('a delegated administrator cannot reach it');
    expect(ManagementRoleArn).toBe('');
    await stacks(endpoint.emulator, place).remove('clarion');
    await nothingIsLeft(endpoint, accountsOf(organization));
  }, 60_000);

  test.each<[string, Parameters, string]>([
    ['no unit', { OrganizationalUnitIds: '' }, 'OrganizationalUnitIds'],
    ['an account for a unit', { OrganizationalUnitIds: '111122223333' }, 'OrganizationalUnitIds'],
    ['a hub of nobody', { OrganizationId: '' }, 'the organization for a hub that is made here'],
    ['a Region of China', { Regions: 'cn-north-1' }, 'Regions'],
    ['a tolerance of more than all', { FailureTolerancePercentage: '101' }, 'FailureTolerancePercentage'],
    [
      'a previous external ID with a comma in it, as two of which one is none',
      { PreviousExternalIds: 'workspace-0,x y' },
      'PreviousExternalIds',
    ],
  ])('refuses %s, and makes nothing', async (_, more, said) => {
    await expect(create(more)).rejects.toThrow(said);
    await nothingIsLeft(endpoint, accountsOf(organization));
  });
});

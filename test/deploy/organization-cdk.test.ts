/** Hub and organization in a CDK app: what each account has by its own external ID. */
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { spokeRegions } from 'clarion-aws-constructs/blueprint';
import { ClarionHub, ClarionOrganization, type ClarionOrganizationProps } from 'clarion-aws-constructs/cdk';
import { needs } from '../support/needs.ts';
import { activateStackSets, addAccount, createOrganization, type Organization } from '../support/organization.ts';
import { stacks } from '../support/stacks.ts';
import { HERE } from './events.ts';
import { accountsOf, externalIdsOf, managementWith, nothingIsLeft, servedIn, servedWith } from './organization.ts';
import { startReceiverEndpoint, type ReceiverEndpoint } from './receiver-endpoint.ts';
import { AGENT } from './roles.ts';

needs(['moto'], 'ClarionOrganization in a CDK app', () => {
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

  /** The template of a stack of both. */
  function synthesized(more: Partial<ClarionOrganizationProps> = {}): object {
    const app = new App({ analyticsReporting: false });
    const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
    const stack = new Stack(app, 'Clarion', { synthesizer } as never);
    const hub = new ClarionHub(stack, 'Hub', { organizationId: organization.id });
    const made = new ClarionOrganization(stack, 'Organization', {
      organizationalUnitIds: [organization.ouId],
      principalArn: AGENT,
      externalId: 'workspace-1',
      hubBusArn: hub.busArn,
      regions: ['eu-west-1'],
      ...more,
    });
    made.node.addDependency(hub);
    return app.synth().getStackByName(stack.stackName).template as object;
  }
  const here = () => stacks(endpoint.emulator, HERE);
  const externalIds = async () => {
    const asked = ['workspace-1', 'own-1', 'own-2', 'mine'];
    const found = accountsOf(organization).map(async (account) => [account, await externalIdsOf(endpoint, account, asked)]);
    return Object.fromEntries(await Promise.all(found)) as Record<string, string[]>;
  };

  test('is deployed as it is synthesized, with every account under its own external ID, and leaves nothing', async () => {
    const { management, members, rootId, ouId } = organization;
    const [first, second] = members;
    await here().create('clarion', synthesized({ accountExternalIds: { [first]: 'own-1', management: 'mine' } }));
    expect(await externalIds()).toEqual({ [management]: ['mine'], [first]: ['own-1'], [second]: ['workspace-1'] });
    const regions = spokeRegions(['eu-west-1']);
    expect(await servedIn(endpoint, accountsOf(organization))).toEqual({
      [management]: managementWith(regions),
      [first]: servedWith(regions),
      [second]: servedWith(regions),
    });

    const third = await addAccount(endpoint.emulator, 'third', rootId, ouId);
    expect(await externalIdsOf(endpoint, third, ['workspace-1', 'own-1', 'own-2'])).toEqual(['workspace-1']);
    await here().remove('clarion');
    await nothingIsLeft(endpoint, [...accountsOf(organization), third]);
  }, 60_000);

  test('gives an account its own external ID later, rotates it, and gives it the common one again', async () => {
    const [first, second] = organization.members;
    await here().create('clarion', synthesized());
    await here().update('clarion', synthesized({ accountExternalIds: { [first]: 'own-1' } }));
    expect(await externalIds()).toMatchObject({ [first]: ['own-1'], [second]: ['workspace-1'] });
    const rotated = { accountExternalIds: { [first]: 'own-2' }, previousAccountExternalIds: { [first]: 'own-1' } };
    await here().update('clarion', synthesized(rotated));
    expect(await externalIds()).toMatchObject({ [first]: ['own-1', 'own-2'], [second]: ['workspace-1'] });
    await here().update('clarion', synthesized({ accountExternalIds: { [first]: 'workspace-1' } }));
    expect(await externalIds()).toMatchObject({ [first]: ['workspace-1'], [second]: ['workspace-1'] });
  }, 60_000);
});

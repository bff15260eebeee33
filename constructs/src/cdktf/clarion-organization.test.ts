import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { ClarionOrganization, type ClarionOrganizationProps } from '.';

const hubBusArn = 'arn:aws:events:us-east-1:111122223333:event-bus/clarion-hub';
const OPTIONS = {
  organizationalUnitIds: ['ou-a1b2-c3d4e5f6'],
  principalArn: '444455556666',
  externalId: 'workspace-1',
  hubBusArn,
};
const MEMBER = '222233334444';
const SIGN_INS = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2'];

function made(props: Partial<ClarionOrganizationProps> = {}, region = 'eu-west-1') {
  const stack = new TerraformStack(new App(), 'stack');
  new AwsProvider(stack, 'aws', { region });
  const organization = new ClarionOrganization(stack, 'organization', { ...OPTIONS, ...props });
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, Record<string, any>>> };
  const all = (type: string) => Object.values(resource[type] ?? {});
  const set = (name: string) => all('aws_cloudformation_stack_set').find((each) => each['name'] === name)!;
  /** The stacks of a StackSet. */
  const stacks = (name: string) => {
    const [id] = Object.entries(resource['aws_cloudformation_stack_set']!).find(([, each]) => each === set(name))!;
    return all('aws_cloudformation_stack_instances').find(
      ({ stack_set_name: of }) => of === `\${aws_cloudformation_stack_set.${id}.name}`,
    )!;
  };
  return { organization, all, set, stacks };
}

describe('ClarionOrganization in cdktf', () => {
  test('deploys the role to one Region, and spokes to those in use and those where sign-ins arrive', () => {
    const { set, stacks } = made({ regions: ['eu-central-1'] });
    expect(stacks('clarion-role')['regions']).toEqual([expect.stringContaining('data.aws_region')]);
    for (const spokes of ['clarion-spokes', 'clarion-management-spokes']) {
      expect(stacks(spokes)['regions']).toEqual([...SIGN_INS, 'eu-central-1', 'eu-west-1']);
      expect(set(spokes)['parameters']).toMatchObject({ HubBusArn: hubBusArn, NamePrefix: 'clarion' });
    }
  });

  test('serves the units, and what joins them', () => {
    const { set, stacks } = made({ retainStacks: true });
    expect(set('clarion-role')).toMatchObject({
      permission_model: 'SERVICE_MANAGED',
      call_as: 'SELF',
      auto_deployment: { enabled: true, retain_stacks_on_account_removal: true },
      lifecycle: { ignore_changes: ['administration_role_arn'] },
    });
    expect(stacks('clarion-role')['deployment_targets']).toEqual({ organizational_unit_ids: OPTIONS.organizationalUnitIds });
  });

  test('serves the management account by a role of its own, and by a StackSet with roles that AWS does not make', () => {
    const { organization, all, set, stacks } = made();
    expect(organization.managementRole).toBeDefined();
    expect(organization.managementAccount).toContain('is served');
    expect(set('clarion-management-spokes')).toMatchObject({ permission_model: 'SELF_MANAGED' });
    expect(set('clarion-management-spokes')).not.toHaveProperty('auto_deployment');
    expect(stacks('clarion-management-spokes')['accounts']).toEqual([expect.stringContaining('data.aws_caller_identity')]);
    expect(all('aws_iam_role')).toHaveLength(3);
  });

  test('makes no stack before its roles may do what they must, and removes all stacks before the roles', () => {
    const { set } = made();
    const needed: unknown = expect.arrayContaining([
      expect.stringMatching(/^aws_iam_role_policy\..*administration/),
      expect.stringMatching(/^aws_iam_role_policy\..*execution/),
    ]);
    expect(set('clarion-management-spokes')['depends_on']).toEqual(needed);
  });

  test('serves no management account from a delegated administrator, and says so', () => {
    const { organization, all } = made({ delegatedAdministrator: true });
    for (const type of ['aws_cloudformation_stack_set', 'aws_cloudformation_stack_instances']) {
      expect(all(type).map((each) => each['call_as'] as unknown)).toEqual(['DELEGATED_ADMIN', 'DELEGATED_ADMIN']);
    }
    expect(all('aws_iam_role')).toEqual([]);
    expect(organization.managementRole).toBeUndefined();
    expect(organization.managementAccount).toContain('is not served');
  });

  test('gives an account its own external ID, and no other account', () => {
    const { set, stacks } = made({ accountExternalIds: { [MEMBER]: 'own' }, previousAccountExternalIds: { [MEMBER]: 'old' } });
    const targets = { accounts: [MEMBER], account_filter_type: 'INTERSECTION' };
    expect(stacks(`clarion-role-${MEMBER}`)['deployment_targets']).toMatchObject(targets);
    expect(set(`clarion-role-${MEMBER}`)['parameters']).toMatchObject({
      ExternalId: 'own',
      PreviousExternalIds: 'old',
      OtherAccounts: expect.not.stringContaining(MEMBER) as string,
    });
    expect(set('clarion-role')['parameters']).toMatchObject({
      ExternalId: 'workspace-1',
      OtherAccounts: expect.stringContaining(MEMBER) as string,
    });
  });

  test('gives an external ID of one account to nobody who joins later, and removes its common role first', () => {
    const { set } = made({ accountExternalIds: { [MEMBER]: 'own' } });
    expect(set(`clarion-role-${MEMBER}`)).toMatchObject({
      auto_deployment: { enabled: false },
      depends_on: [expect.stringMatching(/^aws_cloudformation_stack_instances\..*role/)],
    });
  });

  test('gives the management account its own external ID, without a StackSet', () => {
    const { organization, all } = made({ accountExternalIds: { management: 'mine' } });
    expect(organization.managementRole!.externalId).toBe('mine');
    expect(all('aws_cloudformation_stack_set')).toHaveLength(3);
  });

  test('gives no role to accounts that join later where external IDs are strict, and says so', () => {
    const { organization, set } = made({ strictExternalIds: true });
    expect(set('clarion-role')).toMatchObject({ auto_deployment: { enabled: false } });
    expect(set('clarion-spokes')).toMatchObject({ auto_deployment: { enabled: true } });
    expect(organization.newAccounts).toContain('no role');
  });

  test('says which accounts and Regions it serves, and where to find the roles', () => {
    const { organization } = made({ path: '/security/', roleName: 'Acme' });
    for (const each of [...OPTIONS.organizationalUnitIds, ...SIGN_INS, 'eu-west-1'])
      expect(organization.coverage).toContain(each);
    expect(organization.roleArn).toMatch(/^arn:.*:iam::ACCOUNT_ID:role\/security\/Acme$/);
  });

  test('tags the StackSets, which tag what they make', () => {
    const { all } = made({ tags: { team: 'security' } });
    for (const each of all('aws_cloudformation_stack_set')) expect(each['tags']).toEqual({ team: 'security' });
  });

  test('refuses what AWS would refuse later, or take and serve nobody', () => {
    expect(() => made({ organizationalUnitIds: [] })).toThrow('organizational-units-invalid');
    expect(() => made({ regions: ['cn-north-1'] })).toThrow(/regions-of-two-partitions|organization-in-china/);
    expect(() => made({ hubBusArn: hubBusArn.replace('clarion-hub', 'default') })).toThrow('bus-arn-invalid');
    expect(() => made({ externalId: 'a b' })).toThrow('external-id-invalid');
    expect(() => made({}, 'cn-north-1')).toThrow('organization-in-china');
  });
});

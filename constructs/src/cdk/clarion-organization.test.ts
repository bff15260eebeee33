import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
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

function made(props: Partial<ClarionOrganizationProps> = {}) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const organization = new ClarionOrganization(stack, 'Organization', { ...OPTIONS, ...props });
  return { organization, template: Template.fromStack(stack) };
}
const templateWith = (props?: Partial<ClarionOrganizationProps>) => made(props).template;
const SET = 'AWS::CloudFormation::StackSet';

/** The properties of StackSets by name. */
const stackSets = (template: Template): Record<string, any> =>
  Object.fromEntries(
    Object.values(template.findResources(SET)).map(({ Properties }) => [
      (Properties as { StackSetName: string }).StackSetName,
      Properties,
    ]),
  );
const parametersOf = (set: any): Record<string, unknown> =>
  Object.fromEntries(set.Parameters.map(({ ParameterKey, ParameterValue }: any) => [ParameterKey, ParameterValue]));

describe('ClarionOrganization in CDK', () => {
  test('deploys the role to one Region, and spokes to those in use and those where sign-ins arrive', () => {
    const sets = stackSets(templateWith({ regions: ['eu-central-1'] }));
    expect(sets['clarion-role'].StackInstancesGroup).toMatchObject([{ Regions: [{ Ref: 'AWS::Region' }] }]);
    const regions = [...SIGN_INS, 'eu-central-1', 'eu-west-1'];
    for (const spokes of ['clarion-spokes', 'clarion-management-spokes']) {
      expect(sets[spokes].StackInstancesGroup).toMatchObject([{ Regions: regions }]);
      expect(parametersOf(sets[spokes])).toMatchObject({ HubBusArn: hubBusArn, NamePrefix: 'clarion' });
    }
  });

  test('serves the units, and what joins them', () => {
    templateWith({ retainStacks: true }).hasResourceProperties(SET, {
      StackSetName: 'clarion-role',
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'SELF',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true },
      StackInstancesGroup: [
        { DeploymentTargets: { OrganizationalUnitIds: OPTIONS.organizationalUnitIds, Accounts: Match.absent() } },
      ],
    });
  });

  test('serves the management account by a role of its own, and by a StackSet with roles that AWS does not make', () => {
    const { organization, template } = made();
    expect(organization.managementRole).toBeDefined();
    expect(organization.managementAccount).toContain('is served');
    template.hasResourceProperties(SET, {
      StackSetName: 'clarion-management-spokes',
      PermissionModel: 'SELF_MANAGED',
      StackInstancesGroup: [{ DeploymentTargets: { Accounts: [{ Ref: 'AWS::AccountId' }] } }],
      AutoDeployment: Match.absent(),
    });
    template.resourceCountIs('AWS::IAM::Role', 3);
  });

  test('serves no management account from a delegated administrator, and says so', () => {
    const { organization, template } = made({ delegatedAdministrator: true });
    expect(Object.keys(stackSets(template))).toEqual(['clarion-role', 'clarion-spokes']);
    template.allResourcesProperties(SET, { CallAs: 'DELEGATED_ADMIN' });
    template.resourceCountIs('AWS::IAM::Role', 0);
    expect(organization.managementRole).toBeUndefined();
    expect(organization.managementAccount).toContain('is not served');
  });

  test('gives an account its own external ID, and no other account', () => {
    const template = templateWith({ accountExternalIds: { [MEMBER]: 'own' }, previousAccountExternalIds: { [MEMBER]: 'old' } });
    const { 'clarion-role': common, [`clarion-role-${MEMBER}`]: own } = stackSets(template);
    expect(own.StackInstancesGroup[0].DeploymentTargets).toMatchObject({ Accounts: [MEMBER], AccountFilterType: 'INTERSECTION' });
    expect(parametersOf(own)).toMatchObject({
      ExternalId: 'own',
      PreviousExternalIds: 'old',
      OtherAccounts: expect.not.stringContaining(MEMBER),
    });
    expect(parametersOf(common)).toMatchObject({ ExternalId: 'workspace-1', OtherAccounts: expect.stringContaining(MEMBER) });
  });

  test('gives an external ID of one account to nobody who joins later, and removes its common role first', () => {
    const template = templateWith({ accountExternalIds: { [MEMBER]: 'own' } });
    const [common] = Object.keys(template.findResources(SET, { Properties: { StackSetName: 'clarion-role' } }));
    template.hasResource(SET, {
      Properties: { StackSetName: `clarion-role-${MEMBER}`, AutoDeployment: { Enabled: false } },
      DependsOn: [common],
    });
  });

  test('gives the management account its own external ID, without a StackSet', () => {
    const { organization, template } = made({ accountExternalIds: { management: 'mine' } });
    expect(organization.managementRole!.externalId).toBe('mine');
    expect(Object.keys(stackSets(template))).toHaveLength(3);
  });

  test('gives no role to accounts that join later where external IDs are strict, and says so', () => {
    const { organization, template } = made({ strictExternalIds: true });
    template.hasResourceProperties(SET, { StackSetName: 'clarion-role', AutoDeployment: { Enabled: false } });
    template.hasResourceProperties(SET, { StackSetName: 'clarion-spokes', AutoDeployment: { Enabled: true } });
    expect(organization.newAccounts).toContain('no role');
  });

  test('says which accounts and Regions it serves, and where to find the roles', () => {
    const { organization } = made({ path: '/security/', roleName: 'Acme' });
    for (const each of [...OPTIONS.organizationalUnitIds, ...SIGN_INS, 'eu-west-1'])
      expect(organization.coverage).toContain(each);
    expect(organization.roleArn).toMatch(/^arn:.*:iam::ACCOUNT_ID:role\/security\/Acme$/);
  });

  test('admits CloudFormation by its own name where a Region must be turned on', () => {
    const services = ['cloudformation.amazonaws.com', 'cloudformation.me-south-1.amazonaws.com'];
    templateWith({ regions: ['me-south-1'] }).hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'clarion-stackset-administration',
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: services } })] },
    });
  });

  test('tags the StackSets, which tag what they make', () => {
    templateWith({ tags: { team: 'security' } }).allResourcesProperties(SET, { Tags: [{ Key: 'team', Value: 'security' }] });
  });

  test('refuses what AWS would refuse later, or take and serve nobody', () => {
    expect(() => made({ organizationalUnitIds: [] })).toThrow('organizational-units-invalid');
    expect(() => made({ regions: ['cn-north-1'] })).toThrow(/regions-of-two-partitions|organization-in-china/);
    expect(() => made({ hubBusArn: hubBusArn.replace('clarion-hub', 'default') })).toThrow('bus-arn-invalid');
    expect(() => made({ externalId: 'a b' })).toThrow('external-id-invalid');
  });
});

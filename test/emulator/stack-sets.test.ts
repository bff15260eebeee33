/**
 * Stack sets in the local AWS: what reaches which account and Region, and what is refused before.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html
 */
import { aws, type Input, type Place } from '../support/aws.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { activateStackSets, addAccount, createOrganization, type Organization } from '../support/organization.ts';
import { stacks } from '../support/stacks.ts';

const REGIONS = ['us-east-1', 'eu-west-1'];
const ref = (Ref: string) => ({ Ref });
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** A queue named by a parameter, which may not be `bad`, and a role. */
const INNER = {
  Parameters: {
    Name: { Type: 'String', Default: 'spoke' },
    Place: { Type: 'String', Default: 'here', AllowedValues: ['here', 'there'] },
  },
  Rules: {
    NotBad: { Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Equals': [ref('Name'), 'bad'] }] }, AssertDescription: 'bad' }] },
  },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${Name}-${AWS::Region}' } } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: { 'Fn::Sub': '${Name}-${AWS::Region}' },
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
  },
};
const BODY = JSON.stringify(INNER);
const overriding = (values: Record<string, string>) =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));

needs(['moto'], 'a stack set in the local AWS', () => {
  let emulator: Emulator;
  let organization: Organization;

  const ask = <T = Record<string, any>>(service: string, operation: string, input: Input = {}, place: Place = {}) =>
    aws<T>(emulator, service, operation, input, place);
  const cloudformation = <T = Record<string, any>>(operation: string, input: Input, place: Place = {}) =>
    ask<T>('cloudformation', operation, { StackSetName: 'spokes', ...input }, place);

  const SERVICE_MANAGED = {
    PermissionModel: 'SERVICE_MANAGED',
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  };
  const createSet = (more: object = {}, place: Place = {}) =>
    cloudformation('create-stack-set', { TemplateBody: BODY, ...SERVICE_MANAGED, ...more }, place);
  const ofUnit = (more: object = {}) => ({ OrganizationalUnitIds: [organization.ouId], ...more });
  /** What an operation came to, with the reasons of what failed. */
  const operate = async (operation: string, input: Input = {}, place: Place = {}) => {
    const callAs = 'CallAs' in input ? { CallAs: input['CallAs'] } : {};
    const { OperationId } = await cloudformation(operation, input, place);
    const { StackSetOperation } = await cloudformation('describe-stack-set-operation', { OperationId, ...callAs }, place);
    const { Summaries } = await cloudformation('list-stack-set-operation-results', { OperationId, ...callAs }, place);
    return { status: StackSetOperation.Status as string, results: Summaries as Record<string, string>[] };
  };
  const deploy = async (more: object = {}) => {
    const input = { DeploymentTargets: ofUnit(), Regions: REGIONS, ...more };
    return operate('create-stack-instances', input);
  };
  const queuesOf = async (account: string, region: string): Promise<string[]> => {
    const { QueueUrls = [] } = await ask('sqs', 'list-queues', {}, { account, region });
    return QueueUrls.map((url: string) => url.split('/').at(-1));
  };
  /** The names of all queues of the organization, by account and Region. */
  const everywhere = async (...more: string[]) => {
    const { members, management } = organization;
    const places = [...members, management, ...more].flatMap((account) => REGIONS.map((region) => [account, region] as const));
    const found = await Promise.all(places.map(async (place) => [place.join(' '), await queuesOf(...place)] as const));
    return Object.fromEntries(found.filter(([, queues]) => queues.length > 0));
  };
  const inEachMember = (name: string) =>
    Object.fromEntries(
      organization.members.flatMap((account) => REGIONS.map((region) => [`${account} ${region}`, [`${name}-${region}`]])),
    );

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  beforeEach(async () => {
    await emulator.reset();
    organization = await createOrganization(emulator);
    await activateStackSets(emulator);
  });
  afterAll(() => emulator?.stop());

  describe('that is service-managed', () => {
    test('makes a stack in each Region of each account of a unit, and tells of them', async () => {
      await createSet();
      expect(await deploy()).toMatchObject({ status: 'SUCCEEDED', results: { length: 4 } });
      expect(await everywhere()).toEqual(inEachMember('spoke'));
      const [account] = organization.members;
      const { Stacks } = await ask('cloudformation', 'describe-stacks', {}, { account, region: 'eu-west-1' });
      expect(Stacks).toMatchObject([{ StackName: expect.stringMatching(/^StackSet-spokes-/), StackStatus: 'CREATE_COMPLETE' }]);

      const { StackInstance } = await cloudformation('describe-stack-instance', {
        StackInstanceAccount: account,
        StackInstanceRegion: 'eu-west-1',
      });
      expect(StackInstance).toMatchObject({
        Status: 'CURRENT',
        StackId: Stacks[0].StackId,
        OrganizationalUnitId: organization.ouId,
      });
      const { StackSet } = await cloudformation('describe-stack-set', {});
      expect(StackSet).toMatchObject({
        ...SERVICE_MANAGED,
        OrganizationalUnitIds: [organization.ouId],
        Parameters: overriding({ Name: 'spoke', Place: 'here' }),
      });
      expect(StackSet).not.toHaveProperty('AdministrationRoleARN');
    });

    test('never reaches the management account, nor by the root', async () => {
      await createSet();
      await deploy({ DeploymentTargets: { OrganizationalUnitIds: [organization.rootId] } });
      expect(await everywhere()).toEqual(inEachMember('spoke'));
    });

    test.each([
      ['INTERSECTION', 0],
      ['DIFFERENCE', 1],
    ])('reaches by %s the one account that it says', async (AccountFilterType, index) => {
      await createSet();
      await deploy({
        DeploymentTargets: ofUnit({ AccountFilterType, Accounts: [organization.members[0]] }),
        Regions: ['eu-west-1'],
      });
      expect(await everywhere()).toEqual({ [`${organization.members[index]} eu-west-1`]: ['spoke-eu-west-1'] });
    });

    test('keeps an override when its own parameters change, and gives the change to all others', async () => {
      await createSet();
      const [first, second] = organization.members;
      await deploy({ Regions: ['us-east-1'] });
      const one = { DeploymentTargets: ofUnit({ AccountFilterType: 'INTERSECTION', Accounts: [first] }), Regions: ['us-east-1'] };
      await operate('update-stack-instances', { ...one, ParameterOverrides: overriding({ Name: 'own' }) });
      const Capabilities = ['CAPABILITY_NAMED_IAM'];
      await operate('update-stack-set', { UsePreviousTemplate: true, Parameters: overriding({ Name: 'moved' }), Capabilities });
      expect(await everywhere()).toEqual({
        [`${first} us-east-1`]: ['own-us-east-1'],
        [`${second} us-east-1`]: ['moved-us-east-1'],
      });
      await operate('update-stack-instances', { ...one, ParameterOverrides: [] });
      expect(await queuesOf(first, 'us-east-1')).toEqual(['moved-us-east-1']);
    });

    test('serves an account that comes to its unit, without overrides, and leaves one that goes', async () => {
      await createSet();
      await deploy({ Regions: ['us-east-1'], ParameterOverrides: overriding({ Name: 'own' }) });
      const third = await addAccount(emulator, 'third', organization.rootId, organization.ouId);
      expect(await queuesOf(third, 'us-east-1')).toEqual(['spoke-us-east-1']);
      const back = { SourceParentId: organization.ouId, DestinationParentId: organization.rootId };
      await ask('organizations', 'move-account', { AccountId: third, ...back });
      await ask('organizations', 'move-account', { AccountId: organization.members[0], ...back });
      expect(await everywhere(third)).toEqual({ [`${organization.members[1]} us-east-1`]: ['own-us-east-1'] });
    });

    test('leaves the stacks of an account that goes, if they are to be retained', async () => {
      await createSet({ AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true } });
      await deploy({ Regions: ['us-east-1'] });
      const [AccountId] = organization.members;
      const back = { SourceParentId: organization.ouId, DestinationParentId: organization.rootId };
      await ask('organizations', 'move-account', { AccountId, ...back });
      expect(await queuesOf(AccountId, 'us-east-1')).toEqual(['spoke-us-east-1']);
      expect((await cloudformation('list-stack-instances', {})).Summaries).toHaveLength(1);
    });

    test('fails where a stack fails, and leaves out the Regions after that, unless that is tolerated', async () => {
      const [first, second] = organization.members;
      await ask('sqs', 'create-queue', { QueueName: 'spoke-us-east-1' }, { account: first, region: 'us-east-1' });
      await createSet();
      const { status, results } = await deploy();
      expect(status).toBe('FAILED');
      expect(results).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            Account: first,
            Region: 'us-east-1',
            Status: 'FAILED',
            StatusReason: expect.stringContaining('already exists'),
          }),
          expect.objectContaining({ Account: second, Region: 'us-east-1', Status: 'SUCCEEDED' }),
          expect.objectContaining({ Account: first, Region: 'eu-west-1', Status: 'CANCELLED' }),
        ]),
      );
      expect(await queuesOf(second, 'eu-west-1')).toEqual([]);
      const tolerant = await deploy({ OperationPreferences: { FailureTolerancePercentage: 50 } });
      expect(tolerant.status).toBe('SUCCEEDED');
      expect(await queuesOf(second, 'eu-west-1')).toEqual(['spoke-eu-west-1']);
    });

    test('holds each stack to the rules of its template', async () => {
      await createSet({ Parameters: overriding({ Name: 'bad' }) });
      const { status, results } = await deploy({ Regions: ['us-east-1'] });
      expect(status).toBe('FAILED');
      expect(results.map(({ StatusReason }) => StatusReason)).toEqual(Array(2).fill('Template error: bad'));
    });

    test('is deleted when its instances are, and takes their stacks with them or leaves them', async () => {
      await createSet();
      await deploy();
      await expect(cloudformation('delete-stack-set', {})).rejects.toThrow('StackSetNotEmpty');
      const targets = { DeploymentTargets: ofUnit() };
      await operate('delete-stack-instances', { ...targets, Regions: ['us-east-1'], RetainStacks: false });
      await operate('delete-stack-instances', { ...targets, Regions: ['eu-west-1'], RetainStacks: true });
      expect(Object.keys(await everywhere())).toEqual(organization.members.map((account) => `${account} eu-west-1`));
      await cloudformation('delete-stack-set', {});
      await expect(cloudformation('describe-stack-set', {})).rejects.toThrow('StackSetNotFound');
    });

    test('is run by a delegated administrator as by the management account, and by no other member', async () => {
      const [account, other] = organization.members;
      const ServicePrincipal = 'member.org.stacksets.cloudformation.amazonaws.com';
      await ask('organizations', 'enable-aws-service-access', { ServicePrincipal });
      await ask('organizations', 'register-delegated-administrator', { AccountId: account, ServicePrincipal });
      const CallAs = 'DELEGATED_ADMIN';
      await createSet({ CallAs }, { account });
      await operate('create-stack-instances', { CallAs, DeploymentTargets: ofUnit(), Regions: REGIONS }, { account });
      expect(await everywhere()).toEqual(inEachMember('spoke'));
      expect((await cloudformation('describe-stack-set', {})).StackSet.StackSetARN).toContain(organization.management);
      await expect(createSet({ CallAs }, { account: other })).rejects.toThrow('not a delegated administrator');
      await expect(createSet({}, { account })).rejects.toThrow('must be the management account or delegated admin');
    });

    test.each<[string, object, string]>([
      [
        'a transform',
        { TemplateBody: JSON.stringify({ ...INNER, Transform: 'AWS::LanguageExtensions' }) },
        'Transform is not supported in SERVICE_MANAGED',
      ],
      [
        'a nested stack',
        { TemplateBody: '{"Resources":{"S":{"Type":"AWS::CloudFormation::Stack"}}}' },
        'Stack resource is not supported in SERVICE_MANAGED',
      ],
      [
        'a type that nothing here can make',
        { TemplateBody: '{"Resources":{"S":{"Type":"AWS::Invented::Thing"}}}' },
        'Unrecognized resource types: [AWS::Invented::Thing]',
      ],
      ['more than 51,200 bytes', { TemplateBody: JSON.stringify({ ...INNER, Description: 'x'.repeat(51_200) }) }, '51200'],
      ['roles that nobody acknowledged', { Capabilities: [] }, '[CAPABILITY_NAMED_IAM]'],
      ['a parameter that the template does not have', { Parameters: overriding({ Other: 'x' }) }, '[Other] do not exist'],
      [
        'a parameter that may not have that value',
        { Parameters: overriding({ Place: 'nowhere' }) },
        "'Place' must be one of AllowedValues",
      ],
      ['no word on new accounts', { AutoDeployment: undefined }, 'AutoDeployment must be specified'],
    ])('refuses %s', async (_, input, said) => {
      await expect(createSet(input)).rejects.toThrow(said);
    });

    test.each<[string, object, string]>([
      [
        'accounts without a unit',
        { DeploymentTargets: undefined, Accounts: ['111111111111'] },
        'can only have OrganizationalUnit as target',
      ],
      [
        'a unit that is not there',
        { DeploymentTargets: { OrganizationalUnitIds: ['ou-aaaa-bbbbbbbb'] } },
        'not an organizational unit',
      ],
      ['an override of no parameter', { ParameterOverrides: overriding({ Other: 'x' }) }, '[Other]'],
    ])('is not deployed to %s', async (_, input, said) => {
      await createSet();
      await expect(deploy(input)).rejects.toThrow(said);
    });

    test('is not deployed to a unit and accounts without a word on how they go together', async () => {
      await createSet();
      const targets = ofUnit({ Accounts: [organization.members[0]] });
      await expect(deploy({ DeploymentTargets: targets })).rejects.toThrow('AccountFilterType must be specified');
      await expect(deploy({ DeploymentTargets: { ...targets, AccountFilterType: 'UNION' } })).rejects.toThrow(
        'UNION is not supported',
      );
    });

    test('waits for somebody to let CloudFormation into the organization', async () => {
      await emulator.reset();
      await expect(createSet()).rejects.toThrow('must be the management account');
      await ask('organizations', 'create-organization', { FeatureSet: 'ALL' });
      await expect(createSet()).rejects.toThrow('must enable organizations access');
      await activateStackSets(emulator);
      await createSet();
    });
  });

  describe('that is self-managed', () => {
    const SELF = { PermissionModel: 'SELF_MANAGED', AutoDeployment: undefined };
    const ADMINISTRATION = 'AWSCloudFormationStackSetAdministrationRole';
    const EXECUTION = 'AWSCloudFormationStackSetExecutionRole';
    const createRole = async (RoleName: string, principal: object, account: string, resource?: string) => {
      const place = { account };
      const AssumeRolePolicyDocument = document({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });
      await ask('iam', 'create-role', { RoleName, AssumeRolePolicyDocument }, place);
      if (resource === undefined) return;
      const PolicyDocument = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: resource });
      await ask('iam', 'put-role-policy', { RoleName, PolicyName: 'execute', PolicyDocument }, place);
    };
    const administration = (name = ADMINISTRATION) => `arn:aws:iam::${organization.management}:role/${name}`;
    const target = (account: string) => ({ DeploymentTargets: undefined, Accounts: [account], Regions: REGIONS });

    test('reaches any account by the roles that it names, its own too', async () => {
      const { management } = organization;
      await createRole('admin', { Service: 'cloudformation.amazonaws.com' }, management, 'arn:aws:iam::*:role/execution');
      await createRole('execution', { AWS: administration('admin') }, management);
      await createSet({ ...SELF, AdministrationRoleARN: administration('admin'), ExecutionRoleName: 'execution' });
      expect(await deploy(target(management))).toMatchObject({ status: 'SUCCEEDED' });
      expect(Object.keys(await everywhere())).toEqual(REGIONS.map((region) => `${management} ${region}`));
      const { StackSet } = await cloudformation('describe-stack-set', {});
      expect(StackSet).toMatchObject({ AdministrationRoleARN: administration('admin'), ExecutionRoleName: 'execution' });
    });

    test('needs a role that CloudFormation may assume for this stack set', async () => {
      const { management } = organization;
      const trust = (stackSet: string) =>
        document({
          Effect: 'Allow',
          Principal: { Service: 'cloudformation.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudformation:us-east-1:${management}:stackset/${stackSet}:*` } },
        });
      await createRole(
        ADMINISTRATION,
        { Service: 'cloudformation.amazonaws.com' },
        management,
        `arn:aws:iam::*:role/${EXECUTION}`,
      );
      await createRole(EXECUTION, { AWS: management }, management);
      await createSet(SELF);
      const trusting = (PolicyDocument: string) =>
        ask('iam', 'update-assume-role-policy', { RoleName: ADMINISTRATION, PolicyDocument });
      await trusting(trust('another'));
      await expect(deploy(target(management))).rejects.toThrow(`should have '${ADMINISTRATION}' role`);
      await trusting(trust('spokes'));
      expect(await deploy(target(management))).toMatchObject({ status: 'SUCCEEDED' });
    });

    test('needs a role that CloudFormation may assume, and one in each account that the first may', async () => {
      const { management, members } = organization;
      await createSet(SELF);
      await expect(deploy(target(members[0]))).rejects.toThrow(`should have '${ADMINISTRATION}' role`);
      await createRole(
        ADMINISTRATION,
        { Service: 'cloudformation.amazonaws.com' },
        management,
        `arn:aws:iam::*:role/${EXECUTION}`,
      );
      const reason = async () => (await deploy(target(members[0]))).results[0]?.['StatusReason'];
      expect(await reason()).toContain(`should have '${EXECUTION}' role with trust relationship`);
      await createRole(EXECUTION, { AWS: '999999999999' }, members[0]);
      expect(await reason()).toContain(`should have '${EXECUTION}' role with trust relationship`);
      const PolicyDocument = document({ Effect: 'Allow', Principal: { AWS: management }, Action: 'sts:AssumeRole' });
      await ask('iam', 'update-assume-role-policy', { RoleName: EXECUTION, PolicyDocument }, { account: members[0] });
      expect(await deploy(target(members[0]))).toMatchObject({ status: 'SUCCEEDED' });
      await ask('iam', 'delete-role-policy', { RoleName: ADMINISTRATION, PolicyName: 'execute' });
      expect(await deploy(target(members[0]))).toMatchObject({ status: 'FAILED' });
    });
  });

  describe('of a template', () => {
    const group = (more: object = {}) => ({ DeploymentTargets: ofUnit(), Regions: REGIONS, ...more });
    const template = (groups: object[], more: object = {}) => ({
      Resources: {
        Spokes: {
          Type: 'AWS::CloudFormation::StackSet',
          Properties: {
            StackSetName: 'spokes',
            TemplateBody: BODY,
            ...SERVICE_MANAGED,
            ManagedExecution: { Active: true },
            OperationPreferences: {
              RegionConcurrencyType: 'PARALLEL',
              FailureTolerancePercentage: 10,
              MaxConcurrentPercentage: 100,
            },
            StackInstancesGroup: groups,
            ...more,
          },
        },
      },
      Outputs: { Id: { Value: { 'Fn::GetAtt': ['Spokes', 'StackSetId'] } } },
    });
    const stack = () => stacks(emulator);
    const stackIds = async () => {
      const { Summaries } = await cloudformation('list-stack-instances', {});
      return Object.fromEntries(
        Summaries.map(({ Account, Region, StackId }: Record<string, string>) => [`${Account} ${Region}`, StackId]),
      );
    };

    test('is deployed with it, and leaves nothing when it is deleted', async () => {
      await stack().create('organization', template([group()]));
      expect(await everywhere()).toEqual(inEachMember('spoke'));
      const { StackSet } = await cloudformation('describe-stack-set', {});
      expect(StackSet).toMatchObject({ ManagedExecution: { Active: true } });
      expect(await stack().outputs('organization')).toEqual({ Id: StackSet.StackSetId });
      await stack().remove('organization');
      expect(await everywhere()).toEqual({});
      expect((await ask('cloudformation', 'list-stack-sets')).Summaries).toEqual([]);
      const { Roles } = await ask('iam', 'list-roles', {}, { account: organization.members[0] });
      expect(Roles.map(({ RoleName }: { RoleName: string }) => RoleName)).toEqual(['OrganizationAccountAccessRole']);
    });

    test('moves its parameters into stacks that stay', async () => {
      await stack().create('organization', template([group()]));
      const before = await stackIds();
      await stack().update('organization', template([group()], { Parameters: overriding({ Name: 'moved' }) }));
      expect(await everywhere()).toEqual(inEachMember('moved'));
      expect(await stackIds()).toEqual(before);
      await stack().update(
        'organization',
        template([group({ ParameterOverrides: overriding({ Name: 'own' }) })], { Parameters: overriding({ Name: 'moved' }) }),
      );
      expect(await everywhere()).toEqual(inEachMember('own'));
      expect(await stackIds()).toEqual(before);
    });

    test('comes to a Region and leaves an account, and touches no other stack', async () => {
      await stack().create('organization', template([group({ Regions: ['us-east-1'] })]));
      const [first, second] = organization.members;
      const before = await stackIds();
      const targets = ofUnit({ AccountFilterType: 'DIFFERENCE', Accounts: [second] });
      await stack().update('organization', template([group({ DeploymentTargets: targets })]));
      expect(await stackIds()).toEqual({
        [`${first} us-east-1`]: before[`${first} us-east-1`],
        [`${first} eu-west-1`]: expect.stringContaining('eu-west-1'),
      });
      expect(Object.keys(await everywhere()).sort()).toEqual([`${first} eu-west-1`, `${first} us-east-1`]);
    });

    test('serves a unit that had no account yet', async () => {
      const unit = await ask('organizations', 'create-organizational-unit', { ParentId: organization.rootId, Name: 'empty' });
      const { Id } = unit.OrganizationalUnit;
      await stack().create('organization', template([group({ DeploymentTargets: { OrganizationalUnitIds: [Id] } })]));
      const account = await addAccount(emulator, 'new', organization.rootId, Id);
      expect(await queuesOf(account, 'eu-west-1')).toEqual(['spoke-eu-west-1']);
    });

    test('fails with what failed in an account, and leaves nothing behind', async () => {
      const [first] = organization.members;
      await ask('sqs', 'create-queue', { QueueName: 'spoke-eu-west-1' }, { account: first, region: 'eu-west-1' });
      await expect(stack().create('organization', template([group()]))).rejects.toThrow(
        new RegExp(`${first} in eu-west-1: Queue spoke-eu-west-1 already exists`),
      );
      expect(await everywhere()).toEqual({ [`${first} eu-west-1`]: ['spoke-eu-west-1'] });
      expect((await ask('cloudformation', 'list-stack-sets')).Summaries).toEqual([]);
    });

    test('has one set of overrides for a unit in a Region', async () => {
      const [first, second] = organization.members;
      const of = (account: string, Name: string) =>
        group({
          DeploymentTargets: ofUnit({ AccountFilterType: 'INTERSECTION', Accounts: [account] }),
          ParameterOverrides: overriding({ Name }),
        });
      await expect(stack().create('organization', template([of(first, 'one'), of(second, 'two')]))).rejects.toThrow(
        'cannot be associated with more than one Parameters set',
      );
    });

    test('has no stack set in it', async () => {
      const nested = { TemplateBody: JSON.stringify(template([])) };
      await expect(stack().create('organization', template([group()], nested))).rejects.toThrow(
        'Nested AWS::CloudFormation::StackSet',
      );
    });
  });
});

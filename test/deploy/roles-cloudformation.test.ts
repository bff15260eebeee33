/** The templates of the roles against the local AWS, and the roles judged as IAM then has them. */
import { readFileSync } from 'node:fs';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { permitted } from '../support/simulate.ts';
import { path } from './example.ts';
import { ACCOUNT } from './receiver-endpoint.ts';
import { AGENT, INTEGRATION_ROLE, LEAST_ROLE, makeRoleBefore, NO_ROLES, roleNamed, rolesThere, verdictsOnRole } from './roles.ts';
import { rotatesExternalId } from './rotation.ts';
import { createStack, deleteStack, updateStack } from './stack.ts';

const template = (name: string) => readFileSync(path(`cloudformation/${name}.template.yaml`), 'utf8');
const ROLE = template('integration-role');
const CLARION = { PrincipalArn: AGENT, ExternalId: 'workspace-1' };

needs(['moto'], 'the templates of the roles', () => {
  let emulator: Emulator;
  const in_ = (region: string) => ({
    ask: <T>(service: string, operation: string, input = {}) => emulator.ask(service, operation, input, { region }) as Promise<T>,
  });
  const here = in_('us-east-1');

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator?.stop());

  test('integration-role lets Clarion in and no further than it must, and leaves nothing', async () => {
    const outputs = await createStack(here, 'clarion', ROLE, CLARION);
    expect(outputs).toMatchObject({ RoleArn: INTEGRATION_ROLE, ExternalId: 'workspace-1' });
    expect(JSON.parse(outputs['Clarion']!)).toEqual({ roleArn: INTEGRATION_ROLE, externalId: 'workspace-1' });
    expect(await verdictsOnRole(here)).toEqual(LEAST_ROLE);

    const { role } = await roleNamed(here, 'ClarionIntegrationRole');
    expect(JSON.parse(outputs['TrustPolicy']!)).toEqual(role.AssumeRolePolicyDocument);
    await deleteStack(here, 'clarion');
    expect(await rolesThere(here)).toEqual(NO_ROLES);
  });

  test('integration-role makes a policy for every group within IAM’s limits, and the workgroup', async () => {
    const groups = ['Cloudtrail', 'Cloudwatch', 'LogsInsights', 'Athena', 'Route53', 'Describe', 'AlbAuth'];
    await createStack(here, 'clarion', ROLE, {
      ...CLARION,
      ...Object.fromEntries(groups.map((group) => [`PermissionGroups${group}`, 'true'])),
      AthenaBucketArns: 'arn:aws:s3:::logs',
    });
    expect(await rolesThere(here)).toEqual({ roles: ['ClarionIntegrationRole'], policies: 7, workgroups: ['clarion'] });
    expect(await verdictsOnRole(here)).toEqual({ ...LEAST_ROLE, 'it reads logs': true, 'it lists users': true });
    type Described = { WorkGroup: { Configuration: object } };
    const { WorkGroup } = await here.ask<Described>('athena', 'get-work-group', { WorkGroup: 'clarion' });
    expect(WorkGroup.Configuration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      ManagedQueryResultsConfiguration: { Enabled: true },
      BytesScannedCutoffPerQuery: 100_000_000_000,
    });

    await deleteStack(here, 'clarion');
    expect(await rolesThere(here)).toEqual(NO_ROLES);
  });

  test('integration-role changes its external ID without a gap, and stays the same role', async () => {
    await createStack(here, 'clarion', ROLE, CLARION);
    const update = (PreviousExternalIds: string) =>
      updateStack(here, 'clarion', ROLE, { ...CLARION, ExternalId: 'workspace-2', PreviousExternalIds });
    await rotatesExternalId(here, 'ClarionIntegrationRole', { both: () => update('workspace-1'), current: () => update('') });
  });

  test('integration-role gives its policies to a role that is there already, and leaves it as it was', async () => {
    await makeRoleBefore(here);
    const before = await roleNamed(here, 'ClarionIntegrationRole');
    const { RoleArn, TrustPolicy } = await createStack(here, 'clarion', ROLE, { ...CLARION, Adopt: 'true' });
    expect(RoleArn).toBe(INTEGRATION_ROLE);

    const adopted = await roleNamed(here, 'ClarionIntegrationRole');
    expect(adopted.role).toEqual(before.role);
    expect(adopted.inline).toEqual(before.inline);
    expect(adopted.attached).toHaveLength(before.attached.length + 3);
    expect(await verdictsOnRole(here)).toMatchObject({
      'Clarion assumes it with the external ID': false,
      'it looks up events': true,
    });
    await here.ask('iam', 'update-assume-role-policy', { RoleName: 'ClarionIntegrationRole', PolicyDocument: TrustPolicy });
    expect(await verdictsOnRole(here)).toEqual(LEAST_ROLE);

    await deleteStack(here, 'clarion');
    const after = await roleNamed(here, 'ClarionIntegrationRole');
    expect(after.attached).toEqual(before.attached);
    expect({ ...after.role, AssumeRolePolicyDocument: null }).toEqual({ ...before.role, AssumeRolePolicyDocument: null });
  });

  test('integration-role stands in many Regions, and makes the role in one', async () => {
    const parameters = { ...CLARION, HomeRegion: 'us-east-1', PermissionGroupsAthena: 'true' };
    const outputs = [
      await createStack(in_('eu-west-1'), 'clarion', ROLE, parameters),
      await createStack(here, 'clarion', ROLE, parameters),
    ];
    expect(outputs.map(({ RoleArn }) => RoleArn)).toEqual([INTEGRATION_ROLE, INTEGRATION_ROLE]);
    expect(await rolesThere(here)).toEqual({ roles: ['ClarionIntegrationRole'], policies: 4, workgroups: ['clarion'] });
    expect(await rolesThere(in_('eu-west-1'))).toMatchObject({ workgroups: ['clarion'] });

    await deleteStack(in_('eu-west-1'), 'clarion');
    expect(await verdictsOnRole(here)).toEqual(LEAST_ROLE);
    await deleteStack(here, 'clarion');
    expect(await rolesThere(here)).toEqual(NO_ROLES);
  });

  test('integration-role stands twice in an account, under two names', async () => {
    await createStack(here, 'one', ROLE, CLARION);
    await createStack(here, 'two', ROLE, { ...CLARION, RoleName: 'Second' });
    expect((await rolesThere(here)).roles.sort()).toEqual(['ClarionIntegrationRole', 'Second']);
    await deleteStack(here, 'two');
    expect(await verdictsOnRole(here)).toEqual(LEAST_ROLE);
  });

  test.each([
    ['everybody as the principal', { PrincipalArn: '*' }, 'ARN of an account, role or user'],
    ['a short external ID', { ExternalId: 'x' }, '2 to 1,224'],
    ['an external ID with a quote', { ExternalId: "it's" }, '2 to 1,224'],
    ['a session of a day', { MaxSessionDuration: '86400' }, '43,200'],
    ['every bucket for Athena', { AthenaBucketArns: 'arn:aws:s3:::*' }, 'each by its ARN'],
  ])('integration-role refuses %s, and makes nothing', async (_, wrong, said) => {
    await expect(createStack(here, 'clarion', ROLE, { ...CLARION, ...wrong })).rejects.toThrow(said);
    expect(await rolesThere(here)).toEqual(NO_ROLES);
  });

  test('receiver-role does what is named, and leaves nothing', async () => {
    const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:clarion-cloudtrail`;
    const queue = `arn:aws:sqs:us-east-1:${ACCOUNT}:undelivered`;
    const { RoleArn } = await createStack(here, 'receiver', template('receiver-role'), {
      TrustedService: 'ecs-tasks.amazonaws.com',
      TopicArns: topic,
      DeadLetterQueueArns: queue,
    });
    const { inline } = await roleNamed(here, 'ClarionReceiverRole');
    const may = (action: string, resource: string) =>
      permitted({ principal: RoleArn!, action, resource, identityPolicies: inline });
    expect(await may('sns:ConfirmSubscription', topic)).toBe(true);
    expect(await may('sns:ConfirmSubscription', `${topic}-2`)).toBe(false);
    expect(await may('sqs:ReceiveMessage', queue)).toBe(true);
    expect(await may('sts:AssumeRole', INTEGRATION_ROLE)).toBe(false);

    await deleteStack(here, 'receiver');
    expect(await rolesThere(here)).toEqual(NO_ROLES);
  });
});
